"""What the detector is trained on: task-aligned assignment and its losses.

Each object takes the cells that already answer best for it, by score and overlap together
(TOOD, https://arxiv.org/abs/2108.07755); the score learns the overlap, the box learns by complete IoU
(https://arxiv.org/abs/1911.08287) and by the distribution over distances.
"""

import math

import torch
from torch.nn import functional

from .detector_model import DISTANCE_BINS, decode_boxes, flatten

CELLS_PER_OBJECT = 10
SCORE_POWER, OVERLAP_POWER = 0.5, 6.0


def overlaps(a, b):
    """Intersection over union of every box in `a` [..., m, 4] with every box in `b` [..., n, 4]."""
    low = torch.maximum(a[..., :, None, :2], b[..., None, :, :2])
    high = torch.minimum(a[..., :, None, 2:], b[..., None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    size_a = (a[..., 2:] - a[..., :2]).clamp(min=0).prod(-1)
    size_b = (b[..., 2:] - b[..., :2]).clamp(min=0).prod(-1)
    return shared / (size_a[..., :, None] + size_b[..., None, :] - shared + 1e-7)


def complete_iou(a, b):
    """Complete IoU of paired boxes [n, 4]."""
    low, high = torch.maximum(a[:, :2], b[:, :2]), torch.minimum(a[:, 2:], b[:, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    size_a, size_b = a[:, 2:] - a[:, :2], b[:, 2:] - b[:, :2]
    iou = shared / (size_a.clamp(min=0).prod(-1) + size_b.prod(-1) - shared + 1e-7)
    hull = torch.maximum(a[:, 2:], b[:, 2:]) - torch.minimum(a[:, :2], b[:, :2])
    distance = ((a[:, :2] + a[:, 2:] - b[:, :2] - b[:, 2:]) ** 2).sum(-1) / 4
    angle = torch.atan(size_b[:, 0] / (size_b[:, 1] + 1e-7)) - torch.atan(size_a[:, 0] / (size_a[:, 1] + 1e-7))
    shape = 4 / math.pi**2 * angle**2
    with torch.no_grad():
        weight = shape / (1 - iou + shape + 1e-7)
    return iou - distance / ((hull**2).sum(-1) + 1e-7) - weight * shape


@torch.no_grad()
def assign(scores, boxes, centers, objects, classes):
    """For one picture: the object of each cell (-1: none) and the score that the cell should give.

    scores [cells, classes] in 0...1, boxes [cells, 4], centers [cells, 2], objects [n, 4], classes [n].
    """
    cells = centers.shape[0]
    if objects.shape[0] == 0:
        return centers.new_full((cells,), -1).long(), centers.new_zeros(cells)
    x, y = centers[:, 0], centers[:, 1]
    left, top, right, bottom = (side[:, None] for side in objects.unbind(1))
    # Only the cells inside an object can become its own: a hundredth of all pairs.
    object_of, cell_of = ((x > left) & (x < right) & (y > top) & (y < bottom)).nonzero(as_tuple=True)
    shared = overlaps(objects[object_of, None], boxes[cell_of, None])[:, 0, 0]
    iou = centers.new_zeros(objects.shape[0], cells)
    iou[object_of, cell_of] = shared
    metric = torch.zeros_like(iou)
    metric[object_of, cell_of] = scores[cell_of, classes[object_of]] ** SCORE_POWER * shared**OVERLAP_POWER
    best, places = metric.topk(min(CELLS_PER_OBJECT, cells), dim=1)
    wanted = torch.full_like(iou, -1).scatter_(1, places, torch.where(best > 1e-9, iou.gather(1, places), -1))
    # A cell wanted by several objects goes to the one it overlaps most.
    overlap, target = wanted.max(0)
    target[overlap < 0] = -1
    taken = (target >= 0).nonzero()[:, 0]
    owner, quality = target[taken], centers.new_zeros(cells)
    metric, overlap = metric[owner, taken], overlap[taken]
    strongest = centers.new_zeros(objects.shape[0]).scatter_reduce(0, owner, metric, "amax")
    closest = centers.new_zeros(objects.shape[0]).scatter_reduce(0, owner, overlap, "amax")
    quality[taken] = metric * (closest / (strongest + 1e-9))[owner]
    return target, quality


def loss(maps, centers, strides, objects, classes, ignored, taught=None):
    """Total loss and its parts over a batch.

    objects, classes, ignored: per picture, boxes [n, 4] in pixels, class indices [n], regions to leave out [m, 4].
    taught: the classes that the labels know of; nothing is learned about others. All of them if None.
    """
    box_logits, class_logits = flatten([part.float() for part in maps])
    with torch.no_grad():
        answers = decode_boxes(box_logits, centers, strides)
        scores = class_logits.sigmoid()
    wanted = torch.zeros_like(class_logits)
    counted = torch.ones_like(class_logits[..., 0])
    places, truths, weights = [], [], []
    for index, (own, kinds, regions) in enumerate(zip(objects, classes, ignored)):
        target, quality = assign(scores[index], answers[index], centers, own, kinds)
        for region in regions:
            within = ((centers > region[:2]) & (centers < region[2:])).all(-1)
            counted[index][within & (target < 0)] = 0
        cells = (target >= 0).nonzero()[:, 0]
        wanted[index, cells, kinds[target[cells]]] = quality[cells]
        places.append(cells + index * len(centers))
        truths.append(own[target[cells]])
        weights.append(quality[cells])
    places, truth, weight = torch.cat(places), torch.cat(truths), torch.cat(weights)
    cells = places % len(centers)
    logits = box_logits.flatten(0, 1)[places]
    boxes = decode_boxes(logits, centers[cells], strides[cells])
    box_loss = ((1 - complete_iou(boxes, truth)) * weight).sum()
    sides = torch.cat([centers[cells] - truth[:, :2], truth[:, 2:] - centers[cells]], -1) / strides[cells, None]
    sides = sides.clamp(0, DISTANCE_BINS - 1.01)
    below = sides.floor().long()
    share = (sides - below).reshape(-1)
    logits, below = logits.reshape(-1, DISTANCE_BINS), below.reshape(-1)
    distances = functional.cross_entropy(logits, below, reduction="none") * (1 - share)
    distances = distances + functional.cross_entropy(logits, below + 1, reduction="none") * share
    distance_loss = (distances.reshape(-1, 4).mean(-1) * weight).sum()
    total = wanted.sum().clamp(min=1)
    class_loss = functional.binary_cross_entropy_with_logits(class_logits, wanted, reduction="none")
    class_loss = class_loss[..., taught].sum(-1) if taught is not None else class_loss.sum(-1)
    parts = (0.5 * (class_loss * counted).sum() / total, 7.5 * box_loss / total, 1.5 * distance_loss / total)
    return sum(parts), [part.item() for part in parts]
