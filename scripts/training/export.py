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


def averaged(folder, model):
    """`model` with the averaged weights of the run in `folder`."""
    state = torch.load(pathlib.Path(folder) / "checkpoint.pt", map_location="cpu", weights_only=False)
    model.load_state_dict(state["average"])
    return model.eval()


def detector(folder, path, side):
    detector_of(averaged(folder, detector_model.Detector()), path, side)


def detector_of(model, path, side):
    write(
        model, torch.rand(1, 3, side, side), path, ["stride8", "stride16", "stride32"],
        {"task": "detector", "classes": ",".join(detector_model.CLASSES),
         "strides": ",".join(map(str, detector_model.STRIDES)), "distance_bins": detector_model.DISTANCE_BINS})


def embedder(folder, path):
    write(
        averaged(folder, embedder_model.Embedder()), torch.rand(2, 3, embedder_model.SIDE, embedder_model.SIDE), path, ["embeddings"],
        {"task": "embedder", "dimensions": embedder_model.DIMENSIONS},
        dynamic={"pictures": {0: "count"}, "embeddings": {0: "count"}})
