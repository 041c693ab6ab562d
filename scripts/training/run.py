"""What every training run shares: the clock, the average of the weights, checkpoints, one progress line."""

import copy
import json
import math
import pathlib
import sys
import time

import torch


class Run:
    """A training run with a budget of minutes, kept in `folder`; started again, it goes on where it stopped.

    The learning rate warms up and then falls along a cosine over the budget, whatever the number of steps turns out
    to be. `average` holds the exponential moving average of the weights: that is what is exported. A new run begins
    with the average of the run in the folder `start`, if one is given.
    """

    def __init__(self, folder, model, optimizer, minutes, device="cpu", warm_up=200, start=None):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.model, self.optimizer, self.budget, self.warm_up = model, optimizer, minutes * 60, warm_up
        if start and not self.path.exists():
            earlier = torch.load(pathlib.Path(start) / "checkpoint.pt", map_location=device, weights_only=False)
            model.load_state_dict(earlier["average"])
        self.average = copy.deepcopy(model).eval()
        self.step, self.seconds, self.rates = 0, 0.0, [group["lr"] for group in optimizer.param_groups]
        self.history = []
        if self.path.exists():
            state = torch.load(self.path, map_location=device, weights_only=False)
            model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds, self.history = state["step"], state["seconds"], state["history"]
            print(f"resumed at step {self.step} after {self.seconds / 60:.1f} minutes", flush=True)
        self.mark = self.saved = time.monotonic()

    @property
    def path(self):
        return self.folder / "checkpoint.pt"

    @property
    def progress(self):
        return min(1.0, self.seconds / self.budget)

    @property
    def finished(self):
        return self.seconds >= self.budget

    def set_rate(self):
        """Call before each step."""
        factor = min(1.0, (self.step + 1) / self.warm_up) * (0.02 + 0.98 * (1 + math.cos(math.pi * self.progress)) / 2)
        for group, rate in zip(self.optimizer.param_groups, self.rates):
            group["lr"] = rate * factor

    def stepped(self, figures, every=20, checkpoint_seconds=120):
        """Call after each step with named figures: updates the average, the clock, the log and the checkpoint."""
        self.step += 1
        now = time.monotonic()
        self.seconds += now - self.mark
        self.mark = now
        keep = 0.998 * (1 - math.exp(-self.step / 400))
        with torch.no_grad():
            for mean, value in zip(self.average.state_dict().values(), self.model.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(value, 1 - keep)
                else:
                    mean.copy_(value)
        if self.step % every == 0:
            self.history.append({"step": self.step, "seconds": round(self.seconds), **figures})
            words = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
            line = f"{self.progress:4.0%}  step {self.step}  {self.seconds / 60:.1f} min  {words}"
            print(line, end="\r" if sys.stdout.isatty() else "\n", flush=True)
        if now - self.saved > checkpoint_seconds or self.finished:
            self.save()
            self.mark = self.saved = time.monotonic()

    def save(self):
        """Writes the checkpoint whole or not at all."""
        partial = self.path.with_suffix(".partial")
        torch.save(
            {"model": self.model.state_dict(), "average": self.average.state_dict(),
             "optimizer": self.optimizer.state_dict(), "step": self.step, "seconds": self.seconds,
             "history": self.history}, partial)
        partial.replace(self.path)
        (self.folder / "history.json").write_text(json.dumps(self.history))
