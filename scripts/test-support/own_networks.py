"""Detectors that torchvision lacks, small, after their papers' main ideas."""

import torch
from torch import nn
from torch.nn import functional as F
from torchvision.ops import nms

CLASSES = 5


class Block(nn.Sequential):
    """Convolution, normalization, activation."""

    def __init__(self, inputs, outputs, kernel=1, stride=1, groups=1, act=nn.SiLU):
        layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False),
                  nn.BatchNorm2d(outputs)]
        super().__init__(*layers, *([act()] if act else []))


class YOLOv2(nn.Module):
    """Darknet blocks with leaky ReLU, the passthrough layer, anchors decoded in the graph (Redmon and Farhadi 2016)."""

    def __init__(self):
        super().__init__()

        def leaky():
            return nn.LeakyReLU(0.1)

        def block(a, b, k):
            return Block(a, b, k, act=leaky)

        self.fine = nn.Sequential(
            block(3, 16, 3), nn.MaxPool2d(2), block(16, 32, 3), nn.MaxPool2d(2), block(32, 64, 3), block(64, 32, 1),
            block(32, 64, 3), nn.MaxPool2d(2), block(64, 128, 3), nn.MaxPool2d(2), block(128, 128, 3))
        self.coarse = nn.Sequential(nn.MaxPool2d(2), block(128, 256, 3), block(256, 128, 1), block(128, 256, 3))
        self.pass_through = block(128, 16, 1)
        self.join = block(256 + 64, 128, 3)
        self.head = nn.Conv2d(128, 5 * (5 + CLASSES), 1)
        self.register_buffer("anchors", torch.tensor(
            [[1.3, 1.7], [3.2, 4.0], [5.1, 8.1], [9.5, 4.8], [11.2, 10.0]]).reshape(1, 5, 2, 1, 1))

    def forward(self, x):
        fine = self.fine(x)
        coarse = self.coarse(fine)
        n, _, h, w = coarse.shape
        # Four neighbouring pixels become channels.
        side = self.pass_through(fine).reshape(n, 16, h, 2, w, 2).permute(0, 3, 5, 1, 2, 4).reshape(n, 64, h, w)
        y = self.head(self.join(torch.cat([side, coarse], 1))).reshape(n, 5, 5 + CLASSES, h, w)
        rows, columns = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
        cells = torch.stack([columns, rows]).reshape(1, 1, 2, h, w)
        centres = (y[:, :, :2].sigmoid() + cells) / torch.tensor([w, h]).reshape(1, 1, 2, 1, 1)
        sizes = y[:, :, 2:4].exp() * self.anchors / torch.tensor([w, h]).reshape(1, 1, 2, 1, 1)
        return torch.cat([centres, sizes], 2), y[:, :, 4:5].sigmoid() * y[:, :, 5:].softmax(2)


class Partial(nn.Module):
    """Cross-stage-partial block of YOLOX."""

    def __init__(self, inputs, outputs, depth, shortcut=True):
        super().__init__()
        half = outputs // 2
        self.main, self.side = Block(inputs, half), Block(inputs, half)
        self.steps = nn.ModuleList(
            nn.Sequential(Block(half, half), Block(half, half, 3, groups=half), Block(half, half)) for _ in range(depth))
        self.last, self.shortcut = Block(outputs, outputs), shortcut

    def forward(self, x):
        y = self.main(x)
        for step in self.steps:
            y = y + step(y) if self.shortcut else step(y)
        return self.last(torch.cat([y, self.side(x)], 1))


