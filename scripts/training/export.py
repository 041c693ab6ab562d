"""Writes a checkpoint's averaged weights as ONNX, with what the daemon must know as metadata."""

import pathlib

import numpy
import onnx
import onnxruntime
import torch

from . import detector_model, embedder_model


def write(model, sample, path, outputs, metadata, dynamic=None):
    """Exports, adds the metadata, and refuses a file whose answers differ from the model's."""
    path = pathlib.Path(path)
    torch.onnx.export(
        model, (sample,), str(path), input_names=["pictures"], output_names=outputs, opset_version=17,
        dynamic_axes=dynamic, dynamo=False)
    exported = onnx.load(path)
    for key, value in metadata.items():
        exported.metadata_props.add(key=key, value=str(value))
    onnx.checker.check_model(exported)
    onnx.save(exported, path)
    answers = onnxruntime.InferenceSession(str(path)).run(None, {"pictures": sample.numpy()})
    with torch.no_grad():
        wanted = model(sample)
    wanted = wanted if isinstance(wanted, (list, tuple)) else [wanted]
    for mine, theirs in zip(wanted, answers):
        if not numpy.allclose(mine.numpy(), theirs, atol=1e-3):
            raise SystemExit(f"{path}: the exported file answers differently from the model")
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


def averaged(folders, model):
    """`model` with the averaged weights of a run; of several runs, that began with each other's weights, their mean.

    What one run unlearns for the sake of the renderings, the mean mostly keeps (https://arxiv.org/abs/2109.01903).
    """
    states = [
        torch.load(pathlib.Path(folder) / "checkpoint.pt", map_location="cpu", weights_only=False)["average"]
        for folder in folders
    ]
    model.load_state_dict({
        name: sum(state[name] for state in states) / len(states) if first.is_floating_point() else first
        for name, first in states[0].items()
    })
    return model.eval()


def detector(folders, path, side):
    detector_of(averaged(folders, detector_model.Detector()), path, side)


def detector_of(model, path, side):
    write(
        model, torch.rand(1, 3, side, side), path, ["stride8", "stride16", "stride32"],
        {"task": "detector", "classes": ",".join(detector_model.CLASSES),
         "strides": ",".join(map(str, detector_model.STRIDES)), "distance_bins": detector_model.DISTANCE_BINS})


def embedder(folders, path):
    write(
        averaged(folders, embedder_model.Embedder()), torch.rand(2, 3, embedder_model.SIDE, embedder_model.SIDE), path, ["embeddings"],
        {"task": "embedder", "dimensions": embedder_model.DIMENSIONS},
        dynamic={"pictures": {0: "count"}, "embeddings": {0: "count"}})
