#!/usr/bin/env python3
"""Writes torchvision's own ONNX export of a detector, which benchmarks/OnnxRuntimePeer runs.

  /usr/bin/python3 benchmarks/onnx_export.py fasterrcnn_resnet50_fpn --weights FILE.pth --out FILE.onnx [--size 800 1066]
"""
import argparse
import torch
from torchvision.models import detection

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("model")
parser.add_argument("--weights", required=True)
parser.add_argument("--out", required=True)
parser.add_argument("--size", type=int, nargs=2, default=[800, 1066], metavar=("HEIGHT", "WIDTH"))
args = parser.parse_args()
state = torch.load(args.weights, map_location="cpu")
classes = state["roi_heads.box_predictor.cls_score.bias"].shape[0]
model = getattr(detection, args.model)(weights=None, weights_backbone=None, num_classes=classes)
model.load_state_dict(state)
model.eval()
torch.onnx.export(model, ([torch.rand(3, *args.size)],), args.out, opset_version=11, input_names=["image"],
                  output_names=["boxes", "labels", "scores"], dynamic_axes={"image": [1, 2]})
