"""The embedder: a small residual network that turns a product crop into a direction in 128 dimensions."""

import torch
from torch import nn
from torch.nn import functional

SIDE = 96
DIMENSIONS = 128


class ConvUnit(nn.Sequential):
    """Convolution without bias, batch normalisation, and ReLU unless told otherwise."""

    def __init__(self, inputs, outputs, stride=1, kernel=3, active=True):
        parts = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*parts, *([nn.ReLU(inplace=True)] if active else []))


class Residual(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.body = nn.Sequential(ConvUnit(channels, channels), ConvUnit(channels, channels, active=False))

    def forward(self, x):
        return functional.relu(x + self.body(x))


class Embedder(nn.Module):
    """[N, 3, 96, 96], RGB in 0...1 -> [N, 128], not normalised: only the direction means something.

    The last grid is pooled to 3 × 3 cells, not to one: where on the front a colour stands tells products apart.
    """

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            ConvUnit(3, 24, 2), ConvUnit(24, 40, 2), ConvUnit(40, 40), ConvUnit(40, 80, 2), Residual(80),
            ConvUnit(80, 144, 2), Residual(144), nn.AvgPool2d(2))
        self.project = nn.Linear(144 * 9, DIMENSIONS)

    def forward(self, x):
        return self.project(self.features(x).flatten(1))


class CosineProxies(nn.Module):
    """Softmax over the cosines to one learned direction per SKU, with a margin (CosFace, https://arxiv.org/abs/1801.09414)."""

    def __init__(self, count, scale=24.0):
        super().__init__()
        self.proxies = nn.Parameter(torch.randn(count, DIMENSIONS))
        self.scale = scale

    def forward(self, embeddings, labels, margin):
        cosines = functional.normalize(embeddings) @ functional.normalize(self.proxies).T
        cosines = cosines - margin * functional.one_hot(labels, cosines.shape[1])
        return functional.cross_entropy(self.scale * cosines, labels), cosines
