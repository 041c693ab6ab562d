"""The networks that the engine is measured on: shapes of the field's small detectors, random weights.

Each is written node by node with onnx's own helpers, batch normalization already folded, as a deployed file is.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Network:
    """A graph under construction; tensors are (name, channels)."""

    def __init__(self, seed, side, activation):
        self.random = np.random.default_rng(seed)
        self.side, self.activation = side, activation
        self.nodes, self.weights, self.outputs, self.count, self.parameters = [], [], [], 0, 0

    def constant(self, array):
        self.count += 1
        name = f"c{self.count}"
        self.weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def op(self, kind, *inputs, outputs=1, **attributes):
        self.count += 1
        names = [f"{kind.lower()}{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name=f"{kind}_{self.count}", **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, x, out, kernel=1, stride=1, groups=1, act=True):
        name, channels = x
        shape = (out, channels // groups, kernel, kernel)
        fan_in = channels // groups * kernel * kernel
        weights = (self.random.standard_normal(shape) * np.sqrt(2 / fan_in)).astype(np.float32)
        bias = (self.random.standard_normal(out) * 0.1).astype(np.float32)
        self.parameters += weights.size + out
        pad = kernel // 2
        y = self.op("Conv", name, self.constant(weights), self.constant(bias), kernel_shape=[kernel] * 2,
                    strides=[stride] * 2, pads=[pad] * 4, group=groups)
        return (self.act(y) if act else y), out

    def act(self, y):
        if self.activation == "relu":
            return self.op("Relu", y)
        return self.op("Mul", y, self.op("Sigmoid", y))

    def concat(self, *parts):
        return self.op("Concat", *[name for name, _ in parts], axis=1), sum(channels for _, channels in parts)

    def split(self, x):
        half = x[1] // 2
        sizes = self.constant(np.array([half, half], np.int64))
        return [(name, half) for name in self.op("Split", x[0], sizes, outputs=2, axis=1)]

    def add(self, a, b):
        return self.op("Add", a[0], b[0]), a[1]

    def grow(self, x):
        scales = self.constant(np.array([1, 1, 2, 2], np.float32))
        return self.op("Resize", x[0], "", scales, mode="nearest", coordinate_transformation_mode="asymmetric",
                       nearest_mode="floor"), x[1]

    def pool(self, x, kernel, stride=1):
        return self.op("MaxPool", x[0], kernel_shape=[kernel] * 2, strides=[stride] * 2, pads=[kernel // 2] * 4), x[1]

    def give(self, x):
        self.outputs.append(x[0])

    def model(self):
        shape = [1, 3, self.side, self.side]
        graph = helper.make_graph(
            self.nodes, "benchmark", [helper.make_tensor_value_info("pictures", TensorProto.FLOAT, shape)],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in self.outputs], self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
        model.ir_version = 8
        model = onnx.shape_inference.infer_shapes(model)
        onnx.checker.check_model(model)
        return model


def partial_stage(net, x, out, depth, shortcut=True):
    """The cross-stage-partial block with all intermediate results joined."""
    parts = net.split(net.conv(x, out))
    for _ in range(depth):
        y = net.conv(net.conv(parts[-1], out // 2, 3), out // 2, 3)
        parts.append(net.add(parts[-1], y) if shortcut else y)
    return net.conv(net.concat(*parts), out)


def yolo_nano(activation):
    """A YOLO of the nano size at 640 x 640: 3 M parameters, 4.1 G multiply-adds."""
    net = Network(1, 640, activation)
    x = net.conv(net.conv(("pictures", 3), 16, 3, 2), 32, 3, 2)
    x = partial_stage(net, x, 32, 1)
    c3 = partial_stage(net, net.conv(x, 64, 3, 2), 64, 2)
    c4 = partial_stage(net, net.conv(c3, 128, 3, 2), 128, 2)
    c5 = partial_stage(net, net.conv(c4, 256, 3, 2), 256, 1)
    pools = [net.conv(c5, 128)]
    for _ in range(3):
        pools.append(net.pool(pools[-1], 5))
    c5 = net.conv(net.concat(*pools), 256)
    p4 = partial_stage(net, net.concat(net.grow(c5), c4), 128, 1, False)
    p3 = partial_stage(net, net.concat(net.grow(p4), c3), 64, 1, False)
    n4 = partial_stage(net, net.concat(net.conv(p3, 64, 3, 2), p4), 128, 1, False)
    n5 = partial_stage(net, net.concat(net.conv(n4, 128, 3, 2), c5), 256, 1, False)
    for part in (p3, n4, n5):
        box = net.conv(net.conv(net.conv(part, 64, 3), 64, 3), 64, act=False)
        score = net.conv(net.conv(net.conv(part, 80, 3), 80, 3), 80, act=False)
        net.give(net.concat(box, score))
    return net


def separable(net, x, out, kernel=3, stride=1):
    return net.conv(net.conv(x, x[1], kernel, stride, groups=x[1]), out)


def depthwise_stage(net, x, out, depth, shortcut=True):
    half = out // 2
    main, bypass = net.conv(x, half), net.conv(x, half)
    for _ in range(depth):
        y = separable(net, net.conv(main, half), half)
        main = net.add(main, y) if shortcut else y
    return net.conv(net.concat(main, bypass), out)


def yolox_nano(activation="silu"):
    """Depthwise separable blocks as in YOLOX-nano, 416 x 416."""
    net = Network(2, 416, activation)
    x = net.conv(("pictures", 3), 16, 3, 2)
    x = depthwise_stage(net, separable(net, x, 32, 3, 2), 32, 1)
    c3 = depthwise_stage(net, separable(net, x, 64, 3, 2), 64, 3)
    c4 = depthwise_stage(net, separable(net, c3, 128, 3, 2), 128, 3)
    x = separable(net, c4, 256, 3, 2)
    y = net.conv(x, 128)
    x = net.conv(net.concat(y, net.pool(y, 5), net.pool(y, 9), net.pool(y, 13)), 256)
    c5 = depthwise_stage(net, x, 256, 1, False)
    t5 = net.conv(c5, 128)
    p4 = depthwise_stage(net, net.concat(net.grow(t5), c4), 128, 1, False)
    t4 = net.conv(p4, 64)
    p3 = depthwise_stage(net, net.concat(net.grow(t4), c3), 64, 1, False)
    n4 = depthwise_stage(net, net.concat(separable(net, p3, 64, 3, 2), t4), 128, 1, False)
    n5 = depthwise_stage(net, net.concat(separable(net, n4, 128, 3, 2), t5), 256, 1, False)
    for part in (p3, n4, n5):
        stem = net.conv(part, 64)
        score, box = stem, stem
        for _ in range(2):
            score, box = separable(net, score, 64), separable(net, box, 64)
        net.give(net.concat(net.conv(box, 5, act=False), net.conv(score, 80, act=False)))
    return net


def shuffle_unit(net, x, out, stride, size):
    """One unit of ShuffleNet v2; the channel shuffle is written as exporters write it."""
    half = out // 2
    if stride == 1:
        kept, x = net.split(x)
    else:
        kept = net.conv((net.conv(x, x[1], 3, 2, groups=x[1], act=False)), half)
    x = net.conv(x, half)
    x = net.conv(net.conv(x, half, 3, stride, groups=half, act=False), half)
    joined = net.concat(kept, x)
    apart = net.op("Reshape", joined[0], net.constant(np.array([1, 2, half, size, size], np.int64)))
    apart = net.op("Transpose", apart, perm=[0, 2, 1, 3, 4])
    return net.op("Reshape", apart, net.constant(np.array([1, out, size, size], np.int64))), out


def shuffle(activation="relu"):
    """ShuffleNet v2 of width 1.0 at 320 x 320 with three heads, as small shelf detectors are built."""
    net = Network(3, 320, activation)
    x = net.pool(net.conv(("pictures", 3), 24, 3, 2), 3, 2)
    size = 80
    for out, repeats in ((116, 4), (232, 8), (464, 4)):
        size //= 2
        for i in range(repeats):
            x = shuffle_unit(net, x, out, 2 if i == 0 else 1, size)
        head = separable(net, separable(net, net.conv(x, 96), 96, 5), 96, 5)
        net.give(net.conv(head, 112, act=False))
    return net


NETWORKS = {
    "yolo-nano-silu": lambda: yolo_nano("silu"),
    "yolo-nano-relu": lambda: yolo_nano("relu"),
    "yolox-nano-silu": yolox_nano,
    "shuffle-relu": shuffle,
}
