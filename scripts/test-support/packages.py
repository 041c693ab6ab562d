"""A folder of reference pictures by name, made into a catalogue table and pictures for `gondola catalogue build`."""

import json
import pathlib
import sys

import numpy
from PIL import Image

data, out = map(pathlib.Path, sys.argv[1:3])
(out / "reference").mkdir(parents=True, exist_ok=True)


def gtin(number):
    """A key of the restricted-circulation range."""
    body = f"0200099{number:06d}"
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return body + str((10 - total % 10) % 10)


def cut_to_package(picture):
    """Without the white ground around it."""
    rows, columns = numpy.where(numpy.asarray(picture).min(2) < 243)
    return picture.crop((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))


entries = []
for number, path in enumerate(sorted((data / "reference").glob("*.jpg"))):
    cut_to_package(Image.open(path).convert("RGB")).save(out / "reference" / f"{gtin(number)}.jpg", quality=95)
    entries.append({
        "gtin": gtin(number), "path": ["Packages", "Packages", path.stem.split("-")[0], path.stem, path.stem],
        "form": "box", "size": {"width_mm": 70, "height_mm": 240, "depth_mm": 70}})
(out / "catalogue.json").write_text(json.dumps(entries))
print(f"{len(entries)} SKUs")
