#!/usr/bin/python3
"""Compares a whole Mask R-CNN with torchvision's. It is run by hand, because the weights are too large to commit.

  mask_reference.py make FOLDER PICTURE…       writes FOLDER/weights.pth, and torchvision's detections with them to FOLDER/expected.json
  gannet model import --preset mask-rcnn-resnet50-fpn --weights FOLDER/weights.pth --classes a,b,c --out FOLDER/model.safetensors
  gannet detect --model FOLDER/model.safetensors PICTURE… --score 0.05 --json FOLDER/found.json
  mask_reference.py compare FOLDER             matches boxes of the same class and prints how well the masks agree

The weights come from the formula of detector_parity.py, so scores and boxes vary.
"""
import json, pathlib, sys

import numpy as np
import torch
from PIL import Image
from torchvision.models import detection
from torchvision.transforms.functional import to_tensor

from detector_parity import CLASSES, fill


def make(folder, pictures):
    folder.mkdir(parents=True, exist_ok=True)
    model = detection.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=CLASSES + 1)
    model.load_state_dict({k: v if k.endswith("num_batches_tracked") else fill(k, v) for k, v in model.state_dict().items()})
    torch.save(model.state_dict(), folder / "weights.pth")
    rows = []
    for path in map(pathlib.Path, pictures):
        with torch.no_grad():
            found = model.eval()([to_tensor(Image.open(path).convert("RGB"))])[0]
        for (x1, y1, x2, y2), label, score, mask in zip(*(found[k].tolist() for k in ("boxes", "labels", "scores")), found["masks"]):
            flat = np.concatenate([[0], (mask[0].numpy() >= 0.5).T.flatten(), [0]])
            edges = np.flatnonzero(np.diff(flat.astype(np.int8)))
            counts = np.diff(np.concatenate([[0], edges, [mask[0].numel()]])).tolist()
            rows.append({"file_name": path.name, "category_id": label, "bbox": [x1, y1, x2 - x1, y2 - y1], "score": score,
                         "segmentation": {"size": list(mask[0].shape), "counts": counts}})
    (folder / "expected.json").write_text(json.dumps(rows))
    print(len(rows), "detections; shares of the picture covered by masks:",
          [round(sum(r["segmentation"]["counts"][1::2]) / float(np.prod(r["segmentation"]["size"])), 3) for r in rows[:8]])


def letters(text):
    """COCO's compressed counts."""
    counts, at = [], 0
    while at < len(text):
        value = shift = 0
        while True:
            letter = ord(text[at]) - 48
            at += 1
            value |= (letter & 31) << shift
            shift += 5
            if not letter & 32:
                break
        if letter & 16:
            value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
    return counts


def bitmap(row):
    height, width = row["segmentation"]["size"]
    counts = row["segmentation"]["counts"]
    counts = letters(counts) if isinstance(counts, str) else counts
    return np.repeat(np.arange(len(counts)) % 2, counts).reshape(width, height).T.astype(bool)


def box_iou(a, b):
    (ax, ay, aw, ah), (bx, by, bw, bh) = a, b
    common = max(0, min(ax + aw, bx + bw) - max(ax, bx)) * max(0, min(ay + ah, by + bh) - max(ay, by))
    return common / (aw * ah + bw * bh - common)


def compare(folder):
    expected, found = (json.loads((folder / name).read_text()) for name in ("expected.json", "found.json"))
    ious = []
    for row in expected:
        same = [f for f in found if (f["file_name"], f["category_id"]) == (row["file_name"], row["category_id"])
                and box_iou(f["bbox"], row["bbox"]) > 0.95]
        if not same:
            continue
        best = max(same, key=lambda f: box_iou(f["bbox"], row["bbox"]))
        found.remove(best)
        a, b = bitmap(row), bitmap(best)
        ious.append((a & b).sum() / max(1, (a | b).sum()) if (a | b).any() else 1.0)
    print(f"{len(ious)} of {len(expected)} detections matched, mean mask IoU {np.mean(ious):.5f}, lowest {np.min(ious):.5f}")


if __name__ == "__main__":
    make(pathlib.Path(sys.argv[2]), sys.argv[3:]) if sys.argv[1] == "make" else compare(pathlib.Path(sys.argv[2]))
