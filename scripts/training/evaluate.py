"""What gondola finds in a COCO folder, judged by pycocotools: a second opinion on `gondola evaluate`."""

import contextlib
import io
import json
import subprocess

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from .detector_model import CLASSES


def evaluate(gondola, detector, labels, images, path, threads):
    """Prints AP, AP50, AP75 and AR300 for each class, and writes them to `path` if that is given."""
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO(labels)
    pictures = truth.loadImgs(truth.getImgIds())
    answer = subprocess.run(
        [gondola, "detect", "--detector", detector, "--threshold", "0.01", "--threads", str(threads),
         *[f"{images}/{picture['file_name']}" for picture in pictures]], check=True, capture_output=True, text=True)
    names = {category["name"]: number for number, category in truth.cats.items()}
    found = []
    for result in json.loads(answer.stdout):
        name = CLASSES[result["category_id"] - 1]
        if name in names:
            found.append(result | {"image_id": pictures[result["image_id"] - 1]["id"], "category_id": names[name]})
    figures = {}
    print(f"{'class':14} {'AP':>6} {'AP50':>6} {'AP75':>6} {'AR300':>6}")
    for name in [name for name in CLASSES if name in names and truth.getAnnIds(catIds=[names[name]])]:
        with contextlib.redirect_stdout(io.StringIO()):
            evaluation = COCOeval(truth, truth.loadRes(found), "bbox")
            evaluation.params.catIds = [names[name]]
            evaluation.params.maxDets = [1, 10, 300]
            evaluation.evaluate()
            evaluation.accumulate()
        precision, recall = evaluation.eval["precision"][:, :, 0, 0, 2], evaluation.eval["recall"][:, 0, 0, 2]
        values = {"ap": precision.mean(), "ap50": precision[0].mean(), "ap75": precision[5].mean(), "ar300": recall.mean()}
        print(f"{name:14} " + " ".join(f"{value:6.3f}" for value in values.values()))
        figures |= {f"{name}_{figure}": float(value) for figure, value in values.items()}
    if path:
        with open(path, "w") as file:
            json.dump(figures, file, indent=2)
