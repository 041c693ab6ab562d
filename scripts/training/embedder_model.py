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


class ContrastiveMemory:
    """Supervised contrastive loss (https://arxiv.org/abs/2004.11362) against the batch and against earlier batches.

    Embeddings of the last steps are kept as further negatives and positives (cross-batch memory,
    https://arxiv.org/abs/1912.06798), from the moment when the network no longer turns over from step to step.
    """

    def __init__(self, device="cpu", size=4096, temperature=0.07):
        self.size, self.temperature = size, temperature
        self.embeddings = torch.zeros(0, DIMENSIONS, device=device)
        self.labels = torch.zeros(0, dtype=torch.long, device=device)

    def loss(self, embeddings, labels, designs, is_settled):
        """The loss, and how often the nearest other embedding of the batch is of the same design.

        `designs` [SKUs] says which SKUs differ in nothing but their size. No crop shows that, so they neither attract
        nor repel each other: the measured size tells them apart.
        """
        directions = functional.normalize(embeddings)
        everything, names = directions, labels
        if is_settled:
            everything, names = torch.cat([directions, self.embeddings]), torch.cat([labels, self.labels])
            self.embeddings = torch.cat([directions.detach(), self.embeddings])[:self.size]
            self.labels = torch.cat([labels, self.labels])[:self.size]
        count = len(labels)
        itself = torch.eye(count, len(names), dtype=torch.bool, device=labels.device)
        logits = (directions @ everything.T / self.temperature).masked_fill(itself, -1e4)
        same = (labels[:, None] == names[None]) & ~itself
        alike = (designs[labels][:, None] == designs[names][None]) & ~same
        logits = logits.masked_fill(alike, -1e4)
        likelihood = logits.log_softmax(1)
        loss = -(likelihood * same).sum(1) / same.sum(1).clamp(min=1)
        nearest = logits[:, :count].argmax(1)
        return loss[same.any(1)].mean(), (designs[labels[nearest]] == designs[labels]).float().mean().item()
