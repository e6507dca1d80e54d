#!/usr/bin/python3
"""Makes tests/fixtures/codecs: small JPEG and PNG files of many kinds for the managed readers.

Only the CMYK pictures come with pixels (PIL's). For the others, the tests ask OpenCV.
"""
import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

OUT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "codecs"
RANDOM = np.random.default_rng(7)
SIZES = [(1, 1), (2, 1), (1, 2), (3, 3), (5, 4), (7, 9), (8, 8), (16, 16), (17, 15), (23, 33), (35, 18), (70, 41)]


def scene(width, height):
    """A gradient, waves and noise: every coefficient is used, and colours are clipped at both ends."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    waves = 150 * np.sin(x / 2.3 + y / 5.1)
    planes = [4.0 * x + waves, 260 - 5.0 * y + waves / 2, 128 + 180 * np.sin(x / 3.0) * np.cos(y / 4.0)]
    noise = RANDOM.normal(0, 25, (height, width, 3))
    return np.clip(np.stack(planes, -1) + noise, 0, 255).round().astype(np.uint8)


def jpeg(name, image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", **options)
    (OUT / name).write_bytes(buffer.getvalue())
    return buffer.getvalue()


def segments(data):
    """Splits a JPEG into its segments; a scan's data are part of its segment."""
    at, parts = 2, []
    while data[at + 1] != 0xD9:
        end = at + 2 + int.from_bytes(data[at + 2:at + 4], "big")
        if data[at + 1] == 0xDA:
            while data[end] != 0xFF or data[end + 1] == 0 or 0xD0 <= data[end + 1] <= 0xD7:
                end += 1
        parts.append(data[at:end])
        at = end
    return parts


def joined(parts):
    return b"\xff\xd8" + b"".join(parts) + b"\xff\xd9"


class Bits:
    """Entropy-coded bits with stuffed zeros."""

    def __init__(self):
        self.bits = ""

    def add(self, value, count):
        self.bits += format(value, f"0{count}b") if count else ""

    def bytes(self):
        padded = self.bits + "1" * (-len(self.bits) % 8)
        return bytes(int(padded[i:i + 8], 2) for i in range(0, len(padded), 8)).replace(b"\xff", b"\xff\x00")


def number(bits, code, value):
    """A flat table gives each size a code of four bits; the value follows in as many bits as the size."""
    size = abs(value).bit_length()
    bits.add(code + size if code is not None else size, 4)
    bits.add(value if value >= 0 else value + (1 << size) - 1, size)


