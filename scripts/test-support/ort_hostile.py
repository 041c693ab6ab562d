"""Files that contradict themselves or ask too much, for the tests of the inference engine."""

import json

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def model(nodes, constants=(), inputs=None, outputs=("y",), opset=17):
    infos = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s)
             for n, s in (inputs or {"x": [1, 4, 8, 8]}).items()]
    results = [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs]
    graph = helper.make_graph(nodes, "hostile", infos, results, list(constants))
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def node(kind, inputs, outputs, name="culprit", **attributes):
    return helper.make_node(kind, inputs, outputs, name=name, **attributes)


def floats(name, *shape):
    return numpy_helper.from_array(np.ones(shape, np.float32), name)


def integers(name, *values):
    return numpy_helper.from_array(np.array(values, np.int64), name)


def short_tensor():
    tensor = floats("w", 4, 4, 1, 1)
    tensor.raw_data = tensor.raw_data[:-4]
    return tensor


def huge_tensor():
    tensor = floats("w", 1)
    del tensor.dims[:]
    tensor.dims.extend([2 ** 40, 2 ** 40])
    return tensor


def external_tensor():
    tensor = floats("w", 4, 4, 1, 1)
    tensor.raw_data = b""
    tensor.data_location = TensorProto.EXTERNAL
    return tensor


def quantizer(scale, zero):
    return [numpy_helper.from_array(np.float32(scale), "s"), numpy_helper.from_array(zero, "z")]


def body(nodes, output, constants=()):
    result = helper.make_tensor_value_info(output, TensorProto.FLOAT, None)
    return helper.make_graph(nodes, "body", [], [result], list(constants))


def endless():
    """A loop that nothing stops."""
    infos = [helper.make_tensor_value_info(n, t, []) for n, t in (("turn", TensorProto.INT64), ("go", TensorProto.BOOL))]
    result = helper.make_tensor_value_info("go_on", TensorProto.BOOL, [])
    inner = helper.make_graph([helper.make_node("Identity", ["go"], ["go_on"])], "body", infos, [result])
    return model([node("Loop", ["", "t", ], [], body=inner), node("NonZero", ["x"], ["y"], "y")],
                 [numpy_helper.from_array(np.array(True), "t")])


