#!/usr/bin/python3
"""Makes tests/fixtures/detector-parity: torchvision's detections, and its losses and gradients in one training step.

Weights, pictures and gradient sketches come from formulas that DeterministicWeights.cs and GradientSketch.cs repeat, so no weights
are stored. Batch norms are frozen. The sampled anchors and regions are stored, so both sides train on the same ones.

Some detections depend on the last bits: two boxes overlap exactly by the threshold, or two scores are nearly equal. Therefore the
weights, and what the heads predict for each box, are perturbed repeatedly, by far more than rounding. Detections that torchvision
always finds are stored as steady, those that it ever finds as possible. A correct implementation finds all of the steady ones, and
nothing outside the possible ones.

Gradients depend on the last bits where the input of a ReLU is near zero. The weights are perturbed by four times the rounding of a
feature; the largest relative difference that this makes in any parameter's gradient is stored as spread.
"""
import json, math, pathlib, struct

import numpy as np
import torch
from torchvision.models import detection
from torchvision.ops import box_iou

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "detector-parity"
MODELS = {
    "faster-rcnn-resnet50-fpn": (detection.fasterrcnn_resnet50_fpn, 5),
    "faster-rcnn-resnet50-fpn-v2": (detection.fasterrcnn_resnet50_fpn_v2, 5),
    "faster-rcnn-mobilenet-v3-large-fpn": (detection.fasterrcnn_mobilenet_v3_large_fpn, 6),
    "faster-rcnn-mobilenet-v3-large-320-fpn": (detection.fasterrcnn_mobilenet_v3_large_320_fpn, 6),
}
PREDICTORS = ("cls_logits", "cls_score", "bbox_pred")
SHAKES, SHAKE = 12, 2**-17  # features differ by 1e-6 between processors or algorithms
GRADIENT_SHAKES, GRADIENT_SHAKE = 6, 2**-18
CLASSES, MIN_SIZE, MAX_SIZE, BUCKETS = 3, 96, 160, 32
TRUTHS = [([[10, 12, 60, 70], [80, 30, 150, 110], [90, 20, 120, 60]], [0, 2, 1]), ([[5, 5, 40, 90], [30, 60, 95, 115]], [1, 1])]


def hashes(name, count):
    """splitmix64 of the name's FNV-1a hash plus each element's index times the golden ratio."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = (seed ^ byte) * 0x100000001B3 % 2**64
    z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def uniform(name, count):
    """Multiples of 2^-23 in [-1, 1), exact in float32."""
    return ((hashes(name, count) >> np.uint64(40)).astype(np.float32) * np.float32(2**-23) - np.float32(1)).astype(np.float32)


def fill(name, tensor):
    u = torch.from_numpy(uniform(name, tensor.numel())).reshape(tensor.shape)
    if tensor.dim() > 1:
        bound = np.float32(math.sqrt(5 / (tensor.numel() // tensor.shape[0])) * (0.125 if name.rsplit(".", 2)[-2] in PREDICTORS else 1))
        return u * bound
    if name.endswith("running_var"):
        return 1 + u * 0.25
    if name.endswith("running_mean"):
        return u * 0.125
    if name.endswith("weight"):
        return (0.3125 if name.endswith("bn3.weight") else 1.0) + u * 0.0625
    return u * 0.0625


def picture(height, width, shift):
    y, x, c = np.arange(height)[:, None, None], np.arange(width)[None, :, None], np.arange(3)[None, None, :]
    pixels = (x * (3 + c) + y * 2 + x * y // 16 + (x // 20 + y // 24 + shift) * 57) % 256
    return torch.from_numpy(pixels.astype(np.uint8)).permute(2, 0, 1).contiguous().float() / 255


def sketch(name, gradient):
    """32 sums of randomly signed elements. The mean squared length of a difference of sketches equals that of the gradients' difference."""
    h = hashes("sketch." + name, gradient.numel())
    signs = 1 - 2 * ((h >> np.uint64(5)) & np.uint64(1)).astype(np.float64)
    return np.bincount((h & np.uint64(31)).astype(np.int64), gradient.double().flatten().numpy() * signs, BUCKETS)


def build(make, layers):
    torch.manual_seed(0)
    model = make(weights=None, weights_backbone=None, num_classes=CLASSES + 1, min_size=MIN_SIZE, max_size=MAX_SIZE,
                 rpn_batch_size_per_image=64, box_batch_size_per_image=32)
    state = model.state_dict()
    model.load_state_dict({k: v if k.endswith("num_batches_tracked") else fill(k, v) for k, v in state.items()})
    return model


