"""Trains the embedder on rendered crops: every view of a SKU, its pack shot among them, in one direction."""

import json
import random
import re

import numpy
import torch
from PIL import Image

from .embedder_model import ContrastiveMemory, Embedder
from .run import Run

# The size at the end of a SKU's name, such as "750 g".
SIZE = re.compile(r" [\d.,]+ ?\w+$")


class Crops:
    """The crops of one `gondola synth crops` run, mapped, not read, and one pack shot of each SKU after them.

    A pack shot is one more view of its SKU: at work it is the reference that shelf crops are compared with.
    """

    def __init__(self, prefix, packshots):
        facts = json.load(open(f"{prefix}.json"))
        side = facts["size"]
        self.crops = numpy.memmap(f"{prefix}.u8", numpy.uint8, "r").reshape(-1, side, side, 3)
        self.packshots = numpy.stack([
            numpy.asarray(Image.open(f"{packshots}/{gtin}.jpg").convert("RGB").resize((side, side), reducing_gap=2))
            for gtin in facts["gtins"]])
        labels = numpy.fromfile(f"{prefix}.labels.i32", numpy.int32)
        self.labels = numpy.concatenate([labels, numpy.arange(len(self.packshots), dtype=numpy.int32)])
        names = [tuple(path[:-1]) + (SIZE.sub("", path[-1]),) for path in facts["paths"]]
        numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
        # The number of each SKU's design: SKUs that differ in their size alone share it.
        self.designs = torch.tensor([numbers[name] for name in names])

    def pixels(self, chosen):
        """The views at sorted places: [N, side, side, 3]."""
        count = len(self.crops)
        return numpy.concatenate([self.crops[chosen[chosen < count]], self.packshots[chosen[chosen >= count] - count]])


def colour(pixels):
    """Random shift, gain per channel, contrast, grey patches and noise on [N, side, side, 3] bytes -> [N, 3, side, side]."""
    batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    count = batch.shape[0]
    gain = torch.empty(count, 3, 1, 1).uniform_(0.85, 1.18) * torch.empty(count, 1, 1, 1).uniform_(0.75, 1.25)
    contrast = torch.empty(count, 1, 1, 1).uniform_(0.75, 1.3)
    batch = ((batch - 0.5) * contrast + 0.5) * gain
    batch = batch.clamp(0, 1) ** torch.empty(count, 1, 1, 1).uniform_(0.8, 1.25)
    batch += torch.randn_like(batch) * torch.empty(count, 1, 1, 1).uniform_(0, 0.04)
    side = batch.shape[-1]
    shifts = [(random.randint(-5, 5), random.randint(-5, 5)) for _ in range(count)]
    for index, (x, y) in enumerate(shifts):
        batch[index] = torch.roll(batch[index], (y, x), (1, 2))
        if random.random() < 0.25:
            w, h = random.randint(8, side // 2), random.randint(8, side // 2)
            left, top = random.randint(0, side - w), random.randint(0, side - h)
            batch[index, :, top:top + h, left:left + w] = random.random()
    return batch.clamp(0, 1)


def batches(labels, families, per_family, views, generator):
    """Endless batches of crops: some runs of SKUs that are neighbours in the tree, and some views of each SKU.

    Neighbours are flavours and sizes of one product: the look-alikes that must be told apart.
    """
    order = numpy.argsort(labels, kind="stable")
    starts = numpy.searchsorted(labels[order], numpy.arange(labels.max() + 2))
    while True:
        chosen = []
        for first in generator.integers(0, labels.max() + 1, families):
            for sku in range(first, min(first + per_family, labels.max() + 1)):
                own = order[starts[sku]:starts[sku + 1]]
                if len(own) > 1:
                    chosen.append(generator.choice(own, min(views, len(own)), replace=False))
        yield numpy.unique(numpy.concatenate(chosen))


def train(data, packshots, folder, minutes, batch, threads, seed):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    random.seed(seed)
    generator = numpy.random.default_rng(seed)
    crops = Crops(data, packshots)
    model = Embedder().to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.02)
    run = Run(folder, model, optimizer, minutes, warm_up=100)
    memory = ContrastiveMemory()
    correct, views, per_family = 0.0, 3, 4
    for chosen in batches(crops.labels, batch // (views * per_family), per_family, views, generator):
        labels = torch.from_numpy(crops.labels[chosen]).long()
        pictures = colour(crops.pixels(chosen)).contiguous(memory_format=torch.channels_last)
        run.set_rate()
        total, hits = memory.loss(model(pictures), labels, crops.designs, run.progress > 0.25)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        optimizer.step()
        correct = 0.95 * correct + 0.05 * hits
        run.stepped({"loss": total.item(), "train_top1": correct})
        if run.finished:
            break
