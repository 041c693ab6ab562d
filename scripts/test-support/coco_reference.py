"""Prints pycocotools' figures for a truth and a results file, with no cap that these tests could reach."""

import contextlib
import io
import json
import sys

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

with contextlib.redirect_stdout(io.StringIO()):
    truth = COCO(sys.argv[1])
    evaluation = COCOeval(truth, truth.loadRes(sys.argv[2]), "bbox")
    evaluation.params.maxDets = [1, 10, 10000]
    evaluation.evaluate()
    evaluation.accumulate()
precision = evaluation.eval["precision"][:, :, 0, 0, 2]
recall = evaluation.eval["recall"][:, 0, 0, 2]
print(json.dumps({"ap": precision.mean(), "ap50": precision[0].mean(), "ap75": precision[5].mean(), "ar": recall.mean()}))
