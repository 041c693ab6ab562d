"""Trains the detector on scenes that are rendered while it learns."""

import torch

from .detector_data import SceneCrops, collate
from .detector_loss import loss
from .detector_model import Detector, grid_centers
from .run import Run


def train(gondola, folder, minutes, batch, size, device, threads, seed, workers, start):
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    model = Detector().to(device, memory_format=torch.channels_last)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}], lr=2e-3)
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
