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
    iou = overlaps(objects, boxes)
    inside = torch.cat([centers[None] - objects[:, None, :2], objects[:, None, 2:] - centers[None]], -1).amin(-1) > 0
    metric = scores[:, classes].T ** SCORE_POWER * iou**OVERLAP_POWER * inside
    best, places = metric.topk(min(CELLS_PER_OBJECT, cells), dim=1)
    chosen = torch.zeros_like(inside).scatter_(1, places, best > 1e-9)
    # A cell wanted by several objects goes to the one it overlaps most.
    owner = torch.where(chosen, iou, torch.full_like(iou, -1)).max(0)
    target = torch.where(owner.values >= 0, owner.indices, torch.full_like(owner.indices, -1))
    mine = torch.zeros_like(chosen)
    taken = target >= 0
    mine[target[taken], taken.nonzero()[:, 0]] = True
    metric = metric * mine
    scale = (iou * mine).amax(1) / (metric.amax(1) + 1e-9)
    return target, (metric * scale[:, None]).amax(0)


def loss(maps, centers, strides, objects, classes, ignored, taught=None):
    """Total loss and its parts over a batch.

    objects, classes, ignored: per picture, boxes [n, 4] in pixels, class indices [n], regions to leave out [m, 4].
    taught: the classes that the labels know of; nothing is learned about others. All of them if None.
    """
    box_logits, class_logits = flatten([part.float() for part in maps])
    boxes = decode_boxes(box_logits, centers, strides)
    scores = class_logits.detach().sigmoid()
    wanted = torch.zeros_like(class_logits)
    counted = torch.ones_like(class_logits[..., 0])
    box_loss = box_logits.new_zeros(())
    distance_loss = box_logits.new_zeros(())
    for index, (own, kinds, regions) in enumerate(zip(objects, classes, ignored)):
        target, quality = assign(scores[index], boxes[index].detach(), centers, own, kinds)
        for region in regions:
            within = ((centers > region[:2]) & (centers < region[2:])).all(-1)
            counted[index][within & (target < 0)] = 0
        cells = (target >= 0).nonzero()[:, 0]
        if cells.numel() == 0:
            continue
        truth, weight = own[target[cells]], quality[cells]
        wanted[index, cells, kinds[target[cells]]] = weight
        box_loss = box_loss + ((1 - complete_iou(boxes[index, cells], truth)) * weight).sum()
        sides = torch.cat([centers[cells] - truth[:, :2], truth[:, 2:] - centers[cells]], -1) / strides[cells, None]
        sides = sides.clamp(0, DISTANCE_BINS - 1.01)
        below = sides.floor().long()
        share = sides - below
        logits = box_logits[index, cells].reshape(-1, DISTANCE_BINS)
        both = functional.cross_entropy(logits, below.reshape(-1), reduction="none") * (1 - share.reshape(-1))
        both = both + functional.cross_entropy(logits, below.reshape(-1) + 1, reduction="none") * share.reshape(-1)
        distance_loss = distance_loss + (both.reshape(-1, 4).mean(-1) * weight).sum()
    total = wanted.sum().clamp(min=1)
    class_loss = functional.binary_cross_entropy_with_logits(class_logits, wanted, reduction="none")
    class_loss = class_loss[..., taught].sum(-1) if taught is not None else class_loss.sum(-1)
    parts = (0.5 * (class_loss * counted).sum() / total, 7.5 * box_loss / total, 1.5 * distance_loss / total)
    return sum(parts), [part.item() for part in parts]


