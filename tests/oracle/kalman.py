#!/usr/bin/python3
"""Makes tests/fixtures/tracking/kalman.json: SORT's Kalman filter (Bewley et al., 2016) with its seven-dimensional matrices written out.

The state is [x, y, area, ratio] of the box and the velocities of the first three. Boxes are (x1, y1, x2, y2); a step without a measurement
is null.
"""
import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "tracking" / "kalman.json"

F = np.eye(7)
F[0, 4] = F[1, 5] = F[2, 6] = 1
H = np.eye(4, 7)
R = np.diag([1.0, 1, 10, 10])
P = np.diag([10.0, 10, 10, 10, 1e4, 1e4, 1e4])
Q = np.diag([1.0, 1, 1, 1, 0.01, 0.01, 0.0001])


def measure(box):
    x1, y1, x2, y2 = box
    w, h = x2 - x1, y2 - y1
    return np.array([x1 + w / 2, y1 + h / 2, w * h, w / h])


def box_of(x):
    w = np.sqrt(x[2] * x[3])
    h = x[2] / w
    return [x[0] - w / 2, x[1] - h / 2, x[0] + w / 2, x[1] + h / 2]


def run(boxes):
    x, p = np.concatenate([measure(boxes[0]), np.zeros(3)]), P.copy()
    steps = []
    for box in boxes[1:]:
        if x[6] + x[2] <= 0:
            x[6] = 0
        x, p = F @ x, F @ p @ F.T + Q
        predicted = box_of(x)
        if box is not None:
            gain = p @ H.T @ np.linalg.inv(H @ p @ H.T + R)
            x = x + gain @ (measure(box) - H @ x)
            keep = np.eye(7) - gain @ H
            p = keep @ p @ keep.T + gain @ R @ gain.T  # Joseph's form
        steps.append({"measured": box, "predicted": predicted, "corrected": box_of(x), "velocity": list(x[4:])})
    return {"first": boxes[0], "steps": steps}


def moving(frames, x, y, w, h, vx, vy, grow, noise, missing=()):
    random = np.random.default_rng(5)
    boxes = []
    for k in range(frames):
        jitter = np.round(random.normal(0, noise, 4), 3)
        cx, cy, ww, hh = x + vx * k + jitter[0], y + vy * k + jitter[1], w + grow * k + jitter[2], h + grow * k + jitter[3]
        boxes.append(None if k in missing else [round(v, 3) for v in (cx - ww / 2, cy - hh / 2, cx + ww / 2, cy + hh / 2)])
    return boxes


cases = {
    "at rest": moving(8, 100, 80, 40, 20, 0, 0, 0, 0),
    "moving with noise": moving(25, 60, 200, 30, 55, 4.5, -2.25, 0, 1.5),
    "growing, hidden for six frames": moving(24, 300, 120, 24, 24, -3, 1, 0.8, 0.7, range(11, 17)),
    "shrinking until its area would be negative": moving(16, 50, 50, 30, 30, 1, 1, -5, 0, range(5, 16)),
}
OUT.parent.mkdir(parents=True, exist_ok=True)
rows = [json.dumps({"name": name, **run(boxes)}, allow_nan=False) for name, boxes in cases.items()]
OUT.write_text("[" + ",\n".join(rows) + "]\n")
