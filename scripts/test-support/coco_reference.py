"""Prints pycocotools' figures for a truth and a results file, over all classes and by class, for 300 detections."""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with contextlib.redirect_stdout(io.StringIO()):
    truth = COCO(sys.argv[1])
    evaluation = COCOeval(truth, truth.loadRes(sys.argv[2]), "bbox")
    evaluation.params.maxDets = [1, 10, 300]
    evaluation.evaluate()
    evaluation.accumulate()
precision = evaluation.eval["precision"][:, :, :, 0, 2]
recall = evaluation.eval["recall"][:, :, 0, 2]


def figures(prefix, classes):
    """Means over the classes that hold objects: the others are marked with -1."""
    classes = [place for place in classes if recall[0, place] > -1]
    if not classes:
        return {}
    return {
        f"{prefix}ap": precision[:, :, classes].mean(),
        f"{prefix}ap50": precision[0][:, classes].mean(),
        f"{prefix}ap75": precision[5][:, classes].mean(),
        f"{prefix}ar300": recall[:, classes].mean(),
    }


found = figures("", range(recall.shape[1]))
for place, category in enumerate(evaluation.params.catIds):
    found |= figures(truth.cats[category]["name"] + "_", [place])
print(json.dumps(found))
