#!/usr/bin/python3
"""Makes tests/fixtures/roi-operators.json: torchvision's roi_align and roi_pool, forward and backward, on small maps.

Features and incoming gradients are formulas of their index, which RoiOperatorFixture.cs repeats.
"""
import json, pathlib

import torch
from torchvision.ops import roi_align, roi_pool

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "roi-operators.json"
BOXES = [[0, 3, 4, 30, 25], [1, 10.5, 7.25, 11, 7.5], [0, -20, -9, 12, 14], [1, 30, 20, 90, 70], [0, 5, 5, 5, 5], [1, 0, 0, 48, 32], [0, 200, 200, 240, 230]]


def values(*shape):
    n = torch.tensor(shape).prod().item()
    return (torch.arange(n) * 37 % 101).float().reshape(shape) / 32 - 1.5


def main():
    cases = []
    for operator in ("align", "pool"):
        for channels, size, scale in ((5, 3, 0.25), (19, 2, 0.125)):
            for sampling, aligned in ((0, False), (2, False), (0, True), (2, True)) if operator == "align" else ((0, False),):
                features = values(2, channels, int(32 * scale), int(48 * scale)).requires_grad_()
                boxes = torch.tensor(BOXES, dtype=torch.float32)
                if operator == "align":
                    pooled = roi_align(features, boxes, size, scale, sampling, aligned)
                else:
                    pooled = roi_pool(features, boxes, size, scale)
                (pooled * values(*pooled.shape)).sum().backward()
                cases.append({"operator": operator, "channels": channels, "size": size, "scale": scale, "sampling": sampling, "aligned": aligned,
                              "height": features.shape[2], "width": features.shape[3],
                              "output": [round(v, 6) for v in pooled.flatten().tolist()],
                              "gradient": [round(v, 6) for v in features.grad.flatten().tolist()]})
    OUT.write_text(json.dumps({"boxes": BOXES, "cases": cases}, separators=(",", ":")))


main()