class YOLOX(nn.Module):
    """Focus, partial stages, pyramid pooling, decoupled anchor-free heads, decoding in the graph (Ge et al. 2021)."""

    def __init__(self):
        super().__init__()
        self.stem = Block(12, 16, 3)
        self.stages = nn.ModuleList(
            nn.Sequential(Block(a, b, 3, 2), Partial(b, b, 1)) for a, b in ((16, 32), (32, 48), (48, 64), (64, 96)))
        self.pooled = Block(4 * 96, 96)
        self.lateral = nn.ModuleList([Block(96, 64), Block(64, 48)])
        self.up = nn.ModuleList([Partial(128, 64, 1, False), Partial(96, 48, 1, False)])
        self.heads = nn.ModuleList(
            nn.ModuleList([Block(c, 32), Block(32, 32, 3), Block(32, 32, 3)]) for c in (48, 64, 96))
        self.boxes = nn.ModuleList(nn.Conv2d(32, 4, 1) for _ in range(3))
        self.scores = nn.ModuleList(nn.Conv2d(32, 1 + CLASSES, 1) for _ in range(3))

    def forward(self, x):
        x = self.stem(torch.cat([x[..., ::2, ::2], x[..., 1::2, ::2], x[..., ::2, 1::2], x[..., 1::2, 1::2]], 1))
        maps = []
        for stage in self.stages:
            x = stage(x)
            maps.append(x)
        x = self.pooled(torch.cat([x] + [F.max_pool2d(x, k, 1, k // 2) for k in (5, 9, 13)], 1))
        pyramid = [x]
        for lateral, up, fine in zip(self.lateral, self.up, (maps[2], maps[1])):
            x = up(torch.cat([F.interpolate(lateral(x), scale_factor=2.0, mode="nearest"), fine], 1))
            pyramid.insert(0, x)
        results = []
        for level, (stem, score, box) in enumerate(self.heads):
            y = stem(pyramid[level])
            stride, (h, w) = 8 << level, y.shape[-2:]
            boxes, scores = self.boxes[level](box(y)), self.scores[level](score(y)).sigmoid()
            rows, columns = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
            centres = (boxes[:, :2] + torch.stack([columns, rows])) * stride
            joined = torch.cat([centres, boxes[:, 2:].exp() * stride, scores], 1)
            results.append(joined.flatten(2))
        return torch.cat(results, 2).transpose(1, 2)


class Shuffle(nn.Module):
    """A unit of ShuffleNet v2."""

    def __init__(self, inputs, outputs, stride, act):
        super().__init__()
        half = outputs // 2
        self.stride = stride
        source = inputs if stride == 2 else half
        self.main = nn.Sequential(Block(source, half, act=act), Block(half, half, 3, stride, groups=half, act=None),
                                  Block(half, half, act=act))
        self.side = nn.Sequential(Block(inputs, inputs, 3, 2, groups=inputs, act=None),
                                  Block(inputs, half, act=act)) if stride == 2 else None

    def forward(self, x):
        kept, x = (self.side(x), x) if self.stride == 2 else x.chunk(2, 1)
        y = torch.cat([kept, self.main(x)], 1)
        n, c, h, w = y.shape
        return y.reshape(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, c, h, w)


def distances(logits, bins):
    """Distances to the four sides as the means of distributions (generalized focal loss)."""
    n, _, h, w = logits.shape
    return (logits.reshape(n, 4, bins, h, w).softmax(2) * torch.arange(bins).reshape(1, 1, -1, 1, 1)).sum(2)


def corners(sides, stride):
    h, w = sides.shape[-2:]
    rows, columns = torch.meshgrid(torch.arange(h) + 0.5, torch.arange(w) + 0.5, indexing="ij")
    return torch.stack([columns - sides[:, 0], rows - sides[:, 1], columns + sides[:, 2], rows + sides[:, 3]], 1) * stride


class NanoDet(nn.Module):
    """ShuffleNet, a pyramid of sums resized linearly, depthwise heads, boxes as distributions (RangiLyu 2020)."""

    BINS = 8

    def __init__(self):
        super().__init__()

        def act():
            return nn.LeakyReLU(0.1)

        self.stem = nn.Sequential(Block(3, 24, 3, 2, act=act), nn.MaxPool2d(3, 2, 1))
        widths = (24, 48, 96, 192)
        self.stages = nn.ModuleList(
            nn.Sequential(Shuffle(a, b, 2, act), Shuffle(b, b, 1, act)) for a, b in zip(widths, widths[1:]))
        self.lateral = nn.ModuleList(nn.Conv2d(c, 48, 1) for c in widths[1:])
        self.towers = nn.ModuleList(
            nn.Sequential(Block(48, 48, 5, groups=48, act=act), Block(48, 48, act=act)) for _ in range(3))
        self.heads = nn.ModuleList(nn.Conv2d(48, CLASSES + 4 * self.BINS, 1) for _ in range(3))

    def forward(self, x):
        x = self.stem(x)
        maps = []
        for stage, lateral in zip(self.stages, self.lateral):
            x = stage(x)
            maps.append(lateral(x))
        for i in (1, 0):
            maps[i] = maps[i] + F.interpolate(maps[i + 1], scale_factor=2.0, mode="bilinear", align_corners=False)
        scores, boxes = [], []
        for level, (tower, head) in enumerate(zip(self.towers, self.heads)):
            y = head(tower(maps[level]))
            scores.append(y[:, :CLASSES].sigmoid().flatten(2))
            boxes.append(corners(distances(y[:, CLASSES:], self.BINS), 8 << level).flatten(2))
        return torch.cat(scores, 2).transpose(1, 2), torch.cat(boxes, 2).transpose(1, 2)


class Gated(nn.Module):
    """A depthwise block with squeeze-and-excite."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.deep = Block(inputs, inputs, 5, stride, groups=inputs, act=nn.Hardswish)
        self.squeeze, self.excite = nn.Conv2d(inputs, inputs // 4, 1), nn.Conv2d(inputs // 4, inputs, 1)
        self.last = Block(inputs, outputs, act=nn.Hardswish)

    def forward(self, x):
        x = self.deep(x)
        return self.last(x * F.hardsigmoid(self.excite(F.relu(self.squeeze(F.adaptive_avg_pool2d(x, 1))))))


class PicoDet(nn.Module):
    """Gated depthwise blocks with hard swish, a pyramid, and selection in the graph: best candidates, duplicates
    suppressed (Yu et al. 2021)."""

    BINS = 8

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(Block(3, 16, 3, 2, act=nn.Hardswish), Gated(16, 32, 2))
        widths = (32, 48, 64, 96)
        self.stages = nn.ModuleList(
            nn.Sequential(Gated(a, b, 2), Gated(b, b, 1)) for a, b in zip(widths, widths[1:]))
        self.lateral = nn.ModuleList(Block(c, 48, act=nn.Hardswish) for c in widths[1:])
        self.up = nn.ModuleList(Gated(96, 48, 1) for _ in range(2))
        self.heads = nn.ModuleList(nn.Conv2d(48, CLASSES + 4 * self.BINS, 1) for _ in range(3))

    def forward(self, x):
        x = self.stem(x)
        maps = []
        for stage, lateral in zip(self.stages, self.lateral):
            x = stage(x)
            maps.append(lateral(x))
        for up, i in zip(self.up, (1, 0)):
            maps[i] = up(torch.cat([maps[i], F.interpolate(maps[i + 1], scale_factor=2.0, mode="nearest")], 1))
        scores, boxes = [], []
        for level, head in enumerate(self.heads):
            y = head(maps[level])
            scores.append(y[:, :CLASSES].sigmoid().flatten(2))
            boxes.append(corners(distances(y[:, CLASSES:], self.BINS), 8 << level).flatten(2))
        scores, boxes = torch.cat(scores, 2)[0], torch.cat(boxes, 2)[0].transpose(0, 1)
        best, labels = scores.max(0)
        best, order = best.topk(100)
        boxes, labels = boxes[order], labels[order]
        # Boxes of different classes are moved apart, so that one suppression serves all.
        kept = nms(boxes + (labels * 1000.0).unsqueeze(1), best, 0.4)
        kept = kept[best[kept] > 0.5]
        return boxes[kept], best[kept], labels[kept]
