"""Lets torchvision load beside a torch without CUDA.

torchvision's wheels on PyPI hold their operators for torch with CUDA only. The exporter needs no more than that the
operators exist and give tensors of the right shapes, so here they are in Python. Beside torch with CUDA nothing is
done.
"""

import sys

import torch


def nms(boxes, scores, limit):
    order = scores.sort(descending=True, stable=True).indices
    area = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    kept = []
    while order.numel():
        best, rest = order[0], order[1:]
        kept.append(best)
        low = torch.maximum(boxes[best, :2], boxes[rest, :2])
        high = torch.minimum(boxes[best, 2:], boxes[rest, 2:])
        common = (high - low).clamp(min=0).prod(1)
        order = rest[common / (area[best] + area[rest] - common) <= limit]
    return torch.stack(kept) if kept else order


def has_ops() -> bool:
    return True


if torch.version.cuda is None:
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("roi_align(Tensor input, Tensor rois, float spatial_scale, int pooled_height, int pooled_width, "
                   "int sampling_ratio, bool aligned) -> Tensor")
    import torchvision

    module = sys.modules["torchvision.ops.roi_align"]
    library.impl("nms", nms, "CPU")
    library.impl("roi_align", module._roi_align, "CPU")
    torchvision.extension._has_ops = module._has_ops = has_ops