def cases():
    relu = node("Relu", ["x"], ["y"])
    conv = node("Conv", ["x", "w"], ["y"], kernel_shape=[1, 1])
    yield "unknown operator", "unsupported", "culprit", model([node("Einsum", ["x"], ["y"], equation="i->i")])
    yield "cycle", "malformed", "depends on its own output", model(
        [node("Add", ["x", "b"], ["a"], "first"), node("Relu", ["a"], ["b"], "second"), node("Relu", ["b"], ["y"])])
    yield "undefined input", "malformed", "ghost", model([node("Relu", ["ghost"], ["y"])])
    yield "undefined output", "malformed", "ghost", model([relu], outputs=["ghost"])
    yield "computed twice", "malformed", "twice", model([relu, node("Relu", ["x"], ["y"], "again")])
    yield "short tensor", "malformed", "needs 16 elements", model([conv], [short_tensor()])
    yield "huge tensor", "malformed", "impossible", model([conv], [huge_tensor()])
    yield "external tensor", "unsupported", "another file", model([conv], [external_tensor()])
    yield "wrong weights", "malformed", "culprit", model([conv], [floats("w", 4, 5, 1, 1)])
    yield "wrong groups", "malformed", "culprit", model(
        [node("Conv", ["x", "w"], ["y"], kernel_shape=[1, 1], group=3)], [floats("w", 4, 4, 1, 1)])
    yield "wrong bias", "malformed", "culprit", model(
        [node("Conv", ["x", "w", "b"], ["y"], kernel_shape=[1, 1])], [floats("w", 4, 4, 1, 1), floats("b", 3)])
    yield "zero stride", "malformed", "culprit", model(
        [node("Conv", ["x", "w"], ["y"], kernel_shape=[1, 1], strides=[0, 1])], [floats("w", 4, 4, 1, 1)])
    yield "negative pad", "malformed", "culprit", model(
        [node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2], pads=[-1, 0, 0, 0])])
    yield "window too large", "malformed", "culprit", model([node("MaxPool", ["x"], ["y"], kernel_shape=[99, 2])])
    yield "huge input", "malformed", "impossible", model([relu], inputs={"x": [2 ** 40, 2 ** 40]})
    yield "negative input", "malformed", "impossible", model([relu], inputs={"x": [-1, 4]})
    yield "impossible reshape", "malformed", "culprit", model(
        [node("Reshape", ["x", "t"], ["y"])], [integers("t", 7, -1)])
    yield "unbroadcastable", "malformed", "culprit", model([node("Add", ["x", "w"], ["y"])], [floats("w", 3)])
    yield "wrong axis", "malformed", "culprit", model([node("Concat", ["x", "x"], ["y"], axis=9)])
    yield "blocks that do not fit", "malformed", "culprit", model([node("DepthToSpace", ["x"], ["y"], blocksize=3)])
    yield "huge blocks", "malformed", "culprit", model([node("SpaceToDepth", ["x"], ["y"], blocksize=2 ** 62)])
    yield "wrong slopes", "malformed", "culprit", model([node("PRelu", ["x", "w"], ["y"])], [floats("w", 3, 4, 8, 8)])
    yield "wrong normalization", "malformed", "culprit", model(
        [node("LayerNormalization", ["x", "w"], ["y"])], [floats("w", 4)])
    yield "wrong permutation", "malformed", "culprit", model([node("Transpose", ["x"], ["y"], perm=[0, 0, 1, 2])])
    yield "nine dimensions", "malformed", "culprit", model(
        [node("Reshape", ["x", "t"], ["y"])], [integers("t", 1, 1, 1, 1, 1, 1, 1, 1, 256)])
    yield "huge expansion", "unsupported", "culprit", model(
        [node("Expand", ["x", "t"], ["y"])], [integers("t", 2 ** 40, 4, 8, 8)])
    yield "huge resize", "unsupported", "culprit", model(
        [node("Resize", ["x", "", "", "t"], ["y"])], [integers("t", 1, 4, 2 ** 40, 8)])
    yield "huge group", "malformed", "culprit", model(
        [node("Conv", ["x", "w"], ["y"], group=2 ** 62)], [floats("w", 4, 4, 1, 1)])
    yield "huge dimensions beside none", "malformed", "\"c\"", model(
        [node("Concat", ["c", "c"], ["e"], axis=1), node("Add", ["x", "e"], ["y"])],
        [helper.make_tensor("c", TensorProto.INT64, [0, 2 ** 62], [])])
    yield "constants without end", "unsupported", "culprit", model(
        [*(node("ConstantOfShape", ["t"], [f"c{i}"], f"before {i}" if i < 4 else "culprit") for i in range(5)), relu],
        [integers("t", 2 ** 24)])
    yield "huge gather", "unsupported", "culprit", model(
        [node("ConstantOfShape", ["t"], ["c"], "before", value=integers("v", 1)),
         node("Gather", ["c", "i"], ["g"], axis=1), node("Reshape", ["x", "g"], ["y"], "after")],
        [integers("t", 2 ** 20, 1), integers("i", *[0] * 4096)])
    yield "nodes without end", "unsupported", "steps and tensors", model(
        [*(node("Relu", ["x"], [f"r{i}"], f"r{i}") for i in range(50_000)), relu])
    yield "thousand dimensions", "unsupported", "culprit", model(
        [node("Unsqueeze", ["x", "t"], ["y"])], [integers("t", *range(1000))])
    yield "zero scale", "malformed", "culprit", model(
        [node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["y"], "d")],
        quantizer(0, np.uint8(0)))
    yield "sixteen bits", "unsupported", "uint16", model(
        [node("QuantizeLinear", ["x", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["y"], "d")],
        quantizer(1, np.uint16(0)), opset=21)
    yield "integer output", "unsupported", "not floats", model(
        [node("QuantizeLinear", ["x", "s", "z"], ["y"])], quantizer(1, np.uint8(0)))
    yield "old operators", "unsupported", "operator set 7", model([relu], opset=7)
    yield "unknown operator in a branch", "unsupported", "culprit", model(
        [node("If", ["t"], ["y"], "outer", then_branch=body([node("Einsum", ["x"], ["a"])], "a"),
              else_branch=body([node("Relu", ["x"], ["b"], "b")], "b"))], [numpy_helper.from_array(np.array(True), "t")])
    yield "undefined name in a branch", "malformed", "ghost", model(
        [node("If", ["t"], ["y"], "outer", then_branch=body([node("Relu", ["ghost"], ["a"])], "a"),
              else_branch=body([node("Relu", ["x"], ["b"], "b")], "b"))], [numpy_helper.from_array(np.array(True), "t")])
    yield "range without end", "malformed", "culprit", model(
        [node("Range", ["a", "b", "c"], ["r"]), node("Add", ["x", "r"], ["y"])],
        [floats("a"), floats("b"), numpy_helper.from_array(np.float32(0), "c")])
    yield "huge tile", "unsupported", "culprit", model(
        [node("Tile", ["w", "t"], ["y"])], [floats("w", 8, 8), integers("t", 2 ** 20, 2 ** 20)])
    yield "quantization of unknown size", "unsupported", "culprit", model(
        [node("NonZero", ["x"], ["n"], "n"), node("Cast", ["n"], ["f"], "f", to=TensorProto.FLOAT),
         node("QuantizeLinear", ["f", "s", "z"], ["q"]), node("DequantizeLinear", ["q", "s", "z"], ["y"], "d")],
        quantizer(1, np.uint8(0)))
    yield "no output", "malformed", "no output", model([relu], outputs=[])


def cases_of_tails():
    """Files whose contradiction shows only when they run, on a picture of 0.5."""
    places = node("NonZero", ["x"], ["n"], "places")
    yield "too many wanted", "malformed", "culprit", model(
        [node("TopK", ["x", "t"], ["y", ""])], [integers("t", 2 ** 40)])
    yield "fewer than none wanted", "malformed", "culprit", model(
        [node("TopK", ["x", "t"], ["y", ""])], [integers("t", -1)])
    yield "axis that is not there", "malformed", "culprit", model([node("ArgMax", ["x"], ["y"], axis=-5)])
    yield "place that is not there", "malformed", "culprit", model(
        [places, node("Gather", ["n", "t"], ["y"])], [integers("t", 4)])
    yield "places too deep", "malformed", "culprit", model([places, node("GatherND", ["n", "x"], ["y"])])
    yield "update of another shape", "malformed", "culprit", model(
        [places, node("ScatterElements", ["x", "n", "x"], ["y"])])
    yield "boxes of two numbers", "malformed", "culprit", model([node("NonMaxSuppression", ["x", "x"], ["y"])])
    yield "regions without maps", "malformed", "culprit", model(
        [places, node("RoiAlign", ["x", "x", "n"], ["y"])])
    yield "condition of many truths", "malformed", "culprit", model(
        [places, node("If", ["n"], ["y"], then_branch=body([node("Relu", ["x"], ["a"], "a")], "a"),
                      else_branch=body([node("Relu", ["x"], ["b"], "b")], "b"))])
    yield "weights of unknown size", "unsupported", "culprit", model(
        [places, node("Cast", ["n"], ["w"], "w", to=TensorProto.FLOAT), node("Conv", ["x", "w"], ["y"])])
    yield "unbroadcastable later", "malformed", "culprit", model([places, node("Add", ["n", "t"], ["y"])],
                                                                 [integers("t", 1, 2, 3)])
    yield "huge expansion later", "unsupported", "culprit", model(
        [places, node("Expand", ["n", "t"], ["y"])], [integers("t", 2 ** 30, 4, 256)])
    yield "endless loop", "unsupported", "culprit", endless()


def build(directory):
    index = []
    for when, made in (("load", cases()), ("run", cases_of_tails())):
        for name, kind, mentions, network in made:
            file = "hostile " + name + ".onnx"
            (directory / file).write_bytes(network.SerializeToString())
            index.append({"name": name, "model": file, "kind": kind, "mentions": mentions, "when": when})
    for name, content in (("empty file", b""), ("text file", b"this is no network\n")):
        file = "hostile " + name + ".onnx"
        (directory / file).write_bytes(content)
        index.append({"name": name, "model": file, "kind": "unreadable", "mentions": "", "when": "load"})
    (directory / "hostile.json").write_text(json.dumps(index, indent=1))
