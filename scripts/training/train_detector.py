"""Trains the detector on rendered scenes."""

import random

import numpy
import torch

from .detector_data import SceneCrops, collate, list_scenes
from .detector_loss import loss
from .detector_model import Detector, grid_centers
from .run import Run


def train(data, folder, minutes, batch, size, threads, seed, workers):
    """Chunks that the renderer finishes while this runs join at the next pass over the data."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)
    model = Detector().to(memory_format=torch.channels_last)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}], lr=2e-3)
    run = Run(folder, model, optimizer, minutes)
    centers, strides = grid_centers(size, size)
    while not run.finished:
        scenes = list_scenes(data)
        if len(scenes) < batch:
            raise SystemExit(f"{data}: {len(scenes)} pictures in finished chunks, at least {batch} are needed: "
                             "render some first (scripts/train render)")
        loader = torch.utils.data.DataLoader(
            SceneCrops(scenes, size), batch, shuffle=True, collate_fn=collate, drop_last=True, num_workers=workers)
        for pictures, boxes, classes, ignored in loader:
            run.set_rate()
            maps = model(pictures.to(memory_format=torch.channels_last))
            total, parts = loss(maps, centers, strides, boxes, classes, ignored)
            optimizer.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
            optimizer.step()
            run.stepped({"class": parts[0], "box": parts[1], "distance": parts[2], "pictures": len(scenes)})
            if run.finished:
                break
