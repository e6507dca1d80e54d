#!/usr/bin/python3
"""Makes tests/fixtures/masks/masks.safetensors: torchvision's mask head, loss, gradients, targets and pasted masks.

Weights and features come from the formula of detector_parity.py, so none are stored.
"""
import pathlib
from collections import OrderedDict

import numpy as np
import torch
from torchvision.models.detection import mask_rcnn, roi_heads
from torchvision.ops import MultiScaleRoIAlign

from detector_parity import fill, sketch, uniform, write

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "masks"
CHANNELS, CLASSES, HEIGHT, WIDTH = 16, 3, 128, 160
BOXES = [[[10, 12, 60, 70], [80, 30, 150, 110], [3, 5, 9, 14]], [[5, 5, 40, 90], [30, 60, 155, 125]]]
LABELS = [[0, 2, 1], [1, 1]]
PASTED = [[10.3, 12.6, 60.2, 70.9], [-20.5, -7.2, 30.4, 25.5], [100.1, 90.7, 190.4, 160.3], [50, 50, 50.4, 50.3], [0, 0, 160, 128],
          [200, 200, 230, 220]]


def field(name, *shape):
    """Values in [-8, 8) from the hash of the name, large enough that logits are not all near 0."""
    return torch.from_numpy(uniform(name, int(np.prod(shape))) * np.float32(8)).reshape(shape)


def runs(bitmap):
    """Run lengths in column-major order, background first."""
    flat = np.concatenate([[0], bitmap.numpy().T.flatten(), [0]])
    edges = np.flatnonzero(np.diff(flat > 0))
    edges = np.concatenate([[0], edges, [bitmap.numel()]])
    lengths = np.diff(edges).astype(np.float32)
    return torch.from_numpy(lengths[:-1] if lengths[-1] == 0 else lengths)


def blob(number):
    """A mask as large as the picture: an ellipse with a bite taken out of it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    cx, cy, rx, ry = 30 + 27 * number, 40 + 14 * number, 18 + 9 * number, 30 + 3 * number
    inside = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1
    return torch.from_numpy((inside & ~((x > cx) & (y > cy))).astype(np.float32))


def head(out):
    layers = mask_rcnn.MaskRCNNHeads(CHANNELS, (CHANNELS,) * 4, 1)
    predictor = mask_rcnn.MaskRCNNPredictor(CHANNELS, CHANNELS, CLASSES + 1)
    for prefix, module in (("mask_head.", layers), ("mask_predictor.", predictor)):
        module.load_state_dict({k: fill(prefix + k, v) for k, v in module.state_dict().items()})
    features = OrderedDict((str(k), field(f"feature.{k}", 2, CHANNELS, HEIGHT >> 2 + k, WIDTH >> 2 + k).requires_grad_()) for k in range(4))
    boxes = [torch.tensor(b, dtype=torch.float32) for b in BOXES]
    pooled = MultiScaleRoIAlign(["0", "1", "2", "3"], 14, 2)(features, boxes, [(HEIGHT, WIDTH)] * 2)
    logits = predictor(layers(pooled))
    masks = [torch.stack([blob(k) for k in range(3)]), torch.stack([blob(k) for k in (3, 4)])]
    loss = roi_heads.maskrcnn_loss(
        logits, boxes, [m.byte() for m in masks], [torch.tensor(l) + 1 for l in LABELS], [torch.arange(len(l)) for l in LABELS])
    loss.backward()
    out["logits"], out["loss"] = logits[:, :, ::3, ::3], loss.reshape(1)
    out.update({f"bitmap.{k}": runs(bitmap) for k, bitmap in enumerate(torch.cat(masks))})
    targets = [roi_heads.project_masks_on_boxes(m, b, torch.arange(len(b)), 28) for m, b in zip(masks, boxes)]
    out["targets"] = torch.cat(targets)
    for prefix, module in (("mask_head.", layers), ("mask_predictor.", predictor)):
        for name, parameter in module.named_parameters():
            out[f"gradient.{prefix}{name}"] = torch.from_numpy(sketch(prefix + name, parameter.grad))
    for name, feature in features.items():
        out[f"gradient.feature.{name}"] = torch.from_numpy(sketch(f"feature.{name}", feature.grad))


def paste(out):
    # Smooth, so that few pixels are within rounding of the threshold.
    coarse = field("pasted", len(PASTED), 1, 5, 5)
    masks = torch.sigmoid(torch.nn.functional.interpolate(coarse, (28, 28), mode="bicubic"))
    pasted = roi_heads.paste_masks_in_image(masks, torch.tensor(PASTED), (HEIGHT, WIDTH))
    out["paste.masks"], out["paste.boxes"] = masks[:, 0], torch.tensor(PASTED)
    out.update({f"pasted.{k}": runs((bitmap >= 0.5).float()) for k, bitmap in enumerate(pasted[:, 0])})


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    out = {f"boxes.{n}": torch.tensor(b, dtype=torch.float32) for n, b in enumerate(BOXES)}
    head(out)
    paste(out)
    write(OUT / "masks.safetensors", out)
    print("loss", out["loss"].item(), "largest logit", out["logits"].abs().max().item(), "runs", [len(out[f"pasted.{k}"]) for k in range(len(PASTED))])


if __name__ == "__main__":
    main()
