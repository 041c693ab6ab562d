"""Times this engine and other runtimes on the same files, threads and machine, in turns.

    python -m benchmark --gondola PROGRAM [--model FILE ...] [--json FILE] [--out FILE] [--threads 1 2] [--rounds N]
"""

import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import onnx

from . import networks, quantize, report

RUNTIMES = ["gondola", "onnxruntime", "openvino", "ncnn"]
# Runs of one runtime before the next has its turn: enough to be warm again.
RUNS_A_TURN = 3


class Runtime:
    """A runtime in its own process with one network loaded."""

    def __init__(self, name, gondola, path, threads, shape):
        self.name, self.path, self.times = name, path, []
        if name == "gondola":
            command = [gondola, "bench", str(path), "--threads", str(threads), "--serve"]
        else:
            worker = pathlib.Path(__file__).with_name("worker.py")
            command = [sys.executable, str(worker), name, str(path), str(threads), *map(str, shape)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        first = self.process.stdout.readline()
        if not first:
            raise RuntimeError(f"{name} cannot run {path.name}")
        said = json.loads(first)
        self.load_ms, self.before_mb = said["load_ms"][0], said.get("before_mb", [0.0])[0]
        self.program_mb, self.input_mb = said.get("program_mb", [0.0])[0], said.get("input_mb", [0.0])[0]

    def run(self, count):
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["times_ms"]

    def memory_mb(self):
        """The most that was resident, less the input, and less what Python took before the runtime came."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024 - self.before_mb - self.input_mb

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def to_ncnn(path, shape, folder):
    """The network in ncnn's form, in a folder of its own; None when the converter cannot."""
    copy = pathlib.Path(folder) / "ncnn" / path.stem / "network.onnx"
    if not copy.parent.exists():
        copy.parent.mkdir(parents=True)
        shutil.copy(path, copy)
        text = "[" + ",".join(map(str, shape)) + "]"
        program = pathlib.Path(sys.executable).with_name("pnnx")
        subprocess.run([program, copy.name, f"inputshape={text}", "fp16=0"], cwd=copy.parent,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return copy if copy.with_suffix(".ncnn.param").exists() else None


def input_of(model):
    port = model.graph.input[0]
    return port.name, [size.dim_value or 1 for size in port.type.tensor_type.shape.dim]


def is_quantized(model):
    return any(node.op_type == "QuantizeLinear" for node in model.graph.node)


def measure(name, path, threads, folder, options):
    model = onnx.load(path)
    _, shape = input_of(model)
    precision = "int8" if is_quantized(model) else "float"
    runtimes, rows = [], []
    try:
        for runtime in RUNTIMES:
            own = path
            if runtime == "ncnn":
                own = to_ncnn(path, shape, folder) if precision == "float" else None
            if own is None:
                continue
            try:
                runtimes.append(Runtime(runtime, options.gondola, own, threads, shape))
            except RuntimeError as error:
                print(error, file=sys.stderr)
        for turn in range(options.rounds + 1):
            for runtime in runtimes:
                times = runtime.run(RUNS_A_TURN)
                if turn > 0:
                    runtime.times += times
        for runtime in runtimes:
            rows.append({
                "model": name, "precision": precision, "threads": threads, "runtime": runtime.name,
                "median_ms": round(statistics.median(runtime.times), 3), "min_ms": round(min(runtime.times), 3),
                "load_ms": round(runtime.load_ms, 1), "rss_mb": round(runtime.memory_mb(), 1),
                "program_mb": round(runtime.program_mb, 1), "file_mb": round(path.stat().st_size / 2**20, 1)})
            print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    finally:
        for runtime in runtimes:
            runtime.end()
    return rows


def main():
    parser = argparse.ArgumentParser(description="Compare the engine with other runtimes.")
    parser.add_argument("--gondola", required=True, help="the program")
    parser.add_argument("--model", action="append", help="an ONNX file instead of the benchmark's networks")
    parser.add_argument("--json", help="write the rows to this file")
    parser.add_argument("--out", help="write the report to this file")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        files = [(pathlib.Path(path).stem, pathlib.Path(path).resolve()) for path in options.model or []]
        if not files:
            for name, make in networks.NETWORKS.items():
                path = pathlib.Path(folder) / f"{name}.onnx"
                onnx.save(make().model(), path)
                target = path.with_name(f"{name}-int8.onnx")
                quantize.quantize(path, target, *input_of(onnx.load(path)))
                files += [(name, path), (name, target)]
        for name, path in files:
            for threads in options.threads:
                rows += measure(name, path, threads, folder, options)
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")
    text = report.text(rows, options.gondola, options.rounds * RUNS_A_TURN)
    print(text)
    if options.out:
        pathlib.Path(options.out).write_text(text)


if __name__ == "__main__":
    main()
