"""Rendered scenes as training batches: chunks of COCO pictures, randomly scaled, cropped, mirrored and coloured."""

import io
import json
import pathlib
import random

import numpy
import torch
from PIL import Image, ImageFilter


def list_scenes(folder):
    """Every picture of the finished chunks below `folder`: (path, boxes [n, 4] as corners, classes [n], ignore [n])."""
    scenes = []
    for annotations in sorted(pathlib.Path(folder).glob("**/annotations.json")):
        coco = json.loads(annotations.read_text())
        boxes = {image["id"]: [] for image in coco["images"]}
        for note in coco["annotations"]:
            x, y, width, height = note["bbox"]
            boxes[note["image_id"]].append((x, y, x + width, y + height, note["category_id"] - 1, note["iscrowd"]))
        for image in coco["images"]:
            rows = numpy.array(boxes[image["id"]], dtype=numpy.float32).reshape(-1, 6)
            scenes.append((annotations.parent / "images" / image["file_name"], rows))
    return scenes


class SceneCrops(torch.utils.data.Dataset):
    """Random square crops of `size` pixels. Boxes that a crop cuts to less than 40 % are ignored, not learned."""

    def __init__(self, scenes, size):
        self.scenes, self.size = scenes, size

    def __len__(self):
        return len(self.scenes)

    def __getitem__(self, index):
        path, rows = self.scenes[index]
        picture = Image.open(path).convert("RGB")
        scale = random.choice([random.uniform(0.55, 1.0), random.uniform(0.9, 1.6)])
        side = self.size / scale
        x = random.uniform(min(0, picture.width - side), max(0, picture.width - side))
        y = random.uniform(min(0, picture.height - side), max(0, picture.height - side))
        method = Image.Resampling.BILINEAR if scale > 0.8 else Image.Resampling.BOX
        window = (int(x), int(y), int(x + side), int(y + side))
        crop = picture.crop(window).resize((self.size, self.size), method)
        factor = self.size / (window[2] - window[0])
        boxes = rows[:, :4].copy()
        boxes[:, 0::2] = (boxes[:, 0::2] - window[0]) * factor
        boxes[:, 1::2] = (boxes[:, 1::2] - window[1]) * factor
        whole = (boxes[:, 2:] - boxes[:, :2]).prod(1)
        boxes = boxes.clip(0, self.size)
        kept = (boxes[:, 2:] - boxes[:, :2]).prod(1)
        seen = (kept > 0.4 * whole) & ((boxes[:, 2:] - boxes[:, :2]).min(1) > 4)
        ignored = (rows[:, 5] > 0) | ~seen
        if random.random() < 0.5:
            crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            boxes[:, [0, 2]] = self.size - boxes[:, [2, 0]]
        own = torch.from_numpy(boxes[~ignored])
        regions = torch.from_numpy(boxes[ignored & (kept > 0)])
        return colour(crop), own, torch.from_numpy(rows[~ignored, 4]).long(), regions


def colour(crop):
    """[3, size, size] in 0...1 with random blur, compression, gain per channel, contrast and noise."""
    if random.random() < 0.2:
        crop = crop.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 1.4)))
    if random.random() < 0.3:
        buffer = io.BytesIO()
        crop.save(buffer, "JPEG", quality=random.randint(30, 90))
        crop = Image.open(buffer)
    pixels = numpy.asarray(crop, dtype=numpy.float32) / 255
    if random.random() < 0.1:
        pixels = numpy.repeat(pixels.mean(2, keepdims=True), 3, 2)
    if random.random() < 0.1:
        pixels = pixels[:, :, numpy.random.permutation(3)]
    gain = numpy.random.uniform(0.8, 1.25, 3).astype(numpy.float32) * random.uniform(0.7, 1.3)
    pixels = (pixels - 0.5) * random.uniform(0.7, 1.35) + 0.5
    pixels = pixels.clip(0, 1) ** random.uniform(0.75, 1.3) * gain
    if random.random() < 0.4:
        pixels = pixels + numpy.random.randn(*pixels.shape).astype(numpy.float32) * random.uniform(0, 0.06)
    return torch.from_numpy(pixels.clip(0, 1).transpose(2, 0, 1).copy())


def collate(samples):
    """Pictures [N, 3, size, size]; per picture boxes, classes and ignored regions."""
    pictures, boxes, classes, ignored = zip(*samples)
    return torch.stack(pictures), list(boxes), list(classes), list(ignored)
