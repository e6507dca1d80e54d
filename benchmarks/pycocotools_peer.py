#!/usr/bin/env python3
"""Times pycocotools on the objects and detections that `gannet bench evaluate --out DIR` wrote.

  pycocotools_peer.py PACKAGE DIR [--runs N]

PACKAGE is the folder that holds a built `pycocotools`. Prints one JSON object per line, as `gannet bench evaluate --json -` does: the time to
read the files, and the time to compute the twelve numbers, which are in "stats" in COCO's order.
"""
import argparse, contextlib, json, pathlib, statistics, sys, time

import numpy

# numpy 1.24 removed this name; pycocotools still uses it.
numpy.float = float


def clock(name, call, runs, **extra):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        with contextlib.redirect_stdout(sys.stderr):  # pycocotools prints progress to standard output
            result = call()
        times.append(time.perf_counter() - start)
    extra = {key: value(result) for key, value in extra.items()}
    print(json.dumps({"name": name, "median_s": statistics.median(times), "min_s": min(times), "runs": runs, **extra}), flush=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package")
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=1)
    args = parser.parse_args()
    sys.path.insert(0, args.package)
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    def read():
        truth = COCO(str(args.data / "annotations" / "instances.json"))
        return truth, truth.loadRes(str(args.data / "results.json"))

    def evaluate():
        evaluation = COCOeval(truth, found, "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        return evaluation

    truth, found = clock("coco_read_5000x500000", read, 1)
    clock("coco_evaluate_5000x500000", evaluate, args.runs, stats=lambda e: e.stats.tolist(), numpy=lambda _: numpy.__version__)


if __name__ == "__main__":
    main()