def by_hand(name, width, height, samplings, *, marker=0xC0, interval=0, separate=False, extra=b"", ids=(1, 2, 3, 4)):
    """A JPEG of random coefficients with any sampling, which PIL cannot write: a mean and two more numbers per block."""
    table = bytes(range(1, 65))
    symbols = bytes(range(12))
    dht = b"\0" + bytes([0, 0, 0, 12] + [0] * 12) + symbols
    ac = b"\x10" + bytes([0, 0, 0, 13] + [0] * 12) + bytes([0] + [size for size in range(1, 9)] + [0x11, 0x23, 0x52, 0xF0])
    (hmax, vmax) = (max(h for h, _ in samplings), max(v for _, v in samplings))
    parts = [extra] if extra else []
    parts.append(b"\xff\xdb" + struct.pack(">H", 67) + b"\0" + table)
    frame = struct.pack(">BHHB", 8, height, width, len(samplings))
    frame += b"".join(bytes([ids[i], h << 4 | v, 0]) for i, (h, v) in enumerate(samplings))
    parts.append(bytes([0xFF, marker]) + struct.pack(">H", 2 + len(frame)) + frame)
    parts.append(b"\xff\xc4" + struct.pack(">H", 2 + len(dht) + len(ac)) + dht + ac)
    if interval:
        parts.append(b"\xff\xdd" + struct.pack(">HH", 4, interval))
    scans = [[i] for i in range(len(samplings))] if separate or len(samplings) == 1 else [list(range(len(samplings)))]
    for scan in scans:
        if len(scan) == 1:
            (h, v) = samplings[scan[0]]
            across = -(-(-(-width * h // hmax)) // 8)
            down = -(-(-(-height * v // vmax)) // 8)
            blocks = [(scan[0], 1)]
        else:
            across, down = -(-width // (8 * hmax)), -(-height // (8 * vmax))
            blocks = [(i, samplings[i][0] * samplings[i][1]) for i in scan]
        header = bytes([len(scan)]) + b"".join(bytes([ids[i], 0]) for i in scan) + bytes([0, 63, 0])
        data, bits, means = b"", Bits(), [0, 0, 0, 0]
        for unit in range(across * down):
            if interval and unit and unit % interval == 0:
                data += bits.bytes() + bytes([0xFF, 0xD0 + (unit // interval - 1) % 8])
                bits, means = Bits(), [0, 0, 0, 0]
            for component, count in blocks:
                for _ in range(count):
                    mean = int(RANDOM.integers(-700, 700))
                    number(bits, None, mean - means[component])
                    means[component] = mean
                    if RANDOM.integers(4):
                        number(bits, 0, int(RANDOM.integers(1, 120)) * int(RANDOM.choice([-1, 1])))
                        bits.add(9 + 2, 4)  # five zeros, then a coefficient of two bits
                        bits.add(int(RANDOM.integers(0, 4)), 2)
                    bits.add(0, 4)
        parts.append(b"\xff\xda" + struct.pack(">H", 2 + len(header)) + header + data + bits.bytes())
    (OUT / name).write_bytes(joined(parts))


def png(name, width, height, depth, colour, interlaced, palette=b"", trns=b""):
    """A PNG of random bytes with a random filter per row: every predictor meets every byte."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)] if interlaced else [(0, 0, 1, 1)]
    raw = b""
    for x, y, dx, dy in passes:
        across, down = -(-(width - x) // dx) if width > x else 0, -(-(height - y) // dy) if height > y else 0
        if across:
            for _ in range(down):
                kind = int(RANDOM.integers(5)) if colour != 3 else 0
                raw += bytes([kind]) + RANDOM.bytes((across * channels * depth + 7) // 8)
    data = zlib.compress(raw)
    third = max(1, len(data) // 3)
    idat = b"".join(chunk(b"IDAT", data[i:i + third]) for i in range(0, len(data), third))
    body = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))
    body += (chunk(b"PLTE", palette) if palette else b"") + (chunk(b"tRNS", trns) if trns else b"") + idat + chunk(b"IEND", b"")
    (OUT / name).write_bytes(b"\x89PNG\r\n\x1a\n" + body)


def pictures():
    for width, height in SIZES:
        image = Image.fromarray(scene(width, height))
        for subsampling, label in enumerate(["444", "422", "420"]):
            jpeg(f"{width}x{height}-{label}.jpg", image, quality=85, subsampling=subsampling)
            jpeg(f"{width}x{height}-{label}-progressive.jpg", image, quality=85, subsampling=subsampling, progressive=True)
        jpeg(f"{width}x{height}-grey.jpg", image.convert("L"), quality=85)
    image = Image.fromarray(scene(61, 47))
    for quality in [1, 5, 30, 75, 95, 100]:
        jpeg(f"quality-{quality}.jpg", image, quality=quality)
        jpeg(f"quality-{quality}-progressive.jpg", image, quality=quality, progressive=True)
    jpeg("optimized.jpg", image, quality=90, optimize=True)
    jpeg("grey-progressive.jpg", image.convert("L"), quality=90, progressive=True)
    wide_steps = [[min(65535, 40 * (i + 1)) for i in range(64)]] * 2
    jpeg("wide-steps.jpg", image, qtables=wide_steps)
    without_tables = segments(jpeg("standard-tables.jpg", image, quality=80))
    (OUT / "standard-tables.jpg").write_bytes(joined([part for part in without_tables if part[1] != 0xC4]))


def hand_made():
    layouts = {
        "440": [(1, 2), (1, 1), (1, 1)], "411": [(4, 1), (1, 1), (1, 1)], "410": [(4, 2), (1, 1), (1, 1)], "441": [(1, 4), (1, 1), (1, 1)],
        "221": [(2, 2), (2, 1), (1, 2)], "reversed": [(1, 1), (2, 2), (1, 1)], "mixed": [(2, 1), (1, 2), (1, 1)], "doubled": [(2, 2), (1, 2), (1, 2)],
        "311": [(3, 1), (1, 1), (1, 1)], "grey-2x2": [(2, 2)], "tall": [(1, 4), (1, 2), (1, 1)], "wide": [(4, 1), (2, 1), (1, 1)], "422": [(2, 1), (1, 1), (1, 1)], "420": [(2, 2), (1, 1), (1, 1)],
    }
    for label, layout in layouts.items():
        for width, height in [(3, 3), (37, 29), (64, 64)]:
            by_hand(f"hand-{label}-{width}x{height}.jpg", width, height, layout)
        by_hand(f"hand-{label}-restart.jpg", 75, 50, layout, interval=3)
        by_hand(f"hand-{label}-scans.jpg", 45, 39, layout, separate=True, interval=2)
        by_hand(f"hand-{label}-extended.jpg", 19, 21, layout, marker=0xC1, interval=1)
    by_hand("refused-twelve-blocks.jpg", 37, 29, [(2, 2)] * 3)
    adobe = b"\xff\xee" + struct.pack(">H", 14) + b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 0)
    by_hand("rgb-adobe.jpg", 37, 29, [(1, 1)] * 3, extra=adobe)
    by_hand("rgb-by-name.jpg", 37, 29, [(1, 1)] * 3, ids=b"RGB")
    by_hand("ycc-adobe.jpg", 37, 29, [(2, 2), (1, 1), (1, 1)], extra=adobe[:-1] + b"\1", ids=b"RGB")


def inks():
    for label, options in {"cmyk": {}, "cmyk-progressive": {"progressive": True}}.items():
        data = jpeg(f"{label}.jpg", Image.fromarray(np.dstack([scene(33, 27), scene(33, 27)[..., :1]]), "CMYK"), quality=90, **options)
        save_rgb(label, data)
    adobe = b"\xff\xee" + struct.pack(">H", 14) + b"Adobe" + struct.pack(">HHHB", 100, 0, 0, 2)
    by_hand("ycck.jpg", 37, 29, [(2, 2), (1, 1), (1, 1), (2, 2)], extra=adobe)
    by_hand("cmyk-unmarked.jpg", 37, 29, [(1, 1)] * 4)
    for label in ["ycck", "cmyk-unmarked"]:
        save_rgb(label, (OUT / f"{label}.jpg").read_bytes())


def save_rgb(label, data):
    image = Image.open(io.BytesIO(data))
    assert image.mode == "CMYK"
    (OUT / f"{label}.jpg.rgb").write_bytes(image.convert("RGB").tobytes())


def pngs():
    depths = {0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]}
    for colour, allowed in depths.items():
        for depth in allowed:
            palette = RANDOM.bytes(3 * min(1 << depth, 200)) if colour == 3 else b""
            trns = RANDOM.bytes(min(1 << depth, 9)) if colour == 3 else {0: b"\0\1", 2: b"\0\1\0\2\0\3"}.get(colour, b"")
            for interlaced in [0, 1]:
                for width, height in [(1, 1), (3, 5), (21, 13), (40, 9)]:
                    name = f"colour{colour}-{depth}bit-{width}x{height}{'-adam7' if interlaced else ''}"
                    png(f"{name}.png", width, height, depth, colour, interlaced, palette)
                if trns:
                    png(f"{name}-trns.png", width, height, depth, colour, interlaced, palette, trns)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    pictures()
    hand_made()
    inks()
    pngs()


main()
