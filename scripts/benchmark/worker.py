"""One runtime with one network in a process of its own: `worker.py RUNTIME MODEL THREADS`.

Says how long it took from opening the file to the first answer, then answers each number of runs on standard input
with their times in milliseconds, as `gondola bench --serve` does.
"""

import json
import pathlib
import sys
import time


def memory():
    """Resident and largest resident memory of this process in MiB."""
    lines = pathlib.Path("/proc/self/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines if line.startswith(("VmRSS", "VmHWM"))}


def onnxruntime_runner(path, threads):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Threads that spin on after a run would disturb the runtimes that are timed next.
    options.add_session_config_entry("session.intra_op.allow_spinning", "1" if threads == 1 else "0")
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    port = session.get_inputs()[0]
    return lambda data: session.run(None, {port.name: data})


def openvino_runner(path, threads):
    import openvino

    core = openvino.Core()
    settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": "1", "INFERENCE_PRECISION_HINT": "f32"}
    request = core.compile_model(core.read_model(str(path)), "CPU", settings).create_infer_request()
    return lambda data: request.infer([data])


def ncnn_runner(path, threads):
    import ncnn

    net = ncnn.Net()
    net.opt.num_threads = threads
    net.load_param(str(path.with_suffix(".ncnn.param")))
    net.load_model(str(path.with_suffix(".ncnn.bin")))
    outputs = net.output_names()

    def run(data):
        extractor = net.create_extractor()
        extractor.input(net.input_names()[0], ncnn.Mat(data[0]))
        return [extractor.extract(name)[1] for name in outputs]

    return run


RUNNERS = {"onnxruntime": onnxruntime_runner, "openvino": openvino_runner, "ncnn": ncnn_runner}


def main():
    runtime, path, threads, *shape = sys.argv[1:]
    import numpy

    data = numpy.random.default_rng(0).random([int(size) for size in shape], numpy.float32)
    before = memory()["VmRSS"]
    start = time.perf_counter()
    run = RUNNERS[runtime](pathlib.Path(path), int(threads))
    run(data)
    print(json.dumps({"load_ms": [1e3 * (time.perf_counter() - start)], "before_mb": [before]}), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            start = time.perf_counter()
            run(data)
            times.append(1e3 * (time.perf_counter() - start))
        print(json.dumps({"times_ms": times}), flush=True)


if __name__ == "__main__":
    main()
