"""Prints, for each annotation of a COCO file, the area and the box of its mask as pycocotools reads them."""

import json
import sys

from pycocotools import mask

rows = []
for note in json.load(open(sys.argv[1]))["annotations"]:
    if "segmentation" in note:
        runs = note["segmentation"]
        rows.append({"id": note["id"], "area": int(mask.area(runs)), "box": mask.toBbox(runs).tolist()})
print(json.dumps(rows))
