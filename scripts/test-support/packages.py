"""A folder of reference pictures and photographs by name, made into a catalogue and a COCO folder for `gondola`."""

import json
import pathlib
import shutil
import sys

import numpy
from PIL import Image

data, out = map(pathlib.Path, sys.argv[1:3])
(out / "reference").mkdir(parents=True, exist_ok=True)
(out / "images").mkdir(exist_ok=True)


def gtin(number):
    """A key of the restricted-circulation range."""
    body = f"0200099{number:06d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return body + str((10 - total % 10) % 10)


def cut_to_package(picture):
    """Without the white ground around it."""
    rows, columns = numpy.where(numpy.asarray(picture).min(2) < 243)
    return picture.crop((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))


names = sorted(path.stem for path in (data / "reference").glob("*.jpg"))
keys = {name: gtin(number) for number, name in enumerate(names)}
entries = []
for name in names:
    picture = cut_to_package(Image.open(data / "reference" / f"{name}.jpg").convert("RGB"))
    picture.save(out / "reference" / f"{keys[name]}.jpg", quality=95)
    entries.append({
        "gtin": keys[name], "path": ["Packages", "Packages", name.split("-")[0], name, name], "form": "box",
        "size": {"width_mm": 70, "height_mm": 240, "depth_mm": 70}})
(out / "catalogue.json").write_text(json.dumps(entries))

images, annotations = [], []
photographs = sorted((data / "photos").glob("*/*.jpg"))
for number, path in enumerate(photographs, 1):
    width, height = Image.open(path).size
    # Whoever shows a package to a camera holds it into the middle.
    box = [0.2 * width, 0.1 * height, 0.6 * width, 0.8 * height]
    shutil.copy(path, out / "images" / f"{number:05d}.jpg")
    images.append({"id": number, "file_name": f"{number:05d}.jpg", "width": width, "height": height})
    annotations.append({"id": number, "image_id": number, "category_id": 1, "bbox": box, "area": box[2] * box[3],
                        "iscrowd": 0, "gtin": keys[path.parent.name]})
(out / "annotations.json").write_text(json.dumps(
    {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "product"}]}))
print(f"{len(photographs)} photographs of {len(names)} SKUs")
