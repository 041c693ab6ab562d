"""The command line of scripts/train."""

import argparse

from .stream import ROOT, default_gondola


def main():
    parser = argparse.ArgumentParser(prog="scripts/train", description="Trains Gondola's models on rendered shelves.")
    tasks = parser.add_subparsers(dest="task", required=True)
    for name, help, minutes, batch in [
        ("detector", "train the detector on scenes rendered meanwhile", 120, 8),
        ("embedder", "train the embedder on crops rendered meanwhile", 90, 128),
    ]:
        task = tasks.add_parser(name, help=help)
        task.add_argument("--run", required=True, help="folder of the run; a run started again goes on")
        task.add_argument("--start", help="folder of an earlier run with whose weights this one begins")
        task.add_argument("--gondola", default=default_gondola(), help="the program that renders")
        task.add_argument("--minutes", type=float, default=minutes)
        task.add_argument("--batch", type=int, default=batch)
        task.add_argument("--device", default="cpu", help="cpu or cuda")
        task.add_argument("--threads", type=int, default=2)
        task.add_argument("--seed", type=int, default=1)
        if name == "embedder":
            task.add_argument("--skus", type=int, default=20_000, help="SKUs of the catalogue that is rendered")
        if name == "detector":
            task.add_argument("--size", type=int, default=448, help="side of the training crops, a multiple of 32")
            task.add_argument("--workers", type=int, default=1, help="renderers, and processes that read from them")
    task = tasks.add_parser("export", help="write the models of two runs as ONNX")
    task.add_argument("--detector", nargs="+", help="folder of a detector run; the mean of several")
    task.add_argument("--embedder", nargs="+", help="folder of an embedder run; the mean of several")
    task.add_argument("--out", required=True, help="folder for detector.onnx and embedder.onnx")
    task.add_argument("--side", type=int, default=640, help="side of the detector's input")
    task = tasks.add_parser("evaluate", help="judge what gondola finds with pycocotools")
    task.add_argument("--coco", required=True, help="labels in COCO JSON")
    task.add_argument("--images", required=True, help="folder with the pictures")
    task.add_argument("--detector", default=str(ROOT / "models/detector.int8.onnx"), help="an ONNX file")
    task.add_argument("--gondola", default=default_gondola(), help="the program that detects")
    task.add_argument("--threads", type=int, default=2)
    task.add_argument("--json", help="file for the figures")
    task = tasks.add_parser("curves", help="draw the curves of runs")
    task.add_argument("runs", nargs="+", help="folders of runs")
    task.add_argument("--out", required=True, help="the picture, PNG")
    task = tasks.add_parser("adapt", help="adapt the shipped detector to photographs of a store")
    task.add_argument("--photos", required=True, help="folder with the labelled photographs (JPEG)")
    task.add_argument("--labels", required=True, help="their labels, COCO JSON")
    task.add_argument("--learn", type=int, default=3, help="photographs to learn from; the others are checked on")
    task.add_argument("--frames", help="folder with frames of the store's cameras, without labels")
    task.add_argument("--models", default=str(ROOT / "models"), help="folder of the shipped models")
    task.add_argument("--out", required=True, help="folder for the adapted model and the report")
    task.add_argument("--gondola", default=default_gondola(), help="the program that renders and measures")
    task.add_argument("--minutes", type=float, default=12)
    task.add_argument("--batch", type=int, default=8)
    task.add_argument("--size", type=int, default=448, help="side of the training crops, a multiple of 32")
    task.add_argument("--device", default="cpu", help="cpu or cuda")
    task.add_argument("--threads", type=int, default=2)
    task.add_argument("--seed", type=int, default=1, help="chooses the photographs, among other things")
    options = parser.parse_args()

    if options.task == "detector":
        from .train_detector import train

        train(options.gondola, options.run, options.minutes, options.batch, options.size, options.device,
              options.threads, options.seed, options.workers, options.start)
    elif options.task == "embedder":
        from .train_embedder import train

        train(options.gondola, options.skus, options.run, options.minutes, options.batch, options.device,
              options.threads, options.seed, options.start)
    elif options.task == "adapt":
        from .adapt import adapt

        adapt(options.gondola, options.models, options.photos, options.labels, options.learn, options.frames,
              options.out, options.minutes, options.batch, options.size, options.device, options.threads, options.seed)
    elif options.task == "evaluate":
        from .evaluate import evaluate

        evaluate(options.gondola, options.detector, options.coco, options.images, options.json, options.threads)
    elif options.task == "curves":
        from .curves import draw

        draw(options.runs, options.out)
    else:
        from . import export

        if options.detector:
            export.detector(options.detector, f"{options.out}/detector.onnx", options.side)
        if options.embedder:
            export.embedder(options.embedder, f"{options.out}/embedder.onnx")


if __name__ == "__main__":
    main()
