#!/usr/bin/python3
"""Makes tests/fixtures/torch/layers.json: outputs, gradients and running statistics of PyTorch's layers."""
import json
import pathlib

import torch
import torchvision

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "torch" / "layers.json"
GENERATOR = torch.Generator().manual_seed(7)

CONVOLUTIONS = {
    "plain": dict(inputs=3, outputs=4, kernel=3, stride=1, padding=1, dilation=1, groups=1, bias=True),
    "strided": dict(inputs=3, outputs=4, kernel=3, stride=2, padding=0, dilation=1, groups=1, bias=True),
    "dilated": dict(inputs=2, outputs=2, kernel=3, stride=1, padding=2, dilation=2, groups=1, bias=False),
    "depthwise": dict(inputs=4, outputs=4, kernel=3, stride=1, padding=1, dilation=1, groups=4, bias=True),
    "pointwise": dict(inputs=4, outputs=6, kernel=1, stride=1, padding=0, dilation=1, groups=1, bias=False),
}


def random(*shape):
    return torch.randn(shape, generator=GENERATOR)


def stored(tensor):
    return {"shape": list(tensor.shape), "values": tensor.detach().flatten().tolist()}


def differentiate(layer, x):
    """The output, and the gradients of the sum of its squares."""
    x = x.clone().requires_grad_()
    layer.zero_grad()
    y = layer(x)
    y.square().sum().backward()
    return {"input": stored(x), "output": stored(y), "inputGradient": stored(x.grad),
            "gradients": {name: stored(p.grad) for name, p in layer.named_parameters()}}


def state(layer):
    return {name: stored(value) for name, value in layer.state_dict().items()}


def fill(layer):
    for name, value in layer.state_dict().items():
        if name != "num_batches_tracked":
            value.copy_(random(*value.shape).abs() + 0.5 if name.endswith("var") else random(*value.shape))
    return layer


def main():
    result = {"convolutions": {}}
    for name, o in CONVOLUTIONS.items():
        layer = fill(torch.nn.Conv2d(o["inputs"], o["outputs"], o["kernel"], o["stride"], o["padding"], o["dilation"], o["groups"], o["bias"]))
        result["convolutions"][name] = o | {"state": state(layer)} | differentiate(layer, random(2, o["inputs"], 6, 5))

    generator_state = GENERATOR.get_state()  # this layer was added later; the random numbers below must stay the same
    flat = fill(torch.nn.Conv2d(2, 3, (1, 5), padding=(0, 2)))
    result["flat"] = {"state": state(flat)} | differentiate(flat, random(2, 2, 4, 6))
    GENERATOR.set_state(generator_state)

    linear = fill(torch.nn.Linear(5, 3))
    result["linear"] = {"state": state(linear)} | differentiate(linear, random(4, 5))

    norm = fill(torch.nn.BatchNorm2d(3))
    before = {name: stored(value.clone()) for name, value in norm.state_dict().items()}
    steps = []
    for _ in range(3):
        step = differentiate(norm, random(2, 3, 4, 4) * 3 + 1)
        steps.append(step | {"after": {name: stored(value.clone()) for name, value in norm.state_dict().items()}})
    norm.eval()
    result["batchNorm"] = {"state": before, "steps": steps, "evaluation": differentiate(norm, random(2, 3, 4, 4))}

    frozen = fill(torchvision.ops.FrozenBatchNorm2d(3, eps=1e-5))
    result["frozenBatchNorm"] = {"state": state(frozen)} | differentiate(frozen, random(2, 3, 4, 4))

    result["groupNorms"] = []
    for channels, groups in [(64, 32), (6, 6), (48, 24)]:
        norm = fill(torch.nn.GroupNorm(groups, channels))
        result["groupNorms"].append({"channels": channels, "state": state(norm)} | differentiate(norm, random(1, channels, 2, 3) * 2 + 1))

    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result) + "\n")


main()
