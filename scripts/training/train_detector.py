"""Trains the detector on scenes that are rendered while it learns."""

import torch

from .detector_data import SceneCrops, collate
from .detector_loss import loss
from .detector_model import Detector, grid_centers
from .orthogonal import Orthogonal
from .run import Run


def train(gondola, folder, minutes, batch, size, device, threads, seed, workers, start):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model = Detector().to(device, memory_format=torch.channels_last)
    # What the heads' last kernels answer is scaled by its meaning, as logits: AdamW leaves them free.
    answers = [branch[-1].weight for head in model.heads for branch in (head.box, head.score)]
    optimizer = Orthogonal(model, rate=5e-3, other_rate=2e-3, apart=answers)
    run = Run(folder, model, optimizer, minutes, device, start=start)
    centers, strides = (part.to(device) for part in grid_centers(size, size))
    scenes = SceneCrops(gondola, seed, size, first=run.step * batch)
    loader = torch.utils.data.DataLoader(scenes, batch, collate_fn=collate, num_workers=workers)
    for pictures, boxes, classes, ignored in loader:
        run.set_rate()
        maps = model(pictures.to(device, memory_format=torch.channels_last))
        boxes, classes, ignored = ([part.to(device) for part in parts] for parts in (boxes, classes, ignored))
        total, parts = loss(maps, centers, strides, boxes, classes, ignored)
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimizer.step()
        run.stepped({"class": parts[0], "box": parts[1], "distance": parts[2]})
        if run.finished:
            break
