#!/usr/bin/python3
"""Makes tests/fixtures/coco/scores.json: small data sets with detections, and pycocotools' twelve numbers for each.

  coco_scores.py PACKAGE

PACKAGE is the folder that holds a built `pycocotools` (commit 8c9bcc3cf640524c4c20a9c40e89cb6a2f2fa0e9). In these cases double and
single precision differ, or a reader stricter than pycocotools would refuse what pycocotools scores.
"""
import contextlib
import copy
import json
import pathlib
import random
import sys

import numpy

numpy.float = float  # numpy 1.24 removed this name
sys.path.insert(0, sys.argv[1])
from pycocotools import mask as masks  # noqa: E402
from pycocotools.coco import COCO  # noqa: E402
from pycocotools.cocoeval import COCOeval  # noqa: E402

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "coco" / "scores.json"
THRESHOLDS = [.5, .55, .6, .65, .7, .75, .8, .85, .9, .95]


def truth_of(pictures, annotations, categories=((1, "one"),)):
    return {
        "images": pictures, "categories": [{"id": i, "name": n} for i, n in categories],
        "annotations": [{"id": k + 1, "iscrowd": 0, "area": a["bbox"][2] * a["bbox"][3], **a} for k, a in enumerate(annotations)],
    }


def picture(number, size=400):
    return {"id": number, "file_name": f"{number}.jpg", "width": size, "height": size}


def row(number, bbox, score, category=1):
    return {"image_id": number, "category_id": category, "bbox": bbox, "score": score}


def box(number, bbox, category=1, **more):
    return {"image_id": number, "category_id": category, "bbox": bbox, **more}


def half():
    return truth_of([picture(1)], [box(1, [.1, .1, 10, 10])]), [row(1, [.1, .1, 10, 5], .9)]


def close_scores():
    # The better one comes last; only double precision tells them apart.
    return truth_of([picture(1)], [box(1, [10, 10, 40, 40])]), [row(1, [200, 200, 40, 40], .9999999990), row(1, [10, 10, 40, 40], .9999999991)]


def edges_of_sizes():
    rng = random.Random(2)
    pictures, annotations, rows = [], [], []
    for number in range(1, 13):
        pictures.append(picture(number))
        side = (32, 96, 40, 120)[number % 4]
        annotations.append(box(number, [round(rng.uniform(0, 90), 2), round(rng.uniform(0, 90), 2), 30 + 10 * (number % 8), 31.5]))
        if number % 3:
            rows.append(row(number, annotations[-1]["bbox"], round(rng.random(), 4)))
        rows.append(row(number, [round(rng.uniform(150, 250), 2), round(rng.uniform(150, 250), 2), side, side], round(rng.random(), 4)))
    return truth_of(pictures, annotations), rows


def fractions(seed):
    """Boxes with two decimals, detections cut to overlaps exactly at the thresholds, repeated scores, crowds."""
    rng = random.Random(seed)
    pictures = [picture(number) for number in rng.sample(range(1, 1000), 12)]
    categories = [(5, "five"), (2, "two"), (9, "nine")]
    annotations, rows = [], []
    for p in pictures:
        for _ in range(rng.randint(0, 7)):
            category = rng.choice(categories)[0]
            x, y = round(rng.uniform(0, 250), 2), round(rng.uniform(0, 250), 2)
            w, h = round(rng.choice([8, 32, 50, 96, 130]) * rng.uniform(.6, 1.1), 2), rng.choice([10, 32, 48.5, 96, 100])
            annotations.append(box(p["id"], [x, y, w, h], category, iscrowd=int(rng.random() < .1)))
            for _ in range(rng.randint(0, 3)):
                share = rng.choice(THRESHOLDS)
                cut = [x, y, w, h * share] if rng.random() < .5 else [x, y, w * share, h]
                if rng.random() < .3:
                    cut = [x + rng.randint(-30, 30) / 8, y, w, h]
                rows.append(row(p["id"], cut, round(rng.random(), 1) + rng.choice([0, 1e-9, 1e-10]), category))
        for _ in range(rng.randint(0, 2)):
            side = rng.choice([32, 96])
            rows.append(row(p["id"], [rng.uniform(0, 300), rng.uniform(0, 300), side, side], rng.random(), rng.choice(categories)[0]))
    rng.shuffle(rows)
    return truth_of(pictures, annotations, categories), rows


