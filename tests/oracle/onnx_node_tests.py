#!/usr/bin/env python3
"""Writes the node tests of the installed onnx package as folders: model.onnx, input_K.pb, output_K.pb.

  python3 tests/oracle/onnx_node_tests.py OUT

GANNET_ONNX_NODE_TESTS=OUT then makes tests/Gannet.Runtime.Tests run them.
"""
import argparse
import pathlib
import warnings

import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("out", type=pathlib.Path)
args = parser.parse_args()
warnings.simplefilter("ignore")


def write(path, value, info):
    kind = info.type.WhichOneof("value")
    if kind == "sequence_type":
        path.with_suffix(".sequence").write_bytes(numpy_helper.from_list(value, info.name).SerializeToString())
    elif kind == "optional_type" or value is None:
        path.with_suffix(".optional").write_bytes(b"")
    else:
        tensor = value if isinstance(value, onnx.TensorProto) else numpy_helper.from_array(value, info.name)
        tensor.name = info.name
        path.write_bytes(tensor.SerializeToString())


count = 0
for case in collect_testcases(None):
    if case.model is None or not case.data_sets:
        continue
    folder = args.out / case.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(case.model.SerializeToString())
    inputs, outputs = case.data_sets[0]
    for k, value in enumerate(inputs):
        write(folder / f"input_{k}.pb", value, case.model.graph.input[k])
    for k, value in enumerate(outputs):
        write(folder / f"output_{k}.pb", value, case.model.graph.output[k])
    count += 1
print(f"{count} tests in {args.out}")
