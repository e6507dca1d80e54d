#!/usr/bin/env python3
"""Compares exported detectors in ONNX Runtime with the detections of 'gannet detect'. Needs onnxruntime, numpy and Pillow (Debian 13 has them).

  export_onnxruntime.py pictures FOLDER OUT             writes eight pictures of each of five sizes, cut from those in FOLDER
  gannet model export MODEL --out FILE.onnx [--batch]
  gannet detect OUT --model MODEL --score 0 --json FOUND.json
  export_onnxruntime.py compare FILE.onnx OUT FOUND.json    prints a row of docs/export.md for each size, and each batch of a graph with --batch
  export_onnxruntime.py detect FILE.onnx FOLDER FOUND.json  writes COCO results by ONNX Runtime

Two detections are partners if they have one class, their scores differ by at most 1e-3 of the score plus 1e-5, and their corners by at
most 1e-3 of the picture's longer side.
"""
import argparse, collections, json, pathlib
import numpy, onnxruntime
from PIL import Image

SIZES = [(1, 1), (50, 2000), (333, 500), (480, 640), (800, 1066)]  # height, width
EACH, BATCHES = 8, (1, 2, 8)


def pictures(args):
    sources = sorted(p for p in pathlib.Path(args.folder).rglob("*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
    out = pathlib.Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    for height, width in SIZES:
        for k in range(EACH):
            source = Image.open(sources[k % len(sources)]).convert("RGB")
            if k >= len(sources):
                source = source.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            source.resize((width, height), Image.Resampling.BILINEAR).save(out / f"{height}x{width}-{k}.png")


def read(path):
    return numpy.ascontiguousarray(numpy.asarray(Image.open(path).convert("RGB"), numpy.float32).transpose(2, 0, 1) / 255)


def detections(outputs, names, start=0, end=None):
    part = {name: outputs[names.index(name)][start:end] for name in ("boxes", "labels", "scores")}
    return [(int(c), float(s), [float(v) for v in b]) for b, c, s in zip(part["boxes"], part["labels"], part["scores"])]


def run(session, arrays):
    """The detections in each of several pictures of one size."""
    names = [output.name for output in session.get_outputs()]
    if session.get_inputs()[0].name == "image":
        return [detections(outputs, names) for outputs in (session.run(None, {"image": a}) for a in arrays)]
    outputs = session.run(None, {"images": numpy.stack(arrays)})
    counts = outputs[names.index("counts")]
    starts = [0, *numpy.cumsum(counts)]
    return [detections(outputs, names, starts[k], starts[k + 1]) for k in range(len(arrays))]


def paired(ours, theirs, side):
    """How many of ours have a partner of their own among theirs, and the largest difference of their scores."""
    free, count, worst = list(theirs), 0, 0.0
    for label, score, box in ours:
        fits = [k for k, (c, s, b) in enumerate(free)
                if c == label and abs(s - score) <= 1e-3 * score + 1e-5 and max(abs(p - q) for p, q in zip(b, box)) <= 1e-3 * side]
        if fits:
            nearest = min(fits, key=lambda k: abs(free[k][1] - score))
            worst = max(worst, abs(free.pop(nearest)[1] - score))
            count += 1
    return count, worst


def found_by_gannet(path):
    content = json.load(open(path))
    found = collections.defaultdict(list)
    for d in content if isinstance(content, list) else content["detections"]:
        x, y, w, h = d["bbox"]
        found[pathlib.Path(d["file_name"]).name].append((d["category_id"] - 1, d["score"], [x, y, x + w, y + h]))
    return found


def compare(args):
    session, found = onnxruntime.InferenceSession(args.onnx, providers=["CPUExecutionProvider"]), found_by_gannet(args.found)
    folder = pathlib.Path(args.folder)
    batches = BATCHES if session.get_inputs()[0].name == "images" else (1,)
    totals = [0, 0, 0]
    for height, width in SIZES:
        for batch in batches:
            ours = theirs = pairs = 0
            worst = 0.0
            paths = [folder / f"{height}x{width}-{k}.png" for k in range(EACH)]
            for start in range(0, EACH, batch):
                some = paths[start:start + batch]
                for path, own in zip(some, run(session, [read(p) for p in some])):
                    expected = found[path.name]
                    count, difference = paired(expected, own, max(height, width))
                    ours, theirs, pairs, worst = ours + len(expected), theirs + len(own), pairs + count, max(worst, difference)
            share = 100 if max(ours, theirs) == 0 else 100 * pairs / max(ours, theirs)
            totals = [totals[0] + ours, totals[1] + theirs, totals[2] + pairs]
            print(f"| {args.name or pathlib.Path(args.onnx).stem} | {height} × {width} | {batch} | {ours} | {theirs} | {share:.1f} % | {worst:.1e} |", flush=True)
    print(f"| {args.name or pathlib.Path(args.onnx).stem} | all | | {totals[0]} | {totals[1]} | {100 * totals[2] / max(1, *totals[:2]):.2f} % | |")


def detect(args):
    session, results = onnxruntime.InferenceSession(args.onnx, providers=["CPUExecutionProvider"]), []
    for path in sorted(pathlib.Path(args.folder).iterdir()):
        for label, score, (x1, y1, x2, y2) in run(session, [read(path)])[0]:
            results.append({"file_name": path.name, "category_id": label + 1, "bbox": [x1, y1, x2 - x1, y2 - y1], "score": score})
    json.dump(results, open(args.found, "w"))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
commands = parser.add_subparsers(required=True)
for name, call, arguments in (("pictures", pictures, ("folder", "out")), ("compare", compare, ("onnx", "folder", "found")), ("detect", detect, ("onnx", "folder", "found"))):
    command = commands.add_parser(name)
    command.set_defaults(call=call)
    for argument in arguments:
        command.add_argument(argument)
    command.add_argument("--name")
arguments = parser.parse_args()
arguments.call(arguments)
