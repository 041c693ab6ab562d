"""The networks that ort_reference.py builds: each operator by itself, then small whole networks."""

import numpy as np
from onnx import TensorProto, helper

from ort_reference import Net, case

X = {"x": [1, 8, 13, 17]}


def conv(net, x, out, shape_in, kernel, **attributes):
    groups = attributes.get("group", 1)
    weights = net.normal(out, shape_in // groups, *kernel, scale=1 / np.sqrt(shape_in // groups * np.prod(kernel)))
    return net.op("Conv", x, weights, net.normal(out), kernel_shape=kernel, **attributes)


CONVOLUTIONS = {
    "conv_1x1": dict(out=5, kernel=(1, 1)),
    "conv_3x3": dict(out=7, kernel=(3, 3), pads=[1, 1, 1, 1]),
    "conv_stride": dict(out=20, kernel=(3, 3), pads=[1, 1, 1, 1], strides=[2, 2]),
    "conv_uneven": dict(out=4, kernel=(2, 5), pads=[1, 0, 0, 3], strides=[2, 1]),
    "conv_dilated": dict(out=4, kernel=(3, 3), pads=[2, 2, 2, 2], dilations=[2, 2]),
    "conv_grouped": dict(out=12, kernel=(3, 3), pads=[1, 1, 1, 1], group=4),
    "conv_depthwise": dict(out=8, kernel=(3, 3), pads=[1, 1, 1, 1], group=8),
    "conv_depthwise_5x5": dict(out=8, kernel=(5, 5), pads=[2, 2, 2, 2], group=8, strides=[2, 2]),
    "conv_multiplier": dict(out=16, kernel=(3, 3), pads=[1, 1, 1, 1], group=8),
    "conv_same": dict(out=4, kernel=(3, 3), auto_pad="SAME_UPPER", strides=[2, 2]),
    "conv_large_stride": dict(out=4, kernel=(1, 1), strides=[3, 2]),
}

for name, settings in CONVOLUTIONS.items():
    case(name, X)(lambda net, s=settings: conv(net, "x", s["out"], 8, s["kernel"], **{
        k: v for k, v in s.items() if k not in ("out", "kernel")}))


def unary(kind, opset=17, **attributes):
    case(kind.lower(), X, opset=opset)(lambda net: net.op(kind, "x", **attributes))


for kind in ["Relu", "Sigmoid", "HardSwish", "Tanh", "Exp", "Neg", "Abs", "Erf", "Softplus", "Floor", "Identity"]:
    unary(kind)
unary("HardSigmoid", alpha=0.25, beta=0.4)
unary("LeakyRelu", alpha=0.1)
unary("Elu", alpha=0.7)


TRANSPOSED = {
    "transposed": dict(strides=[2, 2]),
    "transposed_padded": dict(strides=[2, 1], pads=[1, 0, 1, 2], output_padding=[1, 0]),
    "transposed_grouped": dict(strides=[2, 2], group=4, dilations=[2, 1]),
}

for name, settings in TRANSPOSED.items():
    case(name, X)(lambda net, s=settings: net.op(
        "ConvTranspose", "x", net.normal(8, 6, 3, 2), net.normal(6 * s.get("group", 1)), kernel_shape=[3, 2], **s))

case("lrn", X)(lambda net: net.op("LRN", "x", size=5, alpha=0.01, beta=0.75, bias=1.5))
case("global_max", X)(lambda net: net.op("GlobalMaxPool", "x"))


@case("q_silu_stepwise", X, steps=[0.02])
def q_silu_stepwise(net):
    """SiLU as onnxruntime's tool writes it: the sigmoid is quantized before it multiplies."""
    y = net.quantize(net.quantized_conv(net.quantize("x", 0.03, 120), 0.03, (24, 8, 3, 3), pads=[1, 1, 1, 1]), 0.04, 110)
    return net.quantize(net.op("Mul", y, net.quantize(net.op("Sigmoid", y), 1 / 255, 0)), 0.02, 14)


@case("q_shuffle", X, steps=[0.03])
def q_shuffle(net):
    """Split, work on one half, join, shuffle: what is between the pixels of one tensor belongs to another."""
    x = net.quantize("x", 0.03, 120)
    sizes = net.constant(np.array([4, 4], np.int64))
    kept, other = net.op("Split", x, sizes, outputs=2, axis=1)
    kept, other = net.quantize(kept, 0.03, 120), net.quantize(other, 0.03, 120)
    other = net.quantize(net.quantized_conv(other, 0.03, (4, 4, 1, 1)), 0.03, 120)
    joined = net.quantize(net.op("Concat", kept, other, axis=1), 0.03, 120)
    apart = net.quantize(net.op("Reshape", joined, net.constant(np.array([1, 2, 4, 13, 17], np.int64))), 0.03, 120)
    turned = net.quantize(net.op("Transpose", apart, perm=[0, 2, 1, 3, 4]), 0.03, 120)
    return net.quantize(net.op("Reshape", turned, net.constant(np.array([1, 8, 13, 17], np.int64))), 0.03, 120)


@case("q_stage", X, steps=[0.05])
def q_stage(net):
    """Both halves of a split join again with what one of them became, at scales of their own."""
    x = net.quantize(net.quantized_conv(net.quantize("x", 0.03, 120), 0.03, (16, 8, 1, 1)), 0.04, 120)
    sizes = net.constant(np.array([8, 8], np.int64))
    parts = [net.quantize(part, 0.04, 120) for part in net.op("Split", x, sizes, outputs=2, axis=1)]
    for scale in (0.03, 0.05):
        y = net.quantized_conv(parts[-1], 0.04 if scale == 0.03 else 0.03, (8, 8, 3, 3), pads=[1, 1, 1, 1])
        parts.append(net.quantize(net.op("Relu", y), scale, 0))
    pooled = net.op("MaxPool", parts[2], kernel_shape=[5, 5], pads=[2, 2, 2, 2])
    return net.quantize(net.op("Concat", *parts, pooled, parts[0], axis=1), 0.05, 100)


@case("clip", X)
def clip(net):
    return net.op("Clip", "x", net.constant(np.float32(-0.3)), net.constant(np.float32(0.8)))


@case("silu", X)
def silu(net):
    return net.op("Mul", "x", net.op("Sigmoid", "x"))


@case("conv_silu", X)
def conv_silu(net):
    y = conv(net, "x", 9, 8, (3, 3), pads=[1, 1, 1, 1])
    return net.op("Mul", y, net.op("Sigmoid", y))


@case("conv_clip", X)
def conv_clip(net):
    y = conv(net, "x", 9, 8, (3, 3))
    return net.op("Clip", y, net.constant(np.float32(0)), net.constant(np.float32(6)))


@case("conv_clip_late", X)
def conv_clip_late(net):
    """Bounds that stand behind the convolution, as exporters write them."""
    y = conv(net, "x", 9, 8, (3, 3))
    low, high = (net.op("Constant", value=helper.make_tensor("v", TensorProto.FLOAT, [], [v])) for v in (0.0, 6.0))
    return net.op("Clip", y, low, high)


@case("binary", {"x": [2, 3, 4, 5], "y": [2, 3, 4, 5]})
def binary(net):
    total = net.op("Add", "x", "y")
    product = net.op("Mul", total, net.normal(3, 1, 1))
    ratio = net.op("Div", product, net.constant(np.float32(1.7)))
    return net.op("Max", net.op("Sub", ratio, net.normal(4, 1)), net.op("Min", "x", "y"))


@case("concat", {"x": [1, 3, 4, 5], "y": [1, 2, 4, 5]})
def concat(net):
    joined = net.op("Concat", "x", "y", "x", axis=1)
    return net.op("Concat", joined, joined, axis=3)


@case("maxpool", X)
def maxpool(net):
    return net.op("MaxPool", "x", kernel_shape=[3, 2], strides=[2, 2], pads=[1, 1, 1, 0])


@case("maxpool_ceil", X)
def maxpool_ceil(net):
    return net.op("MaxPool", "x", kernel_shape=[2, 2], strides=[2, 2], ceil_mode=1)


@case("averagepool", X)
def averagepool(net):
    first = net.op("AveragePool", "x", kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
    return net.op("AveragePool", first, kernel_shape=[3, 3], pads=[1, 1, 1, 1], count_include_pad=1)


@case("global_average", X)
def global_average(net):
    return net.op("GlobalAveragePool", "x")


@case("reduce", X)
def reduce(net):
    mean = net.op("ReduceMean", "x", axes=[2, 3], keepdims=0)
    return [mean, net.op("ReduceMean", "x", axes=[1]), net.op("ReduceL2", "x", axes=[1, 3], keepdims=1)]


@case("reduce_18", X, opset=18)
def reduce_18(net):
    return net.op("ReduceMax", "x", net.constant(np.array([-1], np.int64)), keepdims=0)


@case("normalize", {"x": ["N", 16]}, fixed={"N": 3})
def normalize(net):
    length = net.op("ReduceL2", "x", axes=[1], keepdims=1)
    bounded = net.op("Clip", length, net.constant(np.float32(1e-12)))
    return net.op("Div", "x", net.op("Expand", bounded, net.op("Shape", "x")))


@case("resize_nearest", X)
def resize_nearest(net):
    scales = net.constant(np.array([1, 1, 2, 2], np.float32))
    return net.op("Resize", "x", "", scales, mode="nearest", coordinate_transformation_mode="asymmetric",
                  nearest_mode="floor")


@case("resize_linear", X)
def resize_linear(net):
    sizes = net.constant(np.array([1, 8, 20, 11], np.int64))
    half = net.op("Resize", "x", "", "", sizes, mode="linear", coordinate_transformation_mode="half_pixel")
    scales = net.constant(np.array([1, 1, 1.5, 2], np.float32))
    return net.op("Resize", half, "", scales, mode="linear", coordinate_transformation_mode="align_corners")


@case("gemm", {"x": [3, 10]})
def gemm(net):
    first = net.op("Gemm", "x", net.normal(6, 10), net.normal(6), transB=1)
    return net.op("Gemm", first, net.normal(6, 4), net.normal(1, 4), alpha=0.5, beta=2.0)


@case("matmul", {"x": [2, 3, 4]})
def matmul(net):
    product = net.op("MatMul", "x", net.normal(4, 5))
    return net.op("MatMul", net.op("Transpose", product, perm=[0, 2, 1]), "x")


@case("reshape", X)
def reshape(net):
    flat = net.op("Flatten", "x", axis=2)
    back = net.op("Reshape", flat, net.constant(np.array([1, -1, 17, 13], np.int64)))
    turned = net.op("Transpose", back, perm=[0, 3, 1, 2])
    extra = net.op("Unsqueeze", turned, net.constant(np.array([0], np.int64)))
    return net.op("Softmax", net.op("Squeeze", extra, net.constant(np.array([0], np.int64))), axis=1)


@case("softmax_last", {"x": [4, 9]})
def softmax_last(net):
    return net.op("Softmax", "x")


@case("softmax_11", {"x": [2, 3, 4]}, opset=11)
def softmax_11(net):
    return net.op("Softmax", "x", axis=1)


@case("batchnorm", X)
def batchnorm(net):
    variance = net.constant(net.random.uniform(0.5, 2, 8).astype(np.float32))
    return net.op("BatchNormalization", "x", net.normal(8), net.normal(8), net.normal(8), variance, epsilon=1e-3)


@case("batchnorm_conv", X)
def batchnorm_conv(net):
    variance = net.constant(net.random.uniform(0.5, 2, 9).astype(np.float32))
    y = conv(net, "x", 9, 8, (3, 3))
    y = net.op("Relu", net.op("BatchNormalization", y, net.normal(9), net.normal(9), net.normal(9), variance))
    return conv(net, y, 4, 9, (1, 1))


@case("split", X)
def split(net):
    a, b = net.op("Split", "x", net.constant(np.array([3, 5], np.int64)), outputs=2, axis=1)
    return [net.op("Relu", a), net.op("Sigmoid", b)]


@case("slice", X)
def slice_(net):
    i = lambda *values: net.constant(np.array(values, np.int64))
    first = net.op("Slice", "x", i(1, -9), i(100, -1), i(1, 3), i(2, 3))
    return net.op("Slice", first, i(-1), i(-1000), i(2), i(-1))


@case("constants", X)
def constants(net):
    value = helper.make_tensor("v", TensorProto.FLOAT, [1, 8, 1, 1], np.arange(8, dtype=np.float32))
    scaled = net.op("Mul", "x", net.op("Constant", value=value))
    shape = net.op("Shape", "x")
    batch = net.op("Gather", shape, net.constant(np.array([0], np.int64)))
    target = net.op("Concat", batch, net.constant(np.array([-1], np.int64)), axis=0)
    return net.op("Reshape", net.op("Dropout", scaled), target)


# Quantized: each case ends in DequantizeLinear, whose scale is the step.

QX = 0.025


def quantized_convolution(name, settings, activation=None, **extra):
    def make(net):
        s = {k: v for k, v in settings.items() if k not in ("out", "kernel")}
        x = net.quantize("x", QX, 113)
        groups = s.get("group", 1)
        y = net.quantized_conv(x, QX, (settings["out"], 8 // groups, *settings["kernel"]), **s, **extra)
        return net.quantize(activation(net, y) if activation else y, 0.02, 0 if activation else 120)

    case(name, X, steps=[0.02])(make)


for name, settings in CONVOLUTIONS.items():
    quantized_convolution("q_" + name, settings)
quantized_convolution("q_conv_relu", CONVOLUTIONS["conv_3x3"], lambda net, y: net.op("Relu", y))
quantized_convolution("q_conv_clip", CONVOLUTIONS["conv_3x3"], lambda net, y: net.op(
    "Clip", y, net.constant(np.float32(0)), net.constant(np.float32(1.5))))
quantized_convolution("q_conv_per_tensor", CONVOLUTIONS["conv_3x3"], per_channel=False)
quantized_convolution("q_conv_no_bias", CONVOLUTIONS["conv_3x3"], bias=False)


def q_block(net, x, x_scale, shape, step, zero, **attributes):
    """Convolution, quantization, SiLU, quantization."""
    y = net.quantize(net.quantized_conv(x, x_scale, shape, **attributes), 0.03, 128)
    return net.quantize(net.op("Mul", y, net.op("Sigmoid", y)), step, zero)


@case("q_silu", X, steps=[0.015])
def q_silu(net):
    return q_block(net, net.quantize("x", QX, 113), QX, (40, 8, 3, 3), 0.015, 20, pads=[1, 1, 1, 1])


@case("q_signed", X, steps=[0.02])
def q_signed(net):
    y = net.quantized_conv(net.quantize("x", QX, -5, signed=True), QX, (8, 8, 3, 3))
    return net.quantize(y, 0.02, -9, signed=True)


@case("q_tables", X, steps=[0.01])
def q_tables(net):
    x = net.quantize("x", QX, 113)
    y = net.quantize(net.op("HardSwish", x), 0.02, 30)
    y = net.quantize(net.op("LeakyRelu", y, alpha=0.1), 0.02, 20)
    return net.quantize(net.op("Tanh", y), 0.01, 100)


@case("q_add", {"x": [1, 8, 9, 7], "y": [1, 8, 9, 7]}, steps=[0.04])
def q_add(net):
    return net.quantize(net.op("Add", net.quantize("x", QX, 113), net.quantize("y", 0.031, 140)), 0.04, 127)


@case("q_add_relu", {"x": [1, 8, 9, 7], "y": [1, 8, 9, 7]}, steps=[0.02])
def q_add_relu(net):
    return net.quantize(net.op("Relu", net.op("Add", net.quantize("x", QX, 113), net.quantize("y", 0.031, 140))),
                        0.02, 0)


@case("q_mul", {"x": [1, 8, 9, 7], "y": [1, 8, 1, 1]}, steps=[0.03])
def q_mul(net):
    gate = net.quantize(net.op("Sigmoid", net.quantize("y", 0.031, 140)), 1 / 255, 0)
    return net.quantize(net.op("Mul", net.quantize("x", QX, 113), gate), 0.03, 127)


@case("q_concat", {"x": [1, 3, 9, 7], "y": [1, 18, 9, 7]}, steps=[0.03])
def q_concat(net):
    return net.quantize(net.op("Concat", net.quantize("x", QX, 113), net.quantize("y", 0.03, 127), axis=1), 0.03, 127)


@case("q_pool_resize", X, steps=[QX, QX])
def q_pool_resize(net):
    x = net.quantize("x", QX, 113)
    pooled = net.quantize(net.op("MaxPool", x, kernel_shape=[5, 5], pads=[2, 2, 2, 2]), QX, 113)
    scales = net.constant(np.array([1, 1, 2, 2], np.float32))
    larger = net.op("Resize", pooled, "", scales, mode="nearest", coordinate_transformation_mode="asymmetric",
                    nearest_mode="floor")
    a, b = net.op("Split", larger, net.constant(np.array([3, 5], np.int64)), outputs=2, axis=1)
    return [net.quantize(a, QX, 113), net.quantize(b, QX, 113)]


@case("q_head", {"x": ["N", 8, 6, 6]}, steps=[0.02], fixed={"N": 3})
def q_head(net):
    x = net.quantize("x", QX, 113)
    mean = net.quantize(net.op("Flatten", net.op("GlobalAveragePool", x)), 0.005, 128)
    w, scales = net.weights(10, 8)
    return net.quantize(net.op("Gemm", mean, w, net.bias(scales, 0.005, 10), transB=1), 0.02, 128)


@case("q_matmul", {"x": [5, 12]}, steps=[0.02])
def q_matmul(net):
    w, _ = net.weights(12, 20, axis=1)
    return net.quantize(net.op("MatMul", net.quantize("x", QX, 113), w), 0.02, 128)


@case("q_float_head", X)
def q_float_head(net):
    """The last convolution gives floats: no rounding is left to differ."""
    return net.quantized_conv(net.quantize("x", QX, 113), QX, (5, 8, 1, 1))


def yolo(net):
    """A backbone of three scales with split, bottleneck and pooling pyramid, a path up, and two decoupled heads."""

    def block(x, a, b, k=3, stride=1):
        y = conv(net, x, b, a, (k, k), pads=[k // 2] * 4, strides=[stride, stride])
        return net.op("Mul", y, net.op("Sigmoid", y))

    def stage(x, width):
        a, b = net.op("Split", block(x, width, width, 1), net.constant(np.array([width // 2] * 2, np.int64)),
                      outputs=2, axis=1)
        inner = block(block(b, width // 2, width // 2), width // 2, width // 2)
        return block(net.op("Concat", a, b, net.op("Add", b, inner), axis=1), width * 3 // 2, width, 1)

    x = block("x", 3, 8, stride=2)
    x = stage(block(x, 8, 16, stride=2), 16)
    fine = stage(block(x, 16, 32, stride=2), 32)
    coarse = block(fine, 32, 48, stride=2)
    pools = [coarse]
    for _ in range(3):
        pools.append(net.op("MaxPool", pools[-1], kernel_shape=[5, 5], pads=[2] * 4))
    coarse = block(net.op("Concat", *pools, axis=1), 192, 48, 1)
    up = net.op("Resize", coarse, "", net.constant(np.array([1, 1, 2, 2], np.float32)), mode="nearest",
                coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    fine = stage(block(net.op("Concat", up, fine, axis=1), 80, 32, 1), 32)
    outputs = []
    for x, width in ((fine, 32), (coarse, 48)):
        boxes = conv(net, block(x, width, 16), 4, 16, (1, 1))
        scores = net.op("Sigmoid", conv(net, block(x, width, 16), 3, 16, (1, 1)))
        joined = net.op("Concat", boxes, scores, axis=1)
        outputs.append(net.op("Reshape", joined, net.constant(np.array([1, 7, -1], np.int64))))
    return net.op("Transpose", net.op("Concat", *outputs, axis=2), perm=[0, 2, 1])


case("yolo", {"x": [1, 3, 64, 96]})(yolo)


@case("mobile", {"x": ["N", 3, 32, 32]}, fixed={"N": 4})
def mobile(net):
    """Depthwise blocks with hard-swish, a residual, squeeze-and-excite, and an embedding of unit length."""
    x = net.op("HardSwish", conv(net, "x", 16, 3, (3, 3), pads=[1] * 4, strides=[2, 2]))
    y = net.op("HardSwish", conv(net, x, 32, 16, (1, 1)))
    y = net.op("HardSwish", conv(net, y, 32, 32, (3, 3), pads=[1] * 4, group=32))
    gate = net.op("Relu", conv(net, net.op("GlobalAveragePool", y), 8, 32, (1, 1)))
    gate = net.op("HardSigmoid", conv(net, gate, 32, 8, (1, 1)), alpha=1 / 6, beta=0.5)
    x = net.op("Add", x, conv(net, net.op("Mul", y, gate), 16, 32, (1, 1)))
    flat = net.op("Flatten", net.op("GlobalAveragePool", x))
    embedding = net.op("Gemm", flat, net.normal(24, 16, scale=0.3), net.normal(24, scale=0.1), transB=1)
    length = net.op("Clip", net.op("ReduceL2", embedding, axes=[1], keepdims=1), net.constant(np.float32(1e-12)))
    return net.op("Div", embedding, net.op("Expand", length, net.op("Shape", embedding)))


@case("ruined_weights", X)
def ruined_weights(net):
    """The second convolution holds huge weights for a channel that is always 0: 8 bits leave nothing of the others."""
    bias = net.random.standard_normal(16).astype(np.float32)
    bias[3] = -1e4
    x = net.op("Relu", net.op("Conv", "x", net.normal(16, 8, 3, 3, scale=0.1), net.constant(bias), pads=[1] * 4))
    weights = (net.random.standard_normal((16, 16, 1, 1)) / 4).astype(np.float32)
    weights[:, 3] = 1e3
    x = net.op("Relu", net.op("Conv", x, net.constant(weights), net.normal(16)))
    return conv(net, x, 6, 16, (3, 3), pads=[1] * 4)


@case("ruined_input", X)
def ruined_input(net):
    """Two convolutions read a tensor with one huge channel: one lives on it, the other on all the rest."""
    first = (net.random.standard_normal((16, 8, 3, 3)) / 9).astype(np.float32)
    first[3] *= 1e4
    x = net.op("Relu", net.op("Conv", "x", net.constant(first), net.normal(16), pads=[1] * 4))
    rest = (net.random.standard_normal((6, 16, 1, 1)) / 4).astype(np.float32)
    rest[:, 3] = 0
    large = (net.random.standard_normal((6, 16, 1, 1)) / 4e4).astype(np.float32)
    return [net.op("Conv", x, net.constant(rest)), net.op("Conv", x, net.constant(large))]


def quantized_by_onnxruntime(inputs, make, fixed=None):
    """The same network as onnxruntime's own tool quantizes it."""
    import pathlib
    import tempfile

    import onnx
    from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

    class Reader(CalibrationDataReader):
        def __init__(self):
            random = np.random.default_rng(7)
            shape = [(fixed or {}).get(size, size) for size in inputs["x"]]
            self.feeds = iter([{"x": random.standard_normal(shape).astype(np.float32)} for _ in range(4)])

        def get_next(self):
            return next(self.feeds, None)

    net = Net(42, inputs)
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder) / "float.onnx", pathlib.Path(folder) / "int8.onnx"
        onnx.save(net.model([make(net)]), source)
        quantize_static(str(source), str(target), Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
                        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
        return onnx.load(target)


case("yolo_quantized_by_onnxruntime", {"x": [1, 3, 64, 96]}, steps=[-1.0])(
    lambda net: quantized_by_onnxruntime(net.inputs, yolo))
case("mobile_quantized_by_onnxruntime", {"x": ["N", 3, 32, 32]}, steps=[-1.0], fixed={"N": 4})(
    lambda net: quantized_by_onnxruntime(net.inputs, mobile, {"N": 4}))


# Outputs that are parts of one another, an input among the parts, and a part taken twice.
@case("shared_outputs", {"x": [1, 3, 4, 5]})
def shared_outputs(net):
    part, other = net.op("Relu", "x"), net.op("Neg", "x")
    joined = net.op("Concat", part, other, "x", part, axis=1)
    wider = net.op("Concat", joined, other, axis=1)
    return [part, wider, joined, net.op("Exp", joined)]


# More lines than the float convolution holds at once.
case("conv_long", {"x": [1, 64, 48, 60]})(
    lambda net: conv(net, conv(net, "x", 64, 64, (3, 3), pads=[1, 1, 1, 1]), 5, 64, (1, 1)))
