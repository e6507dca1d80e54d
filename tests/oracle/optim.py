#!/usr/bin/python3
"""Makes tests/fixtures/torch/optim.json: parameters after every step of PyTorch's optimizers, and clipped gradients."""
import json
import pathlib

import torch

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "torch" / "optim.json"
RATES = [0.1, 0.1, 0.05, 0.02, 0.3, 0.01]
NAMES = ["a", "b"]
SHAPES = {"a": [3, 2], "b": [4]}

CASES = {
    "sgd": (torch.optim.SGD, dict(momentum=0), (1, 0), (1, 0)),
    "sgd momentum": (torch.optim.SGD, dict(momentum=0.9), (1, 0), (1, 0)),
    "sgd momentum decay": (torch.optim.SGD, dict(momentum=0.9), (1, 0.05), (1, 0.05)),
    "sgd groups": (torch.optim.SGD, dict(momentum=0.9), (1, 0.05), (0.1, 0)),
    "adamw": (torch.optim.AdamW, dict(), (1, 0), (1, 0)),
    "adamw decay groups": (torch.optim.AdamW, dict(), (1, 0.05), (0.1, 0)),
}


def listed(tensor):
    return tensor.detach().flatten().tolist()


def main():
    generator = torch.Generator().manual_seed(5)
    start = {name: torch.randn(SHAPES[name], generator=generator) for name in NAMES}
    gradients = [{name: torch.randn(SHAPES[name], generator=generator) for name in NAMES} for _ in RATES]
    gradients[2]["b"] = None  # a parameter that took no part in one step

    result = {
        "rates": RATES,
        "shapes": SHAPES,
        "start": {name: listed(start[name]) for name in NAMES},
        "gradients": [{name: None if g[name] is None else listed(g[name]) for name in NAMES} for g in gradients],
        "cases": {},
    }
    for case, (kind, options, *groups) in CASES.items():
        parameters = {name: torch.nn.Parameter(start[name].clone()) for name in NAMES}
        optimizer = kind([dict(params=[parameters[name]], weight_decay=decay) for name, (_, decay) in zip(NAMES, groups)], lr=1, **options)
        steps = []
        for rate, gradient in zip(RATES, gradients):
            for group, name, (factor, _) in zip(optimizer.param_groups, NAMES, groups):
                group["lr"] = rate * factor
                parameters[name].grad = None if gradient[name] is None else gradient[name].clone()
            optimizer.step()
            steps.append({name: listed(parameters[name]) for name in NAMES})
        result["cases"][case] = {
            "groups": [{"factor": factor, "decay": decay} for factor, decay in groups],
            "momentum": options.get("momentum"),
            "steps": steps,
        }

    result["clipping"] = []
    for limit in [0.5, 3.0, 100.0]:
        parameters = {name: torch.nn.Parameter(start[name].clone()) for name in NAMES}
        for name in NAMES:
            parameters[name].grad = gradients[0][name].clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), limit)
        by_norm = {name: listed(parameters[name].grad) for name in NAMES}
        for name in NAMES:
            parameters[name].grad = gradients[0][name].clone()
        torch.nn.utils.clip_grad_value_(parameters.values(), limit)
        by_value = {name: listed(parameters[name].grad) for name in NAMES}
        result["clipping"].append({"limit": limit, "norm": norm.item(), "byNorm": by_norm, "byValue": by_value})

    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(result, indent=1) + "\n")


main()
