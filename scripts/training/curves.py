"""The curves of training runs as one picture."""

import json
import pathlib

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot


def draw(folders, path):
    """One row for each run: what it logs over the minutes it took, thin as it was, thick as a running mean."""
    runs = [(pathlib.Path(folder).name, json.loads((pathlib.Path(folder) / "history.json").read_text()))
            for folder in folders]
    figure, axes = pyplot.subplots(len(runs), 1, figsize=(8, 3.2 * len(runs)), squeeze=False, layout="constrained")
    for (name, history), (axis,) in zip(runs, axes):
        minutes = [entry["seconds"] / 60 for entry in history]
        for figure_name in [key for key in history[-1] if key not in ("step", "seconds")]:
            values = [entry[figure_name] for entry in history]
            line, = axis.plot(minutes, values, alpha=0.25, linewidth=0.8)
            mean, means = values[0], []
            for value in values:
                mean = 0.85 * mean + 0.15 * value
                means.append(mean)
            axis.plot(minutes, means, color=line.get_color(), label=figure_name)
        axis.set_title(f"{name}: {history[-1]['step']} steps")
        axis.set_xlabel("minutes")
        axis.set_yscale("log")
        axis.grid(alpha=0.3)
        axis.legend()
    figure.savefig(path, dpi=110)
    print(path)
