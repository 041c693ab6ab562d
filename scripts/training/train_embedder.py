"""Trains the embedder on rendered crops: every view of a SKU, its pack shot among them, in one direction."""

import json
import random
import re

import numpy
import torch
from PIL import Image
from torch.nn import functional

from .embedder_model import ContrastiveMemory, Embedder
from .run import Run

# The size at the end of a SKU's name, such as "750 g".
SIZE = re.compile(r" [\d.,]+ ?\w+$")
# The share of crops that lose their left part; as many lose their right, their upper and their lower part.
CUT = 0.1


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


def seen(pixels):
    """[N, side, side, 3] bytes as a shelf camera's detector might have cut them: [N, 3, side, side] in 0...1.

    Boxes are a little off; some products are partly hidden or cut off by the picture's edge, so that their box holds a
    part of them, stretched to the whole crop; patches are covered, colours and light differ, sensors are noisy.
    """
    batch = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
    count, side = batch.shape[0], batch.shape[-1]
    left, top = torch.empty(2, count).uniform_(-1.05, -0.95)
    right, bottom = torch.empty(2, count).uniform_(0.95, 1.05)
    for near, far in ((left, right), (top, bottom)):
        kept = torch.empty(count).uniform_(0.6, 2.0)
        fate = torch.rand(count)
        torch.where(fate < CUT, far - kept, near, out=near)
        torch.where((fate >= CUT) & (fate < 2 * CUT), near + kept, far, out=far)
    places = torch.linspace(-1, 1, side)
    x = (left + right)[:, None] / 2 + (right - left)[:, None] / 2 * places
    y = (top + bottom)[:, None] / 2 + (bottom - top)[:, None] / 2 * places
    grid = torch.stack([x[:, None, :].expand(-1, side, -1), y[:, :, None].expand(-1, -1, side)], 3)
    batch = functional.grid_sample(batch, grid, padding_mode="border", align_corners=False)

    gain = torch.empty(count, 3, 1, 1).uniform_(0.85, 1.18) * torch.empty(count, 1, 1, 1).uniform_(0.75, 1.25)
    contrast = torch.empty(count, 1, 1, 1).uniform_(0.75, 1.3)
    batch = ((batch - 0.5) * contrast + 0.5) * gain
    batch = batch.clamp(0, 1) ** torch.empty(count, 1, 1, 1).uniform_(0.8, 1.25)
    batch += torch.randn_like(batch) * torch.empty(count, 1, 1, 1).uniform_(0, 0.04)
    for index in range(count):
        if random.random() < 0.25:
            w, h = random.randint(8, side // 2), random.randint(8, side // 2)
            x, y = random.randint(0, side - w), random.randint(0, side - h)
            batch[index, :, y:y + h, x:x + w] = random.random()
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
        pictures = seen(crops.pixels(chosen)).contiguous(memory_format=torch.channels_last)
        run.set_rate()
        total, hits = memory.loss(model(pictures), labels, crops.designs, run.progress > 0.25)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        optimizer.step()
        correct = 0.95 * correct + 0.05 * hits
        run.stepped({"loss": total.item(), "train_top1": correct})
        if run.finished:
            break
