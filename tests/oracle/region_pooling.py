#!/usr/bin/python3
"""Makes tests/fixtures/region-pooling.json: torchvision's position-sensitive pooling, and crop-and-resize, on small maps.

Regions, features and incoming gradients are those of roi_operators.py. Crop-and-resize is implemented with torch's grid_sample,
whose corner-aligned coordinates equal TensorFlow's; points outside the map are set to 0, as in TensorFlow.
"""
import json, pathlib

import torch
from torch.nn.functional import grid_sample
from torchvision.ops import ps_roi_align, ps_roi_pool

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "region-pooling.json"
IMAGE = (32, 48)
BOXES = [[0, 3, 4, 30, 25], [1, 10.5, 7.25, 11, 7.5], [0, -20, -9, 12, 14], [1, 30, 20, 90, 70], [0, 5, 5, 5, 5], [1, 0, 0, 48, 32], [0, 200, 200, 240, 230]]
CASES = [("ps_pool", 27, 3, 0.25, 0), ("ps_pool", 49, 7, 0.25, 0), ("ps_pool", 8, 2, 0.125, 0)]
CASES += [("ps_align", 27, 3, 0.25, 2), ("ps_align", 49, 7, 0.25, 2), ("ps_align", 49, 7, 0.125, 0), ("ps_align", 8, 2, 0.125, 0)]
CASES += [("crop", 5, 7, 0.25, 0), ("crop", 19, 3, 0.125, 0), ("crop", 4, 1, 0.25, 0)]


def values(*shape):
    n = torch.tensor(shape).prod().item()
    return (torch.arange(n) * 37 % 101).float().reshape(shape) / 32 - 1.5


def points(low, high, image, size):
    """Positions in [0, 1] along one axis: the box as fractions of (image - 1), with its far side one pixel closer."""
    low, high = low / (image - 1), (high - 1) / (image - 1)
    if size == 1:
        return torch.tensor([(low + high) / 2])
    return torch.tensor([low + i * (high - low) / (size - 1) for i in range(size)])


def crop(features, boxes, size):
    pooled = []
    for image, x1, y1, x2, y2 in boxes.tolist():
        y, x = points(y1, y2, IMAGE[0], size), points(x1, x2, IMAGE[1], size)
        grid = torch.stack([x[None, :].expand(size, size), y[:, None].expand(size, size)], 2)[None] * 2 - 1
        inside = ((y >= 0) & (y <= 1))[:, None] & ((x >= 0) & (x <= 1))[None, :]
        pooled.append(grid_sample(features[int(image)][None], grid, align_corners=True)[0] * inside)
    return torch.stack(pooled)


def main():
    cases = []
    for operator, channels, size, scale, sampling in CASES:
        features = values(2, channels, int(IMAGE[0] * scale), int(IMAGE[1] * scale)).requires_grad_()
        boxes = torch.tensor(BOXES, dtype=torch.float32)
        if operator == "ps_pool":
            pooled = ps_roi_pool(features, boxes, size, scale)
        elif operator == "ps_align":
            pooled = ps_roi_align(features, boxes, size, scale, sampling)
        else:
            pooled = crop(features, boxes, size)
        (pooled * values(*pooled.shape)).sum().backward()
        # If the number of samples depends on the size, an empty region has none: torchvision gives 0 / 0, we give 0.
        cases.append({"operator": operator, "channels": channels, "size": size, "scale": scale, "sampling": sampling, "aligned": True,
                      "height": features.shape[2], "width": features.shape[3],
                      "output": [round(v, 6) for v in pooled.nan_to_num(0).flatten().tolist()],
                      "gradient": [round(v, 6) for v in features.grad.flatten().tolist()]})
    OUT.write_text(json.dumps({"boxes": BOXES, "cases": cases}, separators=(",", ":")))


main()
