"""Muon for networks with convolutions: it learns in a half to two thirds of the steps that AdamW takes."""

import torch


class Orthogonal:
    """Matrices and kernels are stepped by Muon (https://kellerjordan.github.io/posts/muon/), all else by AdamW.

    Looks like an optimizer of torch to `Run`. The library's Muon takes matrices only, so that each kernel
    [outputs, inputs, height, width] lends it a view of itself as a matrix with one row for each output. Kernels in
    `apart` go to AdamW too.
    """

    def __init__(self, model, rate, other_rate, apart=()):
        left = {id(parameter) for parameter in apart}
        self.kernels = [p for p in model.parameters() if p.ndim > 1 and id(p) not in left]
        self.matrices = [torch.nn.Parameter(rows(kernel.data)) for kernel in self.kernels]
        self.parts = [
            torch.optim.Muon(self.matrices, lr=rate, weight_decay=0.02, adjust_lr_fn="match_rms_adamw"),
            torch.optim.AdamW(
                [p for p in model.parameters() if p.ndim <= 1 or id(p) in left], lr=other_rate, weight_decay=0),
        ]
        self.param_groups = [group for part in self.parts for group in part.param_groups]

    def zero_grad(self, set_to_none=True):
        for kernel in self.kernels:
            kernel.grad = None
        self.parts[1].zero_grad(set_to_none)

    def step(self):
        for matrix, kernel in zip(self.matrices, self.kernels):
            matrix.grad = rows(kernel.grad)
        for part in self.parts:
            part.step()

    def state_dict(self):
        return [part.state_dict() for part in self.parts]

    def load_state_dict(self, states):
        for part, state in zip(self.parts, states):
            part.load_state_dict(state)
        self.param_groups = [group for part in self.parts for group in part.param_groups]


def rows(kernel):
    """A matrix with a row for each output; of a kernel that lies channels last, a view of it."""
    return (kernel.permute(0, 2, 3, 1) if kernel.ndim == 4 else kernel).flatten(1)
