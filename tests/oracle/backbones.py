#!/usr/bin/python3
"""Makes tests/fixtures/backbones: sketches of the maps of torchvision's backbones, and the names and shapes of their weights.

Weights, input and sketches come from the formulas of detector_parity.py. torchvision has no Inception-ResNet-v2. It is
written here from its paper and TF-slim's layer names, one expression per block, as an independent check of the C# version.
"""
import pathlib

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, max_pool2d
from torchvision import models
from torchvision.models._utils import IntermediateLayerGetter

from detector_parity import fill, sketch, uniform, write

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "backbones"
NAMED = ["vgg16", "densenet121", "densenet169", "resnet50", "resnet101"]


def weigh(model, prefix=""):
    state = model.state_dict()
    model.load_state_dict({k: v if k.endswith("num_batches_tracked") else fill(k.removeprefix(prefix), v) for k, v in state.items()})
    return model.eval()


def resnet(outputs, **options):
    body = weigh(models.resnet50(weights=None, **options))
    return lambda x: list(IntermediateLayerGetter(body, {name: name for name in outputs})(x).values())


def vgg(outputs):
    layers = weigh(models.vgg16(weights=None), "features.").features

    def run(x):
        maps = {}
        for k, layer in enumerate(layers[:30]):
            x = maps[k] = layer(x) if not isinstance(layer, torch.nn.ReLU) else torch.relu(x)
        return [maps[k] for k in outputs]

    return run


def densenet(make):
    layers = weigh(make(weights=None), "features.").features

    def run(x):
        maps = []
        for name, layer in layers.named_children():
            x = layer(x)
            if name.startswith("denseblock"):
                maps.append(x)
        maps[-1] = torch.relu(x)
        return maps

    return run


class Inception:
    """Layers, and a dictionary of their weights by name; a weight is made by the formula when a layer first uses it."""

    def conv(self, x, name, outputs, kernel=(1, 1), stride=1, same=True, norm=True, relu=True):
        weight = fill(f"{name}.{'conv.' if norm else ''}weight", torch.empty(outputs, x.shape[1], *kernel))
        bias = None if norm else fill(f"{name}.bias", torch.empty(outputs))
        pad = (kernel[0] // 2, kernel[1] // 2) if same else 0
        x = torch.conv2d(x, weight, bias, stride, pad)
        if norm:
            p = {k: fill(f"{name}.bn.{k}", torch.empty(outputs)) for k in ("running_mean", "running_var", "weight", "bias")}
            x = torch.nn.functional.batch_norm(x, *p.values(), eps=1e-3)
        return torch.relu(x) if relu else x

    def chain(self, x, name, *layers):
        for k, layer in enumerate(layers):
            x = self.conv(x, f"{name}.{k}" if len(layers) > 1 else name, *layer)
        return x

    def residual(self, x, name, scale, *branches, relu=True):
        mixed = torch.cat([self.chain(x, f"{name}.branch{k}", *b) for k, b in enumerate(branches)], 1)
        y = x + scale * self.conv(mixed, f"{name}.conv2d", x.shape[1], norm=False, relu=False)
        return torch.relu(y) if relu else y

    def __call__(self, x):
        three, down = (3, 3), ((3, 3), 2, False)
        x = self.conv(x, "conv2d_1a", 32, *down)
        x = self.conv(x, "conv2d_2a", 32, three, 1, False)
        x = max_pool2d(self.conv(x, "conv2d_2b", 64, three), 3, 2)
        x = self.conv(self.conv(x, "conv2d_3b", 80), "conv2d_4a", 192, three, 1, False)
        x = max_pool2d(x, 3, 2)
        x = torch.cat([
            self.conv(x, "mixed_5b.branch0", 96),
            self.chain(x, "mixed_5b.branch1", (48,), (64, (5, 5))),
            self.chain(x, "mixed_5b.branch2", (64,), (96, three), (96, three)),
            self.conv(avg_pool2d(x, 3, 1, 1, count_include_pad=False), "mixed_5b.branch3.1", 64)], 1)
        for k in range(10):
            x = self.residual(x, f"repeat.{k}", 0.17, [(32,)], [(32,), (32, three)], [(32,), (48, three), (64, three)])
        x = torch.cat([
            self.conv(x, "mixed_6a.branch0", 384, *down),
            self.chain(x, "mixed_6a.branch1", (256,), (256, three), (384, *down)), max_pool2d(x, 3, 2)], 1)
        for k in range(20):
            x = self.residual(x, f"repeat_1.{k}", 0.10, [(192,)], [(128,), (160, (1, 7)), (192, (7, 1))])
        sixteenth = x
        x = torch.cat([
            self.chain(x, "mixed_7a.branch0", (256,), (384, *down)), self.chain(x, "mixed_7a.branch1", (256,), (288, *down)),
            self.chain(x, "mixed_7a.branch2", (256,), (288, three), (320, *down)), max_pool2d(x, 3, 2)], 1)
        last = [(192,)], [(192,), (224, (1, 3)), (256, (3, 1))]
        for k in range(9):
            x = self.residual(x, f"repeat_2.{k}", 0.20, *last)
        x = self.residual(x, "block8", 1.0, *last, relu=False)
        return [sixteenth, self.conv(x, "conv2d_7b", 1536)]


CASES = {
    "resnet50": (lambda: resnet(["layer1", "layer2", "layer3", "layer4"]), (64, 64)),
    "resnet50-layer3": (lambda: resnet(["layer3"]), (64, 64)),
    "resnet50-dilated": (lambda: resnet(["layer3", "layer4"], replace_stride_with_dilation=[False, False, True]), (64, 64)),
    "vgg16": (lambda: vgg([8, 29]), (64, 64)),
    "densenet121": (lambda: densenet(models.densenet121), (64, 64)),
    "densenet169": (lambda: densenet(models.densenet169), (64, 64)),
    "inception-resnet-v2": (Inception, (107, 139)),
}


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (make, size) in CASES.items():
        x = torch.from_numpy(uniform("input", 3 * size[0] * size[1])).reshape(1, 3, *size)
        with torch.no_grad():
            maps = make()(x)
        out = {"size": torch.tensor(size)}
        for k, features in enumerate(maps):
            out[f"shape.{k}"], out[f"map.{k}"] = torch.tensor(features.shape), torch.from_numpy(sketch(f"map.{k}", features))
        write(OUT / f"{name}.safetensors", out)
        print(name, [(list(m.shape), round(m.std().item(), 4)) for m in maps])
    for name in NAMED:
        # One line per module: its name, then each tensor with its shape.
        modules = {}
        for key, value in getattr(models, name)(weights=None).state_dict().items():
            module, tensor = key.rsplit(".", 1)
            modules.setdefault(module, []).append(f"{tensor}:{'x'.join(map(str, value.shape))}")
        (OUT / f"{name}.txt").write_text("".join(f"{module} {' '.join(tensors)}\n" for module, tensors in modules.items()))


if __name__ == "__main__":
    main()
