"""Adapts the shipped detector to a store: a few labelled photographs, frames of its cameras without labels, or both.

Photographs are cut into squares at the scale that the detector works at, and every batch is half photographs, half
fresh renderings, so that what was learned is not lost. Frames without labels teach what the detector itself is sure of
(self-training). What comes out is compared with the old model on labelled photographs that were not learned from, and
takes its place only if it is better there.
"""

import json
import pathlib
import random
import shutil
import subprocess

import cv2
import numpy
import torch

from . import augment, export, shipped, stream
from .detector_data import collate, decoded, square
from .detector_loss import loss
from .detector_model import CLASSES, grid_centers
from .run import Run

# The side (square root of the area) at which the appliance brings products before the network, in pixels.
BEST_SIDE = 52
# A found object surer than this teaches; one surer than the second, but not the first, is left out.
SURE, DOUBTFUL = 0.5, 0.15


def read_coco(path):
    """Pictures of a COCO file: {file name: rows [n, 6] as in stream.scenes}. Names of unknown classes are ignored."""
    coco = json.loads(pathlib.Path(path).read_text())
    kinds = {category["id"]: CLASSES.index(category["name"]) for category in coco["categories"]
             if category["name"] in CLASSES}
    names = {image["id"]: image["file_name"] for image in coco["images"]}
    rows = {name: [] for name in names.values()}
    for note in coco["annotations"]:
        x, y, width, height = note["bbox"]
        crowd = 1 if note.get("iscrowd") or note["category_id"] not in kinds else 0
        rows[names[note["image_id"]]].append((x, y, x + width, y + height, kinds.get(note["category_id"], 0), crowd))
    return {name: numpy.array(own, dtype=numpy.float32).reshape(-1, 6) for name, own in rows.items()}


def found_objects(gondola, model, pictures):
    """What the old model finds, as labels: the sure ones as objects, the doubtful ones to be left out."""
    answer = subprocess.run(
        [gondola, "detect", "--detector", model, "--threshold", str(DOUBTFUL), *map(str, pictures)],
        check=True, capture_output=True, text=True).stdout
    rows = [[] for _ in pictures]
    for found in json.loads(answer):
        x, y, width, height = found["bbox"]
        rows[found["image_id"] - 1].append(
            (x, y, x + width, y + height, found["category_id"] - 1, 0 if found["score"] >= SURE else 1))
    return [numpy.array(own, dtype=numpy.float32).reshape(-1, 6) for own in rows]


class Photographs:
    """Random squares of photographs, at scales about the one that suits their products."""

    def __init__(self, samples, size):
        self.size, self.colours = size, augment.scene_colours()
        self.samples = []
        for path, rows in samples:
            own = rows[(rows[:, 4] == 0) & (rows[:, 5] == 0)]
            if len(own) == 0:
                continue
            side = float(numpy.median(numpy.sqrt((own[:, 2] - own[:, 0]) * (own[:, 3] - own[:, 1]))))
            self.samples.append((decoded(path.read_bytes()), rows, BEST_SIDE / side))

    def draw(self):
        picture, rows, scale = random.choice(self.samples)
        return square(picture, rows, self.size, scale * float(numpy.exp(random.uniform(-0.5, 0.55))), self.colours)


