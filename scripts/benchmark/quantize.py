"""Quantizes a benchmark network with onnxruntime's own tool: QDQ form, u8 activations, s8 weights per channel."""

import numpy as np
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process


class Noise(CalibrationDataReader):
    """A few pictures of noise: ranges need only be plausible for timing."""

    def __init__(self, name, shape, count=4):
        random = np.random.default_rng(0)
        self.feeds = iter([{name: random.random(shape, np.float32)} for _ in range(count)])

    def get_next(self):
        return next(self.feeds, None)


def quantize(path, target, name, shape):
    prepared = str(target) + ".prepared"
    quant_pre_process(str(path), prepared, skip_symbolic_shape=True)
    quantize_static(prepared, str(target), Noise(name, shape), quant_format=QuantFormat.QDQ, per_channel=True,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
