"""Pictures straight from the renderer: `gondola synth ... ` runs at the other end of a pipe, nothing is written to disk."""

import json
import pathlib
import struct
import subprocess
import threading

import numpy

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def default_gondola():
    return str(ROOT / ".build/release/gondola")


class Renderer:
    """A running renderer, read record by record; a with-block ends it."""

    def __init__(self, gondola, *arguments):
        if not pathlib.Path(gondola).exists():
            raise SystemExit(f"{gondola}: no such program: build it with \"swift build -c release --product gondola\"")
        self.process = subprocess.Popen([gondola, "synth", *map(str, arguments)], stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def line(self):
        return self.process.stdout.readline()

    def read(self, count):
        """`count` bytes; the renderer is not supposed to end."""
        data = self.process.stdout.read(count)
        if len(data) < count:
            raise RuntimeError(f"the renderer ended with status {self.process.wait()}")
        return data

    def number(self):
        return struct.unpack("<I", self.read(4))[0]


def scenes(gondola, seed, first, threads=1):
    """Endless scenes: (JPEG bytes, rows [n, 6] of x0, y0, x1, y1 in pixels, class, 1 if to be ignored)."""
    arguments = ("scenes", "--seed", seed, "--first", first, "--count", 10**9, "--threads", threads, "--out", "-")
    with Renderer(gondola, *arguments) as renderer:
        while True:
            notes = json.loads(renderer.read(renderer.number()))
            rows = [(x, y, x + width, y + height, note["category_id"] - 1, note["iscrowd"])
                    for note in notes for x, y, width, height in [note["bbox"]]]
            yield renderer.read(renderer.number()), numpy.array(rows, dtype=numpy.float32).reshape(-1, 6)


class CropPool:
    """The newest crops of a renderer that runs beside the training, ready to be drawn from.

    A thread reads them; it waits where fewer than `uses` crops were drawn for each one that came, so that the renderer
    does not take the processor from the training.
    """

    def __init__(self, gondola, seed, skus, size=24000, threads=1, uses=1.5):
        arguments = ("crops", "--seed", seed, "--skus", skus, "--threads", threads)
        self.renderer = Renderer(gondola, *arguments)
        facts = json.loads(self.renderer.line())
        self.paths, self.side = facts["paths"], facts["size"]
        self.pixels = numpy.zeros((size, self.side, self.side, 3), numpy.uint8)
        self.labels = numpy.full(size, -1, numpy.int32)
        self.received, self.drawn, self.uses = 0, 0, uses
        self.condition = threading.Condition()
        self.failure = None
        threading.Thread(target=self._receive, daemon=True).start()

    def _receive(self):
        length = self.side * self.side * 3
        try:
            while True:
                label, _ = self.renderer.number(), self.renderer.number()
                data = numpy.frombuffer(self.renderer.read(length), numpy.uint8)
                with self.condition:
                    size = len(self.labels)
                    self.condition.wait_for(
                        lambda: self.received < size or self.drawn >= (self.received - size) * self.uses)
                    place = self.received % size
                    self.pixels[place] = data.reshape(self.side, self.side, 3)
                    self.labels[place] = label
                    self.received += 1
                    self.condition.notify_all()
        except Exception as error:
            with self.condition:
                self.failure = error
                self.condition.notify_all()

    def draw(self, choose, least):
        """What `choose` (labels -> places) picks of at least `least` crops: pixels [n, side, side, 3] and labels [n]."""
        with self.condition:
            self.condition.wait_for(lambda: self.failure or self.received >= least)
            if self.failure:
                raise self.failure
            places = choose(self.labels[:min(self.received, len(self.labels))])
            self.drawn += len(places)
            self.condition.notify_all()
            return self.pixels[places], self.labels[places]
