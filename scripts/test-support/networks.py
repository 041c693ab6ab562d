"""The field's networks for the tests of the inference engine: exported with random weights, answered by onnxruntime.

    networks.py DIR [NAME ...]      write the named networks, or all, with inputs and onnxruntime's outputs

DIR gets networks.json in the form of ort_reference.py's index. Networks of torchvision are its own; those it lacks are
in own_networks.py. Weights are random and then scaled as training would: each normalization takes its statistics from
a picture, and the last layers of detectors are scaled until scores spread and boxes remain.
"""

import contextlib
import io
import json
import pathlib
import sys
import warnings

import numpy as np
import torch

import torchvision_without_cuda  # noqa: F401, must come before torchvision
from torchvision import models
from torchvision.models import detection
from torchvision.ops import FrozenBatchNorm2d

import own_networks
from ort_reference import session, write

OPSET = 17
CLASSES = 5
PLAIN = dict(weights=None, weights_backbone=None, num_classes=CLASSES)
# Few proposals, on a small picture: as many operators, in less time.
TWO_STAGES = dict(PLAIN, min_size=160, max_size=160, rpn_pre_nms_top_n_test=60, rpn_post_nms_top_n_test=30,
                  box_detections_per_img=12, box_score_thresh=0.3)

# Each: how to make it, the side of its picture, and the layers whose output is scaled to a standard deviation.
NETWORKS = {
    "alexnet": (lambda: models.alexnet(weights=None), 224, {}),
    "vgg16": (lambda: models.vgg16(weights=None), 224, {}),
    "googlenet": (lambda: models.googlenet(weights=None, init_weights=False, aux_logits=False), 96, {}),
    "inception_v3": (lambda: models.inception_v3(weights=None, init_weights=False, aux_logits=False), 139, {}),
    "resnet152": (lambda: models.resnet152(weights=None), 64, {}),
    "mobilenet_v3_small": (lambda: models.mobilenet_v3_small(weights=None), 128, {}),
    "mobilenet_v3_large": (lambda: models.mobilenet_v3_large(weights=None), 128, {}),
    "ssd300_vgg16": (lambda: detection.ssd300_vgg16(**PLAIN, topk_candidates=60, detections_per_img=40), 300,
                     {"head.classification_head.module_list": 2.0, "head.regression_head.module_list": 0.5}),
    "ssdlite320_mobilenet_v3": (
        lambda: detection.ssdlite320_mobilenet_v3_large(**PLAIN, topk_candidates=60, detections_per_img=40,
                                                        score_thresh=0.3), 320,
        {"head.classification_head.module_list": 2.0, "head.regression_head.module_list": 0.5}),
    "fasterrcnn_resnet50_fpn": (lambda: detection.fasterrcnn_resnet50_fpn(**TWO_STAGES), 160, {
        "rpn.head.cls_logits": 2.0, "rpn.head.bbox_pred": 0.3, "roi_heads.box_predictor.cls_score": 2.0,
        "roi_heads.box_predictor.bbox_pred": 1.0}),
    "maskrcnn_resnet50_fpn": (lambda: detection.maskrcnn_resnet50_fpn(**TWO_STAGES), 160, {
        "rpn.head.cls_logits": 2.0, "rpn.head.bbox_pred": 0.3, "roi_heads.box_predictor.cls_score": 2.0,
        "roi_heads.box_predictor.bbox_pred": 1.0, "roi_heads.mask_predictor.mask_fcn_logits": 2.0}),
    "yolov2": (own_networks.YOLOv2, 224, {"head": 1.0}),
    "yolox": (own_networks.YOLOX, 224, {"boxes": 0.5, "scores": 2.0}),
    "nanodet": (own_networks.NanoDet, 192, {"heads": 1.5}),
    "picodet": (own_networks.PicoDet, 192, {"heads": 2.0}),
}


def normalize(module, inputs):
    """Gives a normalization the mean and variance of what it sees."""
    x = inputs[0]
    if x[:, 0].numel() >= 4:
        module.running_mean.copy_(x.mean((0, 2, 3)))
        module.running_var.copy_(x.var((0, 2, 3)) + 1e-3)


def scale(deviation):
    """Scales a layer until its output has the given standard deviation."""

    def hook(module, inputs, output):
        factor = deviation / output.std().clamp(min=1e-6)
        module.weight.mul_(factor)
        if module.bias is not None:
            module.bias.mul_(factor)
        return output * factor

    return hook


@torch.no_grad()
def prepare(net, feed, last_layers):
    """Scales the weights, as training would have, with one run."""
    hooks = []
    for name, module in net.named_modules():
        if isinstance(module, (torch.nn.BatchNorm2d, FrozenBatchNorm2d)):
            hooks.append(module.register_forward_pre_hook(normalize))
            if name.endswith("bn3"):
                # Untrained, 50 residual branches at full strength blow up the last bit of a sum to any answer at all.
                module.weight.fill_(0.1)
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            for prefix, deviation in last_layers.items():
                if name == prefix or name.startswith(prefix + "."):
                    hooks.append(module.register_forward_hook(scale(deviation)))
    net(feed)
    for hook in hooks:
        hook.remove()


def export(directory, name):
    make, side, last_layers = NETWORKS[name]
    torch.manual_seed(sum(name.encode()))
    net = make().eval()
    picture = torch.rand(1, 3, side, side)
    feed = [picture[0]] if hasattr(net, "transform") else picture
    prepare(net, feed, last_layers)
    path = directory / f"{name}.onnx"
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        # The exporter that traces; torchvision's detectors register their operators with it.
        torch.onnx.export(net, (feed,), path, dynamo=False, opset_version=OPSET)
    runner = session(path)
    array = (feed[0] if isinstance(feed, list) else feed).numpy()
    results = runner.run(None, {runner.get_inputs()[0].name: array})
    if not all(result.size for result in results) or float(np.ptp(results[0])) == 0:
        sys.exit(f"{name}: outputs of shapes {[result.shape for result in results]} hold nothing to compare")
    return {
        "name": name,
        "model": path.name,
        "inputs": [write(directory, f"{name}.in0", array)],
        "outputs": [write(directory, f"{name}.out{i}", a) for i, a in enumerate(results)],
        "steps": [0.0] * len(results),
    }


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    folder = pathlib.Path(sys.argv[1])
    index = [export(folder, name) for name in sys.argv[2:] or NETWORKS]
    (folder / "networks.json").write_text(json.dumps(index, indent=1))