def train(model, pictures, truths, out):
    sampled = {}

    def record(key, owner):
        inner = owner.fg_bg_sampler

        def sample(labels):
            sampled[key] = inner(labels)
            return sampled[key]

        owner.fg_bg_sampler = sample

    record("anchors", model.rpn)
    matches = []
    assign = model.rpn.assign_targets_to_anchors

    def match(anchors, targets):
        labels, boxes = assign(anchors, targets)
        matches.extend((b[:, None] == t["boxes"][None]).all(2).int().argmax(1) for b, t in zip(boxes, targets))
        return labels, boxes

    model.rpn.assign_targets_to_anchors = match
    select = model.roi_heads.select_training_samples
    selected = []

    def keep(proposals, targets):
        result = select(proposals, targets)
        selected.append(result)
        for n, (boxes, matched, labels) in enumerate(zip(result[0], result[1], result[2])):
            order = torch.argsort((labels == 0).int(), stable=True)
            out[f"regions.{n}.boxes"] = boxes[order]
            out[f"regions.{n}.matched"] = torch.where(labels > 0, matched, torch.full_like(matched, -1))[order]
        return result

    model.roi_heads.select_training_samples = keep
    targets = [{"boxes": torch.tensor(b, dtype=torch.float32), "labels": torch.tensor(l) + 1} for b, l in truths]
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.eval()
    torch.manual_seed(2)
    losses = model(pictures, targets)
    sum(losses.values()).backward()
    out["losses"] = torch.stack([losses[k] for k in ("loss_objectness", "loss_rpn_box_reg", "loss_classifier", "loss_box_reg")])
    positive, negative = sampled["anchors"]
    for n in range(len(pictures)):
        where = torch.where(positive[n])[0]
        out[f"anchors.{n}.positive"], out[f"anchors.{n}.negative"] = where, torch.where(negative[n])[0]
        out[f"anchors.{n}.matched"] = matches[n][where]
    for name, parameter in model.named_parameters():
        out["gradient." + name] = torch.from_numpy(sketch(name, parameter.grad))
    out["spread"] = torch.tensor([spread(model, pictures, targets, sampled, selected[0], out)])


def spread(model, pictures, targets, sampled, selected, out):
    """The largest relative difference that the last bits make in a gradient, for the same samples."""
    model.rpn.fg_bg_sampler = lambda labels: sampled["anchors"]
    model.roi_heads.select_training_samples = lambda proposals, targets: selected
    largest = 0
    for run, model in enumerate(shaken(model, GRADIENT_SHAKES, GRADIENT_SHAKE)):
        if run == 0:
            continue
        model.zero_grad()
        sum(model(pictures, targets).values()).backward()
        for name, parameter in model.named_parameters():
            expected = out["gradient." + name].double().numpy()
            largest = max(largest, np.linalg.norm(sketch(name, parameter.grad) - expected) / np.linalg.norm(expected))
    return largest


def shaken(model, times, size):
    """The model with its own weights, then with weights and predictions each perturbed by a relative size.

    Perturbed weights alone would not separate scores that are equal by construction, such as those of two regions smaller than a cell."""
    state = {k: v.clone() for k, v in model.state_dict().items()}
    random = torch.Generator().manual_seed(3)

    def shake(x):
        return x * (1 + size * torch.randn(x.shape, generator=random))

    yield model
    heads = (model.rpn.head.cls_logits, model.rpn.head.bbox_pred, model.roi_heads.box_predictor.cls_score, model.roi_heads.box_predictor.bbox_pred)
    hooks = [head.register_forward_hook(lambda module, inputs, output: shake(output)) for head in heads]
    for _ in range(times):
        model.load_state_dict({k: shake(v) if v.is_floating_point() else v for k, v in state.items()})
        yield model
    for hook in hooks:
        hook.remove()
    model.load_state_dict(state)


def has(many, some):
    """For each detection of some, whether many contains it, within half the tolerances of the test."""
    near = (some["scores"][:, None] - many["scores"]).abs() <= 0.001
    same = (box_iou(some["boxes"], many["boxes"]) > 0.995) | ((some["boxes"][:, None] - many["boxes"]).abs().amax(2) < 0.05)
    return (same & near & (some["labels"][:, None] == many["labels"])).any(1)


def detect(model, pictures, out):
    model.eval()
    with torch.no_grad():
        runs = [[model([image])[0] for image in pictures] for model in shaken(model, SHAKES, SHAKE)]
    for n in range(len(pictures)):
        steady = possible = runs[0][n]
        for run in (run[n] for run in runs[1:]):
            steady = {k: v[has(run, steady)] for k, v in steady.items()}
            possible = {k: torch.cat((v, run[k][~has(possible, run)])) for k, v in possible.items()}
        for name, found in (("steady", steady), ("possible", possible)):
            out[f"{name}.{n}.boxes"], out[f"{name}.{n}.scores"], out[f"{name}.{n}.labels"] = found["boxes"], found["scores"], found["labels"] - 1


def write(path, tensors):
    """Writes safetensors, all float32."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    pictures = [picture(128, 160, 0), picture(120, 100, 1)]
    for name, (make, layers) in MODELS.items():
        model, out = build(make, layers), {}
        detect(model, pictures, out)
        train(model, pictures, TRUTHS, out)
        for n, (boxes, labels) in enumerate(TRUTHS):
            out[f"truths.{n}.boxes"], out[f"truths.{n}.labels"] = torch.tensor(boxes), torch.tensor(labels)
        write(OUT / f"{name}.safetensors", out)
        print(name, [round(v, 5) for v in out["losses"].tolist()], out["spread"].item(), [(len(out[f"steady.{n}.scores"]), len(out[f"possible.{n}.scores"])) for n in (0, 1)],
              [round(v, 4) for v in out["steady.0.scores"][:5].tolist()], [len(out[f"anchors.{n}.positive"]) for n in (0, 1)],
              [int((out[f"regions.{n}.matched"] >= 0).sum()) for n in (0, 1)])


if __name__ == "__main__":
    main()
