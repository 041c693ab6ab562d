"""Rendered scenes as training samples, straight from the renderer: scaled, cropped, mirrored and coloured at random."""

import random

import cv2
import numpy
import torch

from . import augment, stream

# How often a scene is used before a newer one takes its place, and how many are held to be drawn from.
USES = 3
HELD = 240


class SceneCrops(torch.utils.data.IterableDataset):
    """Endless random square crops of `size` pixels: picture [3, size, size] in 0...1, boxes, classes, ignored regions.

    Boxes that a crop cuts to less than 40 % are ignored, not learned. Each worker has a renderer of its own.
    """

    def __init__(self, gondola, seed, size, first=0):
        self.gondola, self.seed, self.size, self.first = gondola, seed, size, first

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        number = worker.id if worker else 0
        draw = random.Random(hash((self.seed, number, self.first)))
        random.seed(draw.random())
        numpy.random.seed(draw.randrange(2**31))
        self.colours = augment.scene_colours()
        # A run that goes on does not see the scenes again that it began with.
        fresh = stream.scenes(self.gondola, self.seed + number, self.first)
        held = [next(fresh) for _ in range(12)]
        while True:
            for _ in range(USES):
                yield self.sample(*draw.choice(held))
            if len(held) < HELD:
                held.append(next(fresh))
            else:
                held[draw.randrange(HELD)] = next(fresh)

    def sample(self, jpeg, rows):
        scale = random.choice([random.uniform(0.5, 1.0), random.uniform(0.9, 1.9)])
        return square(decoded(jpeg), rows, self.size, scale, self.colours)


def decoded(jpeg):
    """[height, width, 3] bytes, red first."""
    return cv2.cvtColor(cv2.imdecode(numpy.frombuffer(jpeg, numpy.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def square(picture, rows, size, scale, colours):
    """A random square of `size` pixels of the picture at `scale`, mirrored or not: see SceneCrops."""
    height, width = picture.shape[:2]
    side = size / scale
    x = random.uniform(min(0, width - side), max(0, width - side))
    y = random.uniform(min(0, height - side), max(0, height - side))
    # The half pixel: OpenCV's coordinates are those of pixel centres.
    transform = numpy.array([[scale, 0, -x * scale + (scale - 1) / 2], [0, scale, -y * scale + (scale - 1) / 2]])
    if scale < 0.8:
        # Shrinking without this would leave out rows and columns.
        picture = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale)
    crop = cv2.warpAffine(picture, transform, (size, size), flags=cv2.INTER_LINEAR, borderValue=(114, 114, 114))
    boxes = rows[:, :4].copy()
    boxes[:, 0::2] = (boxes[:, 0::2] - x) * scale
    boxes[:, 1::2] = (boxes[:, 1::2] - y) * scale
    whole = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    boxes = boxes.clip(0, size)
    kept = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    seen = (kept > 0.4 * whole) & ((boxes[:, 2:] - boxes[:, :2]).min(1) > 4)
    ignored = (rows[:, 5] > 0) | ~seen
    if random.random() < 0.5:
        crop = crop[:, ::-1]
        boxes[:, [0, 2]] = size - boxes[:, [2, 0]]
    pixels = colours(image=numpy.ascontiguousarray(crop))["image"]
    own = torch.from_numpy(boxes[~ignored])
    regions = torch.from_numpy(boxes[ignored & (kept > 0)])
    return torch.from_numpy(pixels.transpose(2, 0, 1).copy()), own, torch.from_numpy(rows[~ignored, 4]).long(), regions


def collate(samples):
    """Pictures [N, 3, size, size] in 0...1; per picture boxes, classes and ignored regions."""
    pictures, boxes, classes, ignored = zip(*samples)
    return torch.stack(pictures).float() / 255, list(boxes), list(classes), list(ignored)
