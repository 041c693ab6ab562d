"""Networks with tensors whose size depends on the picture, and the operators that go with them."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from ort_reference import case

X = {"x": [2, 6, 7]}
FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL


def i(net, *values):
    return net.constant(np.array(values, np.int64))


def f(net, value):
    return net.constant(np.float32(value))


def floats(net, x):
    return net.op("Cast", x, to=FLOAT)


def whole(net, x):
    """Small whole numbers of both signs."""
    return net.op("Cast", net.op("Mul", x, f(net, 4)), to=INT64)


def picked(net, x, limit):
    """The elements above a limit, as one row: how many, nobody knows beforehand."""
    places = net.op("Transpose", net.op("NonZero", net.op("Greater", x, f(net, limit))), perm=[1, 0])
    return net.op("GatherND", x, places)


@case("topk", X)
def topk(net):
    a, places = net.op("TopK", "x", i(net, 3), outputs=2, axis=1)
    b, lowest = net.op("TopK", "x", i(net, 7), outputs=2, largest=0)
    return [a, floats(net, places), b, floats(net, lowest)]


@case("topk_of_equals", X)
def topk_of_equals(net):
    values, places = net.op("TopK", floats(net, whole(net, "x")), i(net, 4), outputs=2)
    return [values, floats(net, places)]


@case("topk_none", X)
def topk_none(net):
    values, places = net.op("TopK", "x", i(net, 0), outputs=2, axis=-2)
    return [values, floats(net, places)]


@case("nonzero", X)
def nonzero(net):
    return [floats(net, net.op("NonZero", net.op("Relu", "x"))), picked(net, "x", 0.5), picked(net, "x", 100)]


@case("gather_elements", X)
def gather_elements(net):
    _, order = net.op("TopK", "x", i(net, 4), outputs=2, axis=1)
    return [net.op("GatherElements", "x", order, axis=1), net.op("GatherElements", "x", net.constant(
        np.array([[[-1, 2]]], np.int64)), axis=-1)]


@case("gather_nd", X)
def gather_nd(net):
    y = net.op("Relu", "x")
    whole_rows = net.op("GatherND", y, net.constant(np.array([[0, 1], [1, -1]], np.int64)))
    batched = net.op("GatherND", y, net.constant(np.array([[3], [-6]], np.int64)), batch_dims=1)
    return [whole_rows, batched]


@case("gather_tail", X)
def gather_tail(net):
    _, order = net.op("TopK", "x", i(net, 2), outputs=2, axis=1)
    first = net.op("Squeeze", net.op("Slice", order, i(net, 0), i(net, 1), i(net, 0)), i(net, 0))
    return net.op("Gather", "x", first, axis=1)


@case("scatter", X)
def scatter(net):
    order = net.op("TopK", "x", i(net, 2), outputs=2, axis=2)[1]
    a = net.op("ScatterElements", "x", order, net.op("Expand", f(net, 9), i(net, 2, 6, 2)), axis=2)
    b = net.op("ScatterND", a, net.constant(np.array([[1, 0], [0, -2]], np.int64)), net.normal(2, 7))
    return [a, b]


@case("comparison", {"x": [2, 6, 7], "y": [6, 1]})
def comparison(net):
    n, m = whole(net, "x"), whole(net, "y")
    results = [net.op(kind, a, b) for kind in ("Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual")
               for a, b in ((n, m), ("x", "y"))]
    p, q = results[2], results[5]
    results += [net.op("And", p, q), net.op("Or", p, q), net.op("Xor", p, q), net.op("Not", p)]
    return [floats(net, r) for r in results] + [net.op("Where", p, "x", "y"), floats(net, net.op("Where", q, n, m))]


@case("rounding", X)
def rounding(net):
    y = net.op("Mul", "x", f(net, 3))
    half = net.op("Div", floats(net, whole(net, "x")), f(net, 2))
    return [net.op("Ceil", y), net.op("Round", half), net.op("Sign", half), net.op("Sin", y), net.op("Cos", y),
            net.op("Sqrt", net.op("Abs", net.op("Ceil", y))), net.op("Sum", y, half, y)]


@case("whole_numbers", X)
def whole_numbers(net):
    n = whole(net, "x")
    m = net.op("Add", net.op("Abs", n), i(net, 1))
    results = [net.op(kind, n, m) for kind in ("Add", "Sub", "Mul", "Div", "Mod", "Max", "Min")]
    results += [net.op("Mod", n, i(net, -3)), net.op("Mod", n, i(net, 3), fmod=1), net.op("Neg", n),
                net.op("Clip", n, net.constant(np.int64(-2)), net.constant(np.int64(3))), net.op("Pow", n, i(net, 2))]
    return [floats(net, r) for r in results] + [
        floats(net, net.op("Cast", n, to=TensorProto.INT32)), floats(net, net.op("Cast", n, to=BOOL))]


@case("reductions", X)
def reductions(net):
    n, y = whole(net, "x"), net.op("Ceil", "x")
    results = [net.op("ReduceProd", "x", axes=[1], keepdims=0), net.op("ReduceMin", y, axes=[-1, 0]),
               net.op("ReduceMax", y), net.op("ReduceMean", y, axes=[1]), net.op("ReduceL2", y, axes=[0]),
               net.op("ReduceSum", y, i(net, 1, 2))]
    return results + [floats(net, r) for r in (
        net.op("ReduceMax", n, axes=[1]), net.op("ReduceMin", n, axes=[0, 2]), net.op("ReduceProd", n, axes=[1]),
        net.op("ReduceSum", n, i(net, -2), keepdims=0))]


@case("extremes", X)
def extremes(net):
    n = floats(net, whole(net, "x"))
    return [floats(net, r) for r in (
        net.op("ArgMax", n, axis=1), net.op("ArgMin", n, axis=-1, keepdims=0),
        net.op("ArgMax", n, axis=2, select_last_index=1))]


@case("running_sum", X)
def running_sum(net):
    return [net.op("CumSum", "x", net.constant(np.int64(1))),
            floats(net, net.op("CumSum", whole(net, "x"), net.constant(np.int64(-1))))]


@case("made_from_counts", X)
def made_from_counts(net):
    row = picked(net, "x", 0.3)
    count = net.op("Shape", row)
    number = net.op("Squeeze", count, i(net, 0))
    steps = net.op("Range", net.constant(np.int64(0)), number, net.constant(np.int64(2)))
    back = net.op("Range", f(net, 3), f(net, -3), net.op("Neg", f(net, 0.75)))
    tiled = net.op("Tile", net.op("Unsqueeze", row, i(net, 0)), i(net, 3, 2))
    ones = net.op("ConstantOfShape", count, value=numpy_helper.from_array(np.array([7], np.int64)))
    a, b = net.op("Split", net.op("Concat", row, row, floats(net, ones), axis=0),
                  net.op("Concat", count, net.op("Mul", count, i(net, 2)), axis=0), outputs=2, axis=0)
    return [floats(net, steps), back, tiled, a, b, floats(net, net.op("Size", tiled))]


@case("pad", {"x": [1, 2, 4, 5]})
def pad(net):
    plain = net.op("Pad", "x", i(net, 0, 0, 1, 2, 0, 1, 0, 3), f(net, -1.5))
    edge = net.op("Pad", net.op("Ceil", "x"), i(net, 0, 0, 1, 2, 0, 0, 0, 3), mode="edge")
    mirrored = net.op("Pad", "x", i(net, 0, 0, 3, 2, 0, 0, 1, 3), mode="reflect")
    cut = net.op("Pad", "x", i(net, 0, 0, -1, 2, 0, 0, -1, -3))
    return [plain, edge, mirrored, cut, net.op("Relu", net.op("Pad", "x", i(net, 0, 0, 0, 0, 0, 0, 0, 0)))]


def boxes(net, x, count):
    """Boxes of which many overlap, from random numbers."""
    shaped = net.op("Reshape", x, i(net, 2, count, 4))
    low, size = net.op("Split", shaped, i(net, 2, 2), outputs=2, axis=2)
    size = net.op("Add", net.op("Abs", size), f(net, 0.6))
    return low, size


def suppression(name, limit, least, most=20, centred=0):
    @case(name, {"x": [2, 80], "s": [2, 3, 20]})
    def make(net):
        low, size = boxes(net, "x", 20)
        corners = net.op("Concat", low, size if centred else net.op("Add", low, size), axis=2)
        more = [f(net, least)] if least is not None else []
        found = net.op("NonMaxSuppression", corners, "s", i(net, most), f(net, limit), *more, center_point_box=centred)
        return floats(net, found)


suppression("suppression", 0.3, 0.1)
suppression("suppression_centred", 0.4, None, centred=1)
suppression("suppression_few", 0.5, -1.0, most=2)
suppression("suppression_none_wanted", 0.5, None, most=0)
suppression("suppression_none_found", 0.5, 100.0)


def regions(name, limit, opset=17, **attributes):
    """Regions of which those with a score above the limit are used."""

    @case(name, {"x": [2, 3, 12, 14], "r": [6, 4], "s": [6]}, opset=opset)
    def make(net):
        low, size = net.op("Split", "r", i(net, 2, 2), outputs=2, axis=1) if opset >= 13 else net.op(
            "Split", "r", outputs=2, axis=1, split=[2, 2])
        low = net.op("Mul", net.op("Abs", low), f(net, 6))
        high = net.op("Add", low, net.op("Mul", net.op("Abs", size), f(net, 9)))
        chosen = net.op("Reshape", net.op("NonZero", net.op("Greater", "s", f(net, limit))), i(net, -1))
        kept = net.op("Gather", net.op("Concat", low, high, axis=1), chosen, axis=0)
        pictures = net.op("Gather", i(net, 0, 1, 0, 1, 1, 0), chosen, axis=0)
        return net.op("RoiAlign", "x", kept, pictures, output_height=3, output_width=4, **attributes)

    return make


regions("regions", -9, sampling_ratio=2, spatial_scale=0.8)
regions("regions_adaptive", 0, sampling_ratio=0, spatial_scale=0.5, coordinate_transformation_mode="output_half_pixel")
regions("regions_11", -9, opset=11, sampling_ratio=2)
regions("regions_none", 100, sampling_ratio=2)


def head(name, limit):
    """What stands behind regions: operators of pictures on a number of them that is not known before."""
    pooled = regions(name + "_regions", limit, sampling_ratio=2)

    @case(name, {"x": [2, 3, 12, 14], "r": [6, 4], "s": [6]})
    def make(net):
        y = pooled(net)
        y = net.op("Relu", net.op("Conv", y, net.normal(5, 3, 3, 3), net.normal(5), pads=[1] * 4))
        mask = net.op("Sigmoid", net.op("ConvTranspose", y, net.normal(5, 2, 2, 2), strides=[2, 2]))
        size = net.op("Concat", net.op("Shape", y, end=1), i(net, 5, 7, 9), axis=0)
        larger = net.op("Resize", y, "", "", size, mode="linear", coordinate_transformation_mode="half_pixel")
        flat = net.op("Flatten", net.op("MaxPool", y, kernel_shape=[2, 2]))
        scores = net.op("Gemm", flat, net.normal(30, 4), net.normal(4))
        normal = net.op("BatchNormalization", y, net.normal(5), net.normal(5), net.normal(5),
                        net.constant(np.full(5, 1.5, np.float32)))
        pairs = net.op("MatMul", scores, net.op("Transpose", scores, perm=[1, 0])) if limit < 9 else scores
        return [mask, larger, net.op("Softmax", scores, axis=-1), normal, pairs]


head("head", -0.5)
head("head_of_none", 100)


def graph(nodes, outputs, inputs=(), constants=()):
    def info(name, kind, shape=None):
        return helper.make_tensor_value_info(name, kind, shape)

    return helper.make_graph(nodes, "body", [info(*x) for x in inputs], [info(*x) for x in outputs], list(constants))


@case("branches", {"x": [2, 6, 7], "t": [1]})
def branches(net):
    results = []
    for limit in (-100, 100):
        condition = net.op("Squeeze", net.op("Greater", "t", net.constant(np.array([limit], np.float32))), i(net, 0))
        then = graph([helper.make_node("Relu", ["x"], [f"then{limit}"])], [(f"then{limit}", FLOAT)])
        other = graph([helper.make_node("Mul", ["x", f"two{limit}"], [f"else{limit}"])], [(f"else{limit}", FLOAT)],
                      constants=[numpy_helper.from_array(np.float32(2), f"two{limit}")])
        results.append(net.op("If", condition, then_branch=then, else_branch=other))
    return results


@case("turns", {"x": [3, 4]})
def turns(net):
    """A sum of rows, with every sum on the way; stops before the last row by its condition."""
    row = [helper.make_node("Gather", ["x", "turn"], ["row"], axis=0), helper.make_node("Add", ["sum", "row"], ["next"]),
           helper.make_node("Identity", ["next"], ["seen"]), helper.make_node("Less", ["turn", "last"], ["more"])]
    body = graph(row, [("more", BOOL), ("next", FLOAT), ("seen", FLOAT)],
                 [("turn", INT64, []), ("go", BOOL, []), ("sum", FLOAT, [4])],
                 [numpy_helper.from_array(np.int64(1), "last")])
    start = net.constant(np.zeros(4, np.float32))
    return net.op("Loop", net.constant(np.int64(3)), net.constant(np.array(True)), start, body=body, outputs=2)


@case("folded", {"x": ["N", 5]}, fixed={"N": 3})
def folded(net):
    """Arithmetic on shapes in all the ways in which exporters write it."""
    rows = net.op("Gather", net.op("Shape", "x"), net.constant(np.int64(0)))
    half = net.op("Cast", net.op("Floor", net.op("Div", floats(net, rows), f(net, 2))), to=INT64)
    isOdd = net.op("Equal", net.op("Mod", rows, net.constant(np.int64(2))), net.constant(np.int64(1)))
    chosen = net.op("Where", isOdd, half, rows)
    grid = net.op("Range", net.constant(np.int64(0)), net.op("Mul", rows, net.constant(np.int64(5))), net.constant(np.int64(1)))
    shape = net.op("Concat", net.op("Unsqueeze", rows, i(net, 0)), i(net, -1), axis=0)
    shifted = net.op("Add", "x", floats(net, net.op("Reshape", grid, shape)))
    return net.op("Mul", shifted, floats(net, chosen))
