#!/usr/bin/env python3
"""Writes torchvision's own ONNX export of a detector or a classifier, which benchmarks/OnnxRuntimePeer runs.

  /usr/bin/python3 benchmarks/onnx_export.py fasterrcnn_resnet50_fpn --weights FILE.pth --out FILE.onnx [--size 800 1066]
  /usr/bin/python3 benchmarks/onnx_export.py resnet50 --out resnet50.onnx    # random weights, any number of images of 224 × 224
"""
import argparse
import torch
from torchvision import models
from torchvision.models import detection

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("model")
parser.add_argument("--weights")
parser.add_argument("--out", required=True)
parser.add_argument("--size", type=int, nargs=2, default=[800, 1066], metavar=("HEIGHT", "WIDTH"))
args = parser.parse_args()
if not hasattr(detection, args.model):
    model = getattr(models, args.model)(weights=None).eval()
    torch.onnx.export(model, torch.rand(1, 3, 224, 224), args.out, opset_version=17 if torch.__version__ >= "2" else 16, input_names=["image"],
                      output_names=["scores"], dynamic_axes={"image": [0]})
    raise SystemExit
state = torch.load(args.weights, map_location="cpu")
classes = state["roi_heads.box_predictor.cls_score.bias"].shape[0]
model = getattr(detection, args.model)(weights=None, weights_backbone=None, num_classes=classes)
model.load_state_dict(state)
model.eval()
torch.onnx.export(model, ([torch.rand(3, *args.size)],), args.out, opset_version=11, input_names=["image"],
                  output_names=["boxes", "labels", "scores"], dynamic_axes={"image": [1, 2]})
