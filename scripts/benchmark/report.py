"""The benchmark's rows as a page: one line for each network, precision and number of threads."""

import datetime
import importlib.metadata
import pathlib

# What the engine is to reach against the fastest other runtime.
GOALS = {("yolo-nano-silu", "int8"): 2.0, ("yolo-nano-relu", "int8"): 1.3, ("yolox-nano-silu", "int8"): 1.5,
         ("shuffle-relu", "int8"): 1.5}
FLOAT_GOAL = 0.9
OTHERS = ["onnxruntime", "openvino", "ncnn"]
FLAGS = ["avx2", "avx_vnni", "avx512_vnni", "avx512vbmi", "amx_int8"]


def machine():
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    name = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    there = ", ".join(flag for flag in FLAGS if flag in flags)
    missing = ", ".join(flag for flag in FLAGS if flag not in flags)
    return f"{name}; it has {there or 'none of the instruction sets of interest'}" + (
        f" and lacks {missing}" if missing else "")


def line(key, group):
    model, precision, threads = key
    own = group.get("gondola")
    others = {name: group[name] for name in OTHERS if name in group}
    cells = [model, precision, str(threads)]
    cells += [f"{group[name]['median_ms']:.2f}" if name in group else "–" for name in ["gondola", *OTHERS]]
    if own and others:
        goal = GOALS.get((model, precision), FLOAT_GOAL if precision == "float" else None)
        ratio = min(row["median_ms"] for row in others.values()) / own["median_ms"]
        least = min(row["min_ms"] for row in others.values()) / own["min_ms"]
        cells += [f"{ratio:.2f}", f"{least:.2f}", "–" if goal is None else f"{goal:.1f}"]
        beyond = own["rss_mb"] - own["file_mb"]
        memory = [f"{beyond:.0f}", f"{beyond - own['program_mb']:.0f}",
                  f"{min(row['rss_mb'] - row['file_mb'] for row in others.values()):.0f}"]
    else:
        cells += ["–"] * 3
        memory = ["–", "–", "–"]
    cells += memory + [f"{own['load_ms']:.0f}" if own else "–"]
    return "| " + " | ".join(cells) + " |"


def text(rows, gondola, runs):
    groups = {}
    for row in rows:
        groups.setdefault((row["model"], row["precision"], row["threads"]), {})[row["runtime"]] = row
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in OTHERS)
    head = [
        "# Benchmarks of the inference engine", "",
        f"Written by `scripts/bench-engine` on {datetime.date.today()}. Machine: {machine()}. {versions}, from PyPI.",
        "", f"Milliseconds for one picture, median of {runs} warm runs, the runtimes in turns on the same file. "
        "The ratio is that of the fastest other runtime to this engine; beside it the same of the least times, which other "
        "work on the machine disturbs less. Memory is the most that was resident beyond the file and the input, in MiB; of "
        "the others, what Python took before is left out, and of this engine, in the column \"engine\", what the whole "
        "program took before it opened the file. Load is from opening the file to the first answer, in ms.", "",
        "ncnn has float only here: its tools for 8 bits are not on PyPI.", "",
        "| network | precision | threads | gondola | onnxruntime | openvino | ncnn | ratio | of least | goal | MiB | engine | least other | load |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    body = [line(key, group) for key, group in groups.items()]
    scaling = []
    for (model, precision, threads), group in groups.items():
        single = groups.get((model, precision, 1), {}).get("gondola")
        if threads == 2 and single and "gondola" in group:
            own = group["gondola"]
            scaling.append(f"| {model} | {precision} | {single['median_ms'] / own['median_ms']:.2f} | "
                           f"{single['min_ms'] / own['min_ms']:.2f} |")
    if scaling:
        body += ["", "Two threads against one (goal 1.8):", "", "| network | precision | median | least |",
                 "| --- | --- | --- | --- |", *scaling]
    return "\n".join(head + body) + "\n"
