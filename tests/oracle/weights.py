#!/usr/bin/python3
"""Writes tests/fixtures/weights: files from torch.save, files that would run code, and the expected values.

Run from the repository root; needs torch (1.13 was used). The files are committed, so tests need no Python.
"""
import builtins
import json
import os
import pickle
import struct
import zipfile
from argparse import Namespace
from collections import OrderedDict
from pathlib import Path

import torch

FOLDER = Path("tests/fixtures/weights")


def state():
    """Every kind of tensor that a state dict can contain; the values are exact in every type."""
    base = torch.arange(24, dtype=torch.float32).reshape(2, 3, 4) / 4
    shared = torch.arange(10, dtype=torch.float32)
    return OrderedDict([
        ("float", base),
        ("half", base.half()),
        ("bfloat16", base.bfloat16()),
        ("double", base.double()),
        ("int64", torch.tensor(7)),
        ("int32", torch.tensor([-3, 5], dtype=torch.int32)),
        ("int16", torch.tensor([-300], dtype=torch.int16)),
        ("int8", torch.tensor([-3], dtype=torch.int8)),
        ("uint8", torch.tensor([0, 255], dtype=torch.uint8)),
        ("bool", torch.tensor([True, False, True])),
        ("transposed", base[0].t()),
        ("channels_last", base[None].contiguous(memory_format=torch.channels_last)),
        ("shared_head", shared[:4]),
        ("shared_tail", shared[6:]),
        ("every_other", shared[1::2]),
        ("expanded", torch.ones(1).expand(3, 2)),
        ("parameter", torch.nn.Parameter(base[1])),
        ("empty", torch.zeros(0, 4)),
        ("scalar", torch.tensor(2.5)),
    ])


class Call:
    """Pickles to a call of any function, as an attacker would write it."""

    def __init__(self, function, *arguments):
        self.call = function, arguments

    def __reduce__(self):
        return self.call


def as_zip(path, pickled):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/version", "3\n")


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    tensors = state()
    torch.save(tensors, FOLDER / "zip.pth")
    torch.save(tensors, FOLDER / "legacy.pth", _use_new_zipfile_serialization=False)
    expected = {
        name: {"type": str(t.dtype).split(".")[1], "shape": list(t.shape), "values": [float(v) for v in t.detach().flatten()]}
        for name, t in tensors.items()
    }
    (FOLDER / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")

    model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 1), torch.nn.BatchNorm2d(2))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    model(torch.ones(1, 1, 2, 2)).sum().backward()
    optimizer.step()
    checkpoint = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3, "args": Namespace(lr=0.1), "note": "text"}
    for protocol in (2, 4):
        torch.save(checkpoint, FOLDER / f"checkpoint-{protocol}.pth", pickle_protocol=protocol)
    torch.save(torch.nn.DataParallel(model).state_dict(), FOLDER / "parallel.pth")
    torch.save({"backbone": {"w": torch.ones(2)}, "heads": [torch.zeros(1), torch.ones(1)]}, FOLDER / "nested.pth")

    attacks = {
        "system": Call(os.system, "touch /tmp/gannet-was-run"),
        "eval": Call(builtins.eval, "1+1"),
        "getattr": Call(getattr, "", "join"),
        "import": Call(__import__, "os"),
        "hidden": {"a": torch.ones(1), "b": [Call(os.system, "true")]},
    }
    for name, attack in attacks.items():
        if name == "hidden":
            torch.save(attack, FOLDER / "evil-hidden.pth")
            torch.save(attack, FOLDER / "evil-hidden-legacy.pth", _use_new_zipfile_serialization=False)
            continue
        as_zip(FOLDER / f"evil-{name}.pth", pickle.dumps({"weight": attack}, protocol=2))
        (FOLDER / f"evil-{name}-legacy.pth").write_bytes(pickle.dumps(attack, protocol=4))

    # These attack memory and time, not the interpreter.
    deep = b"\x80\x02" + b"]" * 10_000 + b"a" * 9_999 + b"."
    as_zip(FOLDER / "deep.pth", deep)
    laughs = b"\x80\x02}q\x00X\x01\x00\x00\x00aK\x01s" + b"".join(
        b"}" + struct.pack("<BB", ord("q"), i) + b"(X\x01\x00\x00\x00a" + struct.pack("<BB", ord("h"), i - 1)
        + b"X\x01\x00\x00\x00b" + struct.pack("<BB", ord("h"), i - 1) + b"u" for i in range(1, 30)) + b"."
    as_zip(FOLDER / "laughs.pth", laughs)
    as_zip(FOLDER / "long-text.pth", b"\x80\x02X\xff\xff\xff\xffabc.")
    torch.save({"w": torch.ones(1).expand(1 << 20, 1 << 20)}, FOLDER / "expanded-bomb.pth")


if __name__ == "__main__":
    main()
