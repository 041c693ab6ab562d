"""Trains the embedder on crops that are rendered while it learns: every view of a SKU in one direction."""

import random
import re

import numpy
import torch
from torch.nn import functional

from . import augment, stream
from .embedder_model import ContrastiveMemory, Embedder
from .orthogonal import Orthogonal
from .run import Run

# The size at the end of a SKU's name, such as "750 g".
SIZE = re.compile(r" [\d.,]+ ?\w+$")
# The share of crops that lose their left part; as many lose their right, their upper and their lower part.
CUT = 0.1
# The share of sides that are far off, and of crops that are turned far.
LOOSE, TURNED = 0.1, 0.1
# The highest learning rate of matrices and kernels.
RATE = 5e-3
# Crops that must be there before the first step.
LEAST = 4000


def designs(paths):
    """The number of each SKU's design: SKUs that differ in their size alone share it."""
    names = [tuple(path[:-1]) + (SIZE.sub("", path[-1]),) for path in paths]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return torch.tensor([numbers[name] for name in names])


def cut(batch):
    """[N, 3, side, side] as a detector's boxes hold it: off by a little or by much, turned, and of some only a part.

    What is partly hidden or cut off by the picture's edge has a box of that part alone, stretched to the whole crop.
    Most packages stand upright within some degrees; a few lean far over or are held by a hand.
    """
    count, side = batch.shape[0], batch.shape[-1]
    left, top = torch.empty(2, count).uniform_(-1.05, -0.95)
    right, bottom = torch.empty(2, count).uniform_(0.95, 1.05)
    for near, far in ((left, right), (top, bottom)):
        kept = torch.empty(count).uniform_(0.6, 2.0)
        fate = torch.rand(count)
        torch.where(fate < CUT, far - kept, near, out=near)
        torch.where((fate >= CUT) & (fate < 2 * CUT), near + kept, far, out=far)
        loose = torch.rand(count) < LOOSE
        near -= loose * torch.empty(count).uniform_(0, 0.5)
        far += loose * torch.empty(count).uniform_(0, 0.5)
    turn = torch.where(torch.rand(count) < TURNED, torch.empty(count).uniform_(-0.75, 0.75), torch.randn(count) * 0.06)
    places = torch.linspace(-1, 1, side)
    x = ((left + right)[:, None] / 2 + (right - left)[:, None] / 2 * places)[:, None, :]
    y = ((top + bottom)[:, None] / 2 + (bottom - top)[:, None] / 2 * places)[:, :, None]
    cosine, sine = turn.cos()[:, None, None], turn.sin()[:, None, None]
    grid = torch.stack([x * cosine - y * sine, x * sine + y * cosine], 3)
    return functional.grid_sample(batch, grid, padding_mode="reflection", align_corners=False)


class Batches:
    """Chooses crops for a batch: some runs of SKUs that are neighbours in the tree, and some views of each SKU.

    Neighbours are flavours and sizes of one product: the look-alikes that must be told apart.
    """

    def __init__(self, size, generator, views=3, per_family=4):
        self.families, self.views, self.per_family = size // (views * per_family), views, per_family
        self.generator = generator

    def __call__(self, labels):
        order = numpy.argsort(labels, kind="stable")
        skus, starts = numpy.unique(labels[order], return_index=True)
        ends = numpy.append(starts[1:], len(labels))
        chosen = []
        for first in self.generator.integers(0, len(skus), self.families):
            for place in range(first, min(first + self.per_family, len(skus))):
                own = order[starts[place]:ends[place]]
                if len(own) > 1:
                    chosen.append(self.generator.choice(own, min(self.views, len(own)), replace=False))
        return numpy.unique(numpy.concatenate(chosen))


def train(gondola, skus, folder, minutes, batch, device, threads, seed, start):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)
    model = Embedder().to(device, memory_format=torch.channels_last)
    optimizer = Orthogonal(model, rate=RATE, other_rate=2e-3)
    run = Run(folder, model, optimizer, minutes, device, warm_up=100, start=start)
    # A run that goes on sees other scenes than it began with.
    pool = stream.CropPool(gondola, seed + run.step, skus)
    families = designs(pool.paths).to(device)
    choose = Batches(batch, numpy.random.default_rng(seed + run.step))
    colours = augment.crop_colours()
    memory = ContrastiveMemory(device)
    correct = 0.0
    while not run.finished:
        pixels, names = pool.draw(choose, LEAST)
        coloured = numpy.stack([colours(image=crop)["image"] for crop in pixels])
        pictures = cut(torch.from_numpy(coloured).permute(0, 3, 1, 2).float() / 255)
        labels = torch.from_numpy(names).long().to(device)
        run.set_rate()
        embeddings = model(pictures.to(device, memory_format=torch.channels_last))
        total, hits = memory.loss(embeddings, labels, families, run.progress > 0.9)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        optimizer.step()
        correct = 0.95 * correct + 0.05 * hits
        run.stepped({"loss": total.item(), "train_top1": correct})
