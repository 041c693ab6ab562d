"""The detector: a small anchor-free network of the YOLO family with decoupled heads.

Backbone and neck follow the cross-stage-partial pattern and the path aggregation of that family; the heads give, for
each cell of three grids, one logit per class and for each side of the box a distribution over distances in units of
the cell (generalized focal loss, https://arxiv.org/abs/2006.04388).
"""

import torch
from torch import nn

CLASSES = ["product", "empty_facing", "price_tag", "occluder"]
STRIDES = [8, 16, 32]
DISTANCE_BINS = 16


class ConvUnit(nn.Sequential):
    """Convolution without bias, batch normalisation, SiLU."""

    def __init__(self, inputs, outputs, kernel=3, stride=1):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
            nn.SiLU(inplace=True),
        )


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(ConvUnit(channels, channels), ConvUnit(channels, channels))

    def forward(self, x):
        return x + self.body(x)


class PartialStage(nn.Module):
    """Half of the channels goes through `depth` residual blocks; all of the intermediate results are joined."""

    def __init__(self, inputs, outputs, depth):
        super().__init__()
        half = outputs // 2
        self.bypass = ConvUnit(inputs, half, 1)
        self.entry = ConvUnit(inputs, half, 1)
        self.blocks = nn.ModuleList(Residual(half) for _ in range(depth))
        self.exit = ConvUnit(half * (2 + depth), outputs, 1)

    def forward(self, x):
        parts = [self.bypass(x), self.entry(x)]
        for block in self.blocks:
            parts.append(block(parts[-1]))
        return self.exit(torch.cat(parts, 1))


class PyramidPool(nn.Module):
    """Three poolings in a row give the last grid a wide view."""

    def __init__(self, channels):
        super().__init__()
        self.entry = ConvUnit(channels, channels // 2, 1)
        self.pool = nn.MaxPool2d(5, 1, 2)
        self.exit = ConvUnit(channels * 2, channels, 1)

    def forward(self, x):
        parts = [self.entry(x)]
        for _ in range(3):
            parts.append(self.pool(parts[-1]))
        return self.exit(torch.cat(parts, 1))


class Head(nn.Module):
    """Decoupled: one branch for the box, one for the class."""

    def __init__(self, inputs, width):
        super().__init__()
        self.box = nn.Sequential(ConvUnit(inputs, width), nn.Conv2d(width, 4 * DISTANCE_BINS, 1))
        self.score = nn.Sequential(ConvUnit(inputs, width), nn.Conv2d(width, len(CLASSES), 1))
        # A prior of about one object in a hundred cells keeps the first steps calm.
        nn.init.constant_(self.score[-1].bias, -4.6)
        nn.init.constant_(self.box[-1].bias, 1.0)

    def forward(self, x):
        return torch.cat([self.box(x), self.score(x)], 1)


class Detector(nn.Module):
    """[N, 3, H, W], RGB in 0...1, H and W multiples of 32 -> three maps [N, 4 * DISTANCE_BINS + classes, H/s, W/s]."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(ConvUnit(3, 16, 3, 2), ConvUnit(16, 32, 3, 2), PartialStage(32, 32, 1))
        self.stage3 = nn.Sequential(ConvUnit(32, 56, 3, 2), PartialStage(56, 56, 2))
        self.stage4 = nn.Sequential(ConvUnit(56, 112, 3, 2), PartialStage(112, 112, 2))
        self.stage5 = nn.Sequential(ConvUnit(112, 192, 3, 2), PartialStage(192, 192, 1), PyramidPool(192))
        self.grow = nn.Upsample(scale_factor=2, mode="nearest")
        self.down4 = PartialStage(192 + 112, 96, 1)
        self.down3 = PartialStage(96 + 56, 64, 1)
        self.up4 = ConvUnit(64, 64, 3, 2)
        self.join4 = PartialStage(64 + 96, 96, 1)
        self.up5 = ConvUnit(96, 96, 3, 2)
        self.join5 = PartialStage(96 + 192, 144, 1)
        self.heads = nn.ModuleList([Head(64, 48), Head(96, 56), Head(144, 56)])

    def forward(self, x):
        c3 = self.stage3(self.stem(x))
        c4 = self.stage4(c3)
        c5 = self.stage5(c4)
        p4 = self.down4(torch.cat([self.grow(c5), c4], 1))
        p3 = self.down3(torch.cat([self.grow(p4), c3], 1))
        n4 = self.join4(torch.cat([self.up4(p3), p4], 1))
        n5 = self.join5(torch.cat([self.up5(n4), c5], 1))
        return [head(part) for head, part in zip(self.heads, (p3, n4, n5))]


def grid_centers(height, width):
    """Centre of each cell in pixels and its stride, for a picture of this size: [cells, 2], [cells]."""
    points, strides = [], []
    for stride in STRIDES:
        y, x = torch.meshgrid(
            (torch.arange(height // stride) + 0.5) * stride, (torch.arange(width // stride) + 0.5) * stride,
            indexing="ij")
        points.append(torch.stack([x, y], -1).reshape(-1, 2))
        strides.append(torch.full((points[-1].shape[0],), float(stride)))
    return torch.cat(points), torch.cat(strides)


def flatten(maps):
    """The heads' maps as one list of cells: box logits [N, cells, 4, bins], class logits [N, cells, classes]."""
    cells = torch.cat([part.flatten(2) for part in maps], 2).transpose(1, 2)
    split = 4 * DISTANCE_BINS
    return cells[..., :split].reshape(*cells.shape[:2], 4, DISTANCE_BINS), cells[..., split:]


def decode_boxes(box_logits, centers, strides):
    """Corners [N, cells, 4] in pixels: the mean distance to each side, in cells, from the cell's centre."""
    bins = torch.arange(DISTANCE_BINS, dtype=box_logits.dtype)
    distances = box_logits.softmax(-1) @ bins * strides[:, None]
    return torch.cat([centers - distances[..., :2], centers + distances[..., 2:]], -1)
