"""Cases that came later: last, since the numbers of a case depend on how many come before it."""

import numpy as np

from ort_cases import QX, X, conv, quantized_convolution, unary
from ort_cases_tail import f, i
from ort_reference import case

unary("Gelu", opset=20)
case("gelu_tanh", X, opset=20)(lambda net: net.op("Gelu", "x", approximate="tanh"))
case("prelu", X)(lambda net: net.op("PRelu", "x", net.normal(8, 1, 1)))
case("depth_to_space", X)(lambda net: net.op("DepthToSpace", "x", blocksize=2))
case("depth_to_space_crd", X)(lambda net: net.op("DepthToSpace", "x", blocksize=2, mode="CRD"))
case("space_to_depth", {"x": [2, 3, 8, 12]})(lambda net: net.op("SpaceToDepth", "x", blocksize=4))
case("layer_norm", {"x": [2, 5, 24]})(
    lambda net: net.op("LayerNormalization", "x", net.normal(24), net.normal(24), epsilon=1e-3))
case("layer_norm_planes", X)(lambda net: net.op("LayerNormalization", "x", net.normal(8, 13, 17), axis=1))

DEPTHWISE = {
    "conv_depthwise_7x7": dict(out=8, kernel=(7, 7), pads=[3, 3, 3, 3], group=8),
    "conv_depthwise_uneven": dict(out=8, kernel=(2, 3), pads=[1, 1, 0, 1], group=8, strides=[1, 2]),
}

for name, settings in DEPTHWISE.items():
    case(name, X)(lambda net, s=settings: conv(net, "x", s["out"], 8, s["kernel"], **{
        k: v for k, v in s.items() if k not in ("out", "kernel")}))
    quantized_convolution("q_" + name, settings)


@case("q_float_points", {"x": [2, 8, 3, 3]})
def q_float_points(net):
    """Several pictures of which one pixel is left each."""
    return net.quantized_conv(net.quantize("x", QX, 113), QX, (5, 8, 3, 3))


@case("body_and_tail", {"x": [1, 3, 16, 18]})
def body_and_tail(net):
    """Convolutions before and behind regions of which, as far as the file tells, any number may be left."""
    def conv(x, out, channels):
        weights = net.normal(out, channels, 3, 3, scale=1 / np.sqrt(9 * channels))
        return net.op("Relu", net.op("Conv", x, weights, net.normal(out), pads=[1] * 4))

    y = conv(conv("x", 12, 3), 8, 12)
    scores = net.op("Reshape", net.op("ReduceMean", y, axes=[2, 3], keepdims=0), i(net, -1))
    chosen = net.op("Reshape", net.op("NonZero", net.op("Greater", scores, f(net, -100))), i(net, -1))
    boxes = net.op("Gather", net.constant(np.arange(32, dtype=np.float32).reshape(8, 4) / 3), chosen, axis=0)
    pictures = net.op("Gather", i(net, *[0] * 8), chosen, axis=0)
    pooled = net.op("RoiAlign", y, boxes, pictures, output_height=4, output_width=5, sampling_ratio=2)
    return conv(pooled, 6, 8)