def learn(gondola, old, samples, folder, minutes, batch, size, device, threads, seed):
    """The run's folder then holds the adapted weights."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)
    cv2.setNumThreads(0)
    model = shipped.detector(old).to(device, memory_format=torch.channels_last)
    photographs = Photographs(samples, size)
    if not photographs.samples:
        raise SystemExit("no photograph has a labelled product: label some, or give frames in which products are found")
    # A photograph seldom has all of its tags and gaps labelled: it teaches about the classes that it has labels of.
    taught = sorted({int(kind) for _, rows, _ in photographs.samples for kind in rows[rows[:, 5] == 0, 4]})
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, weight_decay=0.01)
    run = Run(folder, model, optimizer, minutes, device, warm_up=30)
    centers, strides = (part.to(device) for part in grid_centers(size, size))
    fresh = stream.scenes(gondola, seed + 5000, 0)
    held = [next(fresh) for _ in range(24)]
    colours = augment.scene_colours()
    while not run.finished:
        held[random.randrange(len(held))] = next(fresh)
        real = [photographs.draw() for _ in range(batch // 2)]
        drawn = []
        for _ in range(batch - len(real)):
            jpeg, rows = random.choice(held)
            drawn.append(square(decoded(jpeg), rows, size, random.uniform(0.55, 1.8), colours))
        run.set_rate()
        total = 0.0
        for samples_, kinds in ((real, taught), (drawn, list(range(len(CLASSES))))):
            pictures, boxes, classes, ignored = collate(samples_)
            maps = model(pictures.to(device, memory_format=torch.channels_last))
            boxes, classes, ignored = ([part.to(device) for part in parts] for parts in (boxes, classes, ignored))
            total = total + loss(maps, centers, strides, boxes, classes, ignored, kinds)[0] / 2
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 10)
        optimizer.step()
        run.stepped({"loss": total.item()})


def measure(gondola, model, photos, labels, threads):
    """The product's figures of `gondola evaluate`."""
    figures = pathlib.Path(labels).with_suffix(".figures.json")
    subprocess.run(
        [gondola, "evaluate", "--detector", model, "--coco", labels, "--images", photos, "--threads", str(threads),
         "--json", figures], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    values = json.loads(figures.read_text())
    return {name: values[f"product_{name}"] for name in ("ap", "ap50", "ap75", "recall")}


def adapt(gondola, models, photos, labels, learned, frames, out, minutes, batch, size, device, threads, seed):
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    pictures = read_coco(labels)
    names = sorted(pictures)
    missing = [name for name in names if not (pathlib.Path(photos) / name).exists()]
    if missing:
        raise SystemExit(f"{photos}: {missing[0]} is missing, which {labels} describes")
    teaching = random.Random(seed).sample(names, min(learned, len(names)))
    checking = [name for name in names if name not in teaching]
    if not checking:
        raise SystemExit(f"{labels}: {len(names)} pictures, all to be learned from: label one more, or learn from fewer")
    print("learned from: " + (", ".join(teaching) or "no labelled picture"), flush=True)
    print(f"checked on {len(checking)} others", flush=True)
    samples = [(pathlib.Path(photos) / name, pictures[name]) for name in teaching]
    old = f"{models}/detector.onnx"
    if frames:
        paths = sorted(pathlib.Path(frames).glob("*.jpg"))
        paths = [path for path in paths if path.name not in checking or not path.samefile(pathlib.Path(photos) / path.name)]
        samples += list(zip(paths, found_objects(gondola, old, paths)))
    learn(gondola, old, samples, out / "run", minutes, batch, size, device, threads, seed)
    new = out / "detector.onnx"
    export.detector_of(export.averaged([out / "run"], shipped.detector(old)), new, 640)

    coco = json.loads(pathlib.Path(labels).read_text())
    kept = {image["id"] for image in coco["images"] if image["file_name"] in checking}
    coco["images"] = [image for image in coco["images"] if image["id"] in kept]
    coco["annotations"] = [note for note in coco["annotations"] if note["image_id"] in kept]
    check = out / "check.json"
    check.write_text(json.dumps(coco))
    before, after = (measure(gondola, str(model), photos, check, threads) for model in (old, new))
    wins = after["ap50"] > before["ap50"] and after["ap"] >= before["ap"]
    report(out, teaching, checking, before, after, wins)
    if wins:
        # Ranges for 8 bits are observed on what the cameras show.
        calibration = out / "calibration"
        calibration.mkdir(exist_ok=True)
        for path, _ in samples:
            shutil.copy(path, calibration / path.name)
        subprocess.run(
            [gondola, "model", "quantize", str(new), "--pictures", str(calibration), "--out",
             str(out / "detector.int8.onnx")], check=True)
        print(f"the new model is better on the pictures it was checked on: take {out}/detector.int8.onnx")
    else:
        new.rename(out / "detector.rejected.onnx")
        print(f"the new model is not better on the pictures it was checked on: keep {models}/detector.int8.onnx")


def report(out, teaching, checking, before, after, wins):
    rows = [{"figure": name, "before": before[name], "after": after[name]} for name in before]
    (out / "report.json").write_text(json.dumps(
        {f"{row['figure']}_{when}": row[when] for row in rows for when in ("before", "after")}
        | {"learned_pictures": len(teaching), "checked_pictures": len(checking), "kept": "new" if wins else "old"},
        indent=2) + "\n")
    lines = [f"learned from {len(teaching)} labelled pictures, checked on {len(checking)} others", "",
             "| product | before | after |", "| --- | --- | --- |"]
    lines += [f"| {row['figure']} | {row['before']:.3f} | {row['after']:.3f} |" for row in rows]
    lines += ["", f"kept: the {'new' if wins else 'old'} model"]
    (out / "report.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines), flush=True)
