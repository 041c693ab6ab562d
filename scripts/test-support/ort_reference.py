"""Reference answers from onnxruntime, for the tests of the inference engine.

    ort_reference.py build DIR              write small networks, their inputs and onnxruntime's outputs
    ort_reference.py run MODEL DIR          run MODEL on DIR's inputs (input0.bin ...), write outputs

build also writes broken files with hostile.json, a list of {name, model, kind, mentions}.

DIR gets index.json: a list of cases {name, model, inputs, outputs, steps}, tensors as {file, shape} with raw little
endian float32. "steps" is the size of one quantization step of each output, 0 where the output is not quantized.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Net:
    """A network under construction: nodes in order, constants as they are needed."""

    def __init__(self, seed, inputs, opset=OPSET):
        self.random = np.random.default_rng(seed)
        self.inputs = inputs
        self.opset = opset
        self.nodes, self.constants, self.count = [], [], 0

    def name(self, prefix):
        self.count += 1
        return f"{prefix}_{self.count}"

    def constant(self, array, prefix="c"):
        name = self.name(prefix)
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def normal(self, *shape, scale=1.0):
        return self.constant((self.random.standard_normal(shape) * scale).astype(np.float32), "w")

    def op(self, kind, *inputs, outputs=1, **attributes):
        names = [self.name(kind.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, name="n_" + names[0], **attributes))
        return names[0] if outputs == 1 else names

    def quantize(self, x, scale, zero, signed=False):
        """QuantizeLinear and DequantizeLinear of an activation."""
        s = self.constant(np.float32(scale), "s")
        z = self.constant(np.int8(zero) if signed else np.uint8(zero), "z")
        return self.op("DequantizeLinear", self.op("QuantizeLinear", x, s, z), s, z)

    def weights(self, *shape, axis=0, per_channel=True):
        """int8 weights behind a DequantizeLinear; returns the name and the scales."""
        w = self.constant(self.random.integers(-127, 128, shape).astype(np.int8), "w")
        count = shape[axis] if per_channel else 1
        fan_in = np.prod(shape) / shape[axis]
        scales = (self.random.uniform(0.5, 1.5, count) / 73 / np.sqrt(fan_in)).astype(np.float32)
        if per_channel:
            s, z = self.constant(scales, "s"), self.constant(np.zeros(count, np.int8), "z")
            return self.op("DequantizeLinear", w, s, z, axis=axis), scales
        s, z = self.constant(scales[0], "s"), self.constant(np.int8(0), "z")
        return self.op("DequantizeLinear", w, s, z), scales

    def bias(self, scales, x_scale, count):
        b = self.constant(self.random.integers(-3000, 3000, count).astype(np.int32), "b")
        s = self.constant((np.float32(x_scale) * np.broadcast_to(scales, count)).astype(np.float32), "s")
        return self.op("DequantizeLinear", b, s, self.constant(np.zeros(count, np.int32), "z"), axis=0)

    def quantized_conv(self, x, x_scale, shape, bias=True, per_channel=True, **attributes):
        w, scales = self.weights(*shape, per_channel=per_channel)
        extra = [self.bias(scales, x_scale, shape[0])] if bias else []
        return self.op("Conv", x, w, *extra, kernel_shape=shape[2:], **attributes)

    def model(self, outputs):
        infos = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in self.inputs.items()]
        results = [helper.make_tensor_value_info(o, TensorProto.FLOAT, None) for o in outputs]
        graph = helper.make_graph(self.nodes, "test", infos, results, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)])
        model.ir_version = 8
        helper.set_model_props(model, {"classes": "a,b", "stride": "8"})
        return model


CASES = {}


def case(name, inputs, steps=None, fixed=None, opset=OPSET):
    """Registers a function that builds one network; `fixed` replaces open dimensions in the inputs' data."""

    def register(build):
        CASES[name] = (inputs, build, steps, fixed or {}, opset)
        return build

    return register


def session(path):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    # Exact products on machines without VNNI, where the quick ones saturate.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def write(directory, stem, array):
    array = np.asarray(array, dtype=np.float32, order="C")
    array.tofile(directory / f"{stem}.bin")
    return {"file": f"{stem}.bin", "shape": list(array.shape)}


def build(directory):
    import ort_cases  # noqa: F401, registers its cases
    import ort_cases_tail  # noqa: F401
    import ort_cases_late  # noqa: F401, must come last
    import ort_hostile

    ort_hostile.build(directory)

    index = []
    for number, (name, (inputs, make, steps, fixed, opset)) in enumerate(CASES.items()):
        net = Net(number, inputs, opset)
        made = make(net)
        model = made if isinstance(made, onnx.ModelProto) else net.model(made if isinstance(made, list) else [made])
        path = directory / f"{name}.onnx"
        onnx.save(model, path)
        random = np.random.default_rng(1000 + number)
        feeds = {}
        for key, shape in inputs.items():
            sizes = [fixed.get(size, size) for size in shape]
            feeds[key] = random.standard_normal(sizes).astype(np.float32)
        results = session(path).run(None, feeds)
        index.append({
            "name": name,
            "model": path.name,
            "inputs": [write(directory, f"{name}.in{i}", a) for i, a in enumerate(feeds.values())],
            "outputs": [write(directory, f"{name}.out{i}", a) for i, a in enumerate(results)],
            "steps": steps or [0.0] * len(results),
        })
    (directory / "index.json").write_text(json.dumps(index, indent=1))


def run(model, directory):
    """Runs a model whose one input is stored as input<k>.bin with its shape in input<k>.json, for each k."""
    runner = session(model)
    name = runner.get_inputs()[0].name
    for path in sorted(directory.glob("input*.bin")):
        shape = json.loads(path.with_suffix(".json").read_text())
        feed = np.fromfile(path, np.float32).reshape(shape)
        outputs = runner.run(None, {name: feed})
        stem = path.stem.replace("input", "output")
        listed = [write(directory, f"{stem}.{i}", array) for i, array in enumerate(outputs)]
        (directory / f"{stem}.json").write_text(json.dumps(listed))


if __name__ == "__main__":
    sys.modules["ort_reference"] = sys.modules["__main__"]
    if sys.argv[1:2] == ["build"] and len(sys.argv) == 3:
        build(pathlib.Path(sys.argv[2]))
    elif sys.argv[1:2] == ["run"] and len(sys.argv) == 4:
        run(sys.argv[2], pathlib.Path(sys.argv[3]))
    else:
        sys.exit(__doc__)