def polygon(bbox):
    x, y, w, h = bbox
    return [[x, y, x + w, y, x + w, y + h, x, y + h]]


def runs(bbox, size=400):
    code = masks.merge(masks.frPyObjects(polygon(bbox), size, size))
    return {"size": code["size"], "counts": code["counts"].decode()}


def both(first_has_box, box_of_mask):
    """Rows with a box and a mask: in pycocotools the first row decides which of the two gives the areas."""
    rng = random.Random(7)
    pictures = [picture(number) for number in range(1, 9)]
    annotations, rows = [], []
    for p in pictures:
        for _ in range(3):
            outline = [rng.randint(0, 200), rng.randint(0, 200), rng.choice([20, 31, 60, 95]), rng.choice([24, 33, 64, 98])]
            annotations.append(box(p["id"], outline, segmentation=polygon(outline)))
            moved = [outline[0] + rng.randint(0, 4), outline[1], outline[2], outline[3]]
            if rng.random() < .4:
                moved[0] += 150
            wide = [moved[0] + .1, moved[1] + .1, moved[2] * 1.2, moved[3]]
            rows.append({**row(p["id"], moved if box_of_mask else wide, round(rng.random(), 3)), "segmentation": runs(moved)})
    if not first_has_box:
        del rows[0]["bbox"]
        rows[5]["segmentation"], rows[5]["bbox"] = runs([0, 0, 30, 30]), [0, 0, 100, 100]
    return truth_of(pictures, annotations), rows


def masks_alone():
    truth, rows = both(True, True)
    for r in rows:
        del r["bbox"]
    return truth, rows


def without_sizes():
    truth, rows = both(True, True)
    for annotation in truth["annotations"]:
        annotation["segmentation"] = runs(annotation["bbox"])
    return truth, rows


def odd_names(kind):
    truth, rows = fractions(11)
    if kind == "text ids":
        names = {p["id"]: f"picture {p['id']}" for p in truth["images"]}
        for record in truth["images"]:
            record["id"] = names[record["id"]]
        for record in truth["annotations"] + rows:
            record["image_id"] = names[record["image_id"]]
    elif kind == "no names":
        for p in truth["images"]:
            del p["file_name"]
    elif kind == "one name for all":
        for p in truth["images"]:
            p["file_name"] = "frame.jpg"
    elif kind == "unknown category":
        rows.insert(3, row(truth["images"][0]["id"], [1, 2, 30, 40], .99, 77))
    elif kind == "categories of one name":
        for c in truth["categories"]:
            c["name"] = "thing"
    return truth, rows


def score(truth, rows, kind):
    with contextlib.redirect_stdout(sys.stderr):
        api = COCO()
        api.dataset = copy.deepcopy(truth)
        api.createIndex()
        evaluation = COCOeval(api, api.loadRes(copy.deepcopy(rows)), kind)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [float(value) for value in evaluation.stats]


def main():
    cases = {
        "half": half(), "close scores": close_scores(), "edges of sizes": edges_of_sizes(),
        **{f"fractions {seed}": fractions(seed) for seed in range(6)},
        "box and mask": both(True, True), "box wider than mask": both(True, False), "first row without box": both(False, False),
        "masks alone": masks_alone(), "masks without sizes": without_sizes(),
        **{kind: odd_names(kind) for kind in ("text ids", "no names", "one name for all", "unknown category", "categories of one name")},
    }
    text = []
    for name, (truth, rows) in cases.items():
        kinds = ["bbox", "segm"] if any("segmentation" in r for r in rows) else ["bbox"]
        expected = {kind: score(truth, rows, kind) for kind in kinds}
        if name == "masks without sizes":  # pycocotools requires the sizes but does not use them, so the scores are those with sizes
            for p in truth["images"]:
                del p["width"], p["height"]
        text.append(json.dumps({"name": name, "truth": truth, "results": rows, "expected": expected}))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("[\n" + ",\n".join(text) + "\n]\n")


if __name__ == "__main__":
    main()
