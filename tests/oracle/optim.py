#!/usr/bin/python3
"""Makes tests/fixtures/torch/optim.json: parameters after every step of PyTorch's optimizers, and clipped gradients."""
import json
import pathlib

import torch

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "torch" / "optim.json"
RATES = [0.1, 0.1, 0.05, 0.02, 0.3, 0.01, 0.1, 0.2, 0.05, 0.1]
NAMES = ["a", "b"]
SHAPES = {"a": [3, 2], "b": [4]}



class PaperNAdam(torch.optim.Optimizer):
    """NAdam as in PyTorch since 2.0: 1.13 multiplies the product of the look-ahead by the current momentum twice."""

    def __init__(self, params, lr):
        super().__init__(params, dict(lr=lr, weight_decay=0))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                s = self.state[p] or self.state[p].update(t=0, product=1.0, m=torch.zeros_like(p), v=torch.zeros_like(p)) or self.state[p]
                s["t"] += 1
                g = p.grad + group["weight_decay"] * p
                mu, after = (0.9 * (1 - 0.5 * 0.96 ** (t * 4e-3)) for t in (s["t"], s["t"] + 1))
                s["product"] *= mu
                s["m"].mul_(0.9).add_(g, alpha=0.1)
                s["v"].mul_(0.999).addcmul_(g, g, value=0.001)
                root = (s["v"] / (1 - 0.999 ** s["t"])).sqrt() + 1e-8
                p -= group["lr"] * ((1 - mu) / (1 - s["product"]) * g + after / (1 - s["product"] * after) * s["m"]) / root


CASES = {
    "sgd": (torch.optim.SGD, dict(momentum=0), (1, 0), (1, 0)),
    "sgd momentum": (torch.optim.SGD, dict(momentum=0.9), (1, 0), (1, 0)),
    "sgd momentum decay": (torch.optim.SGD, dict(momentum=0.9), (1, 0.05), (1, 0.05)),
    "sgd groups": (torch.optim.SGD, dict(momentum=0.9), (1, 0.05), (0.1, 0)),
    "adamw": (torch.optim.AdamW, dict(), (1, 0), (1, 0)),
    "adamw decay groups": (torch.optim.AdamW, dict(), (1, 0.05), (0.1, 0)),
    "adam": (torch.optim.Adam, dict(), (1, 0), (1, 0)),
    "adam decay groups": (torch.optim.Adam, dict(), (1, 0.05), (0.1, 0)),
    "nadam": (PaperNAdam, dict(), (1, 0), (1, 0)),
    "nadam decay groups": (PaperNAdam, dict(), (1, 0.05), (0.1, 0)),
    "nadam before 2": (torch.optim.NAdam, dict(), (1, 0), (1, 0)),
    "nadam before 2 decay groups": (torch.optim.NAdam, dict(), (1, 0.05), (0.1, 0)),
    "rmsprop": (torch.optim.RMSprop, dict(), (1, 0), (1, 0)),
    "rmsprop momentum decay groups": (torch.optim.RMSprop, dict(momentum=0.9), (1, 0.05), (0.1, 0)),
}


def listed(tensor):
    return tensor.detach().flatten().tolist()


def main():
    generator = torch.Generator().manual_seed(5)
    start = {name: torch.randn(SHAPES[name], generator=generator) for name in NAMES}
    gradients = [{name: torch.randn(SHAPES[name], generator=generator) for name in NAMES} for _ in RATES]
    gradients[2]["b"] = None  # a parameter without a gradient in one step

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
            "kind": kind.__name__,
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
