#!/usr/bin/python3
"""Makes tests/fixtures/pictures: small pictures in many formats, each with its upright RGB pixels as PIL decodes them."""
import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "pictures"
W, H = 23, 17  # odd and unequal, so padding errors and swapped sides show


def scene(width=W, height=H):
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    red = 255 * x / (width - 1)
    green = 255 * y / (height - 1)
    blue = 127 + 120 * np.sin(x / 3.0) * np.cos(y / 4.0)
    return np.stack([red, green, blue], -1).round().astype(np.uint8)


def save(name, data, expected):
    (OUT / name).write_bytes(data)
    (OUT / (name + ".rgb")).write_bytes(np.ascontiguousarray(expected, np.uint8).tobytes())


def encode(image, form, **options):
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def decoded(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    # This PIL rotates TIFF upright while loading but keeps the tag, so exif_transpose would rotate it twice.
    return np.asarray((image if image.format == "TIFF" else ImageOps.exif_transpose(image)).convert("RGB"))


def png(width, height, depth, colour, rows, extra=b""):
    """A PNG written by hand: PIL cannot write 16-bit colour."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    raw = b"".join(b"\0" + row for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)) + extra
            + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    rgb = scene()
    image = Image.fromarray(rgb)
    grey = image.convert("L")
    alpha = Image.fromarray(np.dstack([rgb, np.linspace(0, 255, W * H).reshape(H, W).astype(np.uint8)]), "RGBA")
    cases = {
        "rgb.jpg": encode(image, "JPEG", quality=90),
        "progressive.jpg": encode(image, "JPEG", quality=90, progressive=True),
        "grey.jpg": encode(grey, "JPEG", quality=90),
        "rgb.png": encode(image, "PNG"),
        "grey.png": encode(grey, "PNG"),
        "palette.png": encode(image.quantize(16), "PNG"),
        "rgba.png": encode(alpha, "PNG"),
        "grey-alpha.png": encode(alpha.convert("LA"), "PNG"),
        "one-bit.png": encode(image.convert("1"), "PNG"),
        "rgb.bmp": encode(image, "BMP"),
        "palette.bmp": encode(image.quantize(16), "BMP"),
        "one-bit.bmp": encode(image.convert("1"), "BMP"),
        "lossless.webp": encode(image, "WEBP", lossless=True),
        "rgba.webp": encode(alpha, "WEBP", lossless=True, exact=True),
        "lossy.webp": encode(image, "WEBP", quality=90),
        "rgb.tiff": encode(image, "TIFF"),
        "lzw.tiff": encode(image, "TIFF", compression="tiff_lzw"),
        "grey.tiff": encode(grey, "TIFF"),
        "palette.tiff": encode(image.quantize(16), "TIFF"),
        "rgba.tiff": encode(alpha, "TIFF"),
        "one-bit.tiff": encode(image.convert("1"), "TIFF"),
    }
    for orientation in range(2, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        cases[f"orientation-{orientation}.jpg"] = encode(image, "JPEG", quality=90, exif=exif.tobytes())
    exif = Image.Exif()
    exif[0x0112] = 6
    cases["orientation-6.png"] = encode(image, "PNG", exif=exif.tobytes())
    cases["orientation-6.tiff"] = encode(image, "TIFF", tiffinfo={0x0112: 6})
    for name, data in cases.items():
        save(name, data, decoded(data))

    # 16 bits: use the high byte, which equals scaling by 1/257 and truncating. PIL clips 16-bit grey instead.
    deep = (rgb.astype(np.uint32) * 257).astype(">u2")
    save("deep.png", png(W, H, 16, 2, [row.tobytes() for row in deep]), rgb)
    deep_grey = (np.asarray(grey).astype(np.uint32) * 257).astype(">u2")
    save("deep-grey.png", png(W, H, 16, 0, [row.tobytes() for row in deep_grey]), np.repeat(np.asarray(grey)[..., None], 3, 2))
    save("deep-grey.tiff", encode(Image.fromarray(deep_grey.astype("<u2")), "TIFF"), np.repeat(np.asarray(grey)[..., None], 3, 2))

    # Valid pictures that our decoder does not read: no pixels are stored for them.
    (OUT / "animated.webp").write_bytes(encode(image, "WEBP", save_all=True, append_images=[image.rotate(180)], lossless=True))
    (OUT / "float.tiff").write_bytes(encode(Image.fromarray(rgb[..., 0].astype(np.float32)), "TIFF"))

    # Invalid EXIF data must not make the picture unreadable.
    junk = encode(image, "JPEG", quality=90, exif=b"Exif\0\0II*\0\xff\xff\xff\x7f" + bytes(range(40)))
    save("garbage-exif.jpg", junk, np.asarray(Image.open(io.BytesIO(encode(image, "JPEG", quality=90)))))


main()
