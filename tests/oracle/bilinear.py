#!/usr/bin/python3
"""Makes tests/fixtures/bilinear: the float pixels from PyTorch's bilinear interpolation of tests/fixtures/pictures/rgb.png, and of
a picture as long as a photograph, where the rounding of source positions shows."""
import pathlib

import numpy as np
import torch
from PIL import Image

FIXTURES = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
MEAN, STD = torch.tensor([.485, .456, .406]), torch.tensor([.229, .224, .225])


def main():
    out = FIXTURES / "bilinear"
    out.mkdir(parents=True, exist_ok=True)
    pixels = torch.from_numpy(np.array(Image.open(FIXTURES / "pictures" / "rgb.png"))).permute(2, 0, 1).contiguous().float() / 255
    for height, width, flip, normalise in [(17, 23, 0, 0), (31, 40, 0, 0), (9, 7, 0, 0), (17, 61, 1, 0), (5, 50, 1, 1), (1, 1, 0, 0)]:
        source = pixels.flip(-1) if flip else pixels
        if normalise:
            source = (source - MEAN[:, None, None]) / STD[:, None, None]
        resized = torch.nn.functional.interpolate(source[None], size=(height, width), mode="bilinear", align_corners=False)[0]
        resized.permute(1, 2, 0).contiguous().numpy().astype("<f4").tofile(out / f"{height}x{width}-flip{flip}-normalise{normalise}.f32")
    x, y, c = np.arange(768)[None, :, None], np.arange(2)[:, None, None], np.arange(3)[None, None, :]
    long = torch.from_numpy(((x * 73 + y * 151 + c * 37) * 29 % 251).astype(np.uint8)).permute(2, 0, 1).contiguous().float() / 255
    resized = torch.nn.functional.interpolate(long[None], size=(3, 1066), mode="bilinear", align_corners=False)[0]
    resized.permute(1, 2, 0).contiguous().numpy().astype("<f4").tofile(out / "long-3x1066.f32")


main()
