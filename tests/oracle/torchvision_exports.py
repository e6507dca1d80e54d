#!/usr/bin/env python3
"""Writes torchvision's own ONNX exports and what ONNX Runtime detects with them, for tests/Gannet.Runtime.Tests/Parity/TorchvisionExportTests.cs.

  torchvision_exports.py OUT --pictures FOLDER --weights fasterrcnn_resnet50_fpn=FILE.pth [--weights fasterrcnn_mobilenet_v3_large_320_fpn=FILE.pth]
  GANNET_TORCHVISION_EXPORTS=OUT ./gannet test --filter TorchvisionExport

Debian 13's python3-torchvision (0.21), python3-onnx and python3-onnxruntime (1.21) were used. Each model gets a folder: model.onnx, which takes
pictures of any size, and for each picture NAME.image (float32 [3, height, width], 0 to 1) and NAME.json (its shape, boxes, labels and scores).
"""
import argparse, json, pathlib
import numpy, onnxruntime, torch
from PIL import Image
from torchvision.models import detection
from torchvision.transforms.functional import to_tensor

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--pictures", type=pathlib.Path, required=True)
parser.add_argument("--weights", action="append", required=True, metavar="MODEL=FILE")
parser.add_argument("--size", type=int, nargs=2, default=[800, 1066], metavar=("HEIGHT", "WIDTH"))
args = parser.parse_args()
pictures = {p.stem: to_tensor(Image.open(p).convert("RGB").resize(args.size[::-1])) for p in sorted(args.pictures.glob("*.jp*g"))}
for name, file in (given.split("=", 1) for given in args.weights):
    state = torch.load(file, weights_only=True)
    model = getattr(detection, name)(weights=None, weights_backbone=None, num_classes=len(state["roi_heads.box_predictor.cls_score.bias"]))
    model.load_state_dict(state)
    folder = args.out / name
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(model.eval(), ([next(iter(pictures.values()))],), folder / "model.onnx", opset_version=17, input_names=["image"],
                      output_names=["boxes", "labels", "scores"], dynamic_axes={"image": [1, 2]}, dynamo=False)
    session = onnxruntime.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    for picture, pixels in pictures.items():
        values = numpy.ascontiguousarray(pixels.numpy(), numpy.float32)
        values.tofile(folder / f"{picture}.image")
        boxes, labels, scores = session.run(["boxes", "labels", "scores"], {"image": values})
        (folder / f"{picture}.json").write_text(json.dumps({"shape": values.shape, "boxes": boxes.tolist(), "labels": labels.tolist(), "scores": scores.tolist()}))
        print(name, picture, len(scores), flush=True)
