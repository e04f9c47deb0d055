"""Invented pictures: hills before a sky with a sun, of its own for each name."""

import math
import random
import struct
import zlib

Colour = tuple[float, float, float]

_SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((54, 44, 150), (236, 140, 110), (255, 214, 150)),
    ((18, 66, 132), (122, 190, 226), (255, 246, 214)),
    ((38, 20, 74), (190, 74, 120), (255, 176, 120)),
    ((10, 58, 74), (92, 172, 150), (250, 236, 160)),
    ((30, 34, 60), (96, 112, 160), (226, 232, 255)),
    ((120, 60, 40), (240, 176, 96), (255, 240, 200)),
)
"""Above, at the horizon, and the sun."""

_LAYERS = 3


def landscape(name: str, width: int, height: int) -> bytes:
    """Return a PNG of that many pixels, the same for a name each time."""
    chance = random.Random(name)
    above, below, sun = chance.choice(_SKIES)
    sun_x, sun_y = chance.uniform(0.2, 0.8) * width, chance.uniform(0.25, 0.6) * height
    radius = chance.uniform(0.07, 0.12) * width
    hills = [_hill(chance, width, height, layer) for layer in range(_LAYERS)]
    shades = [_mixed(below, (16, 20, 34), 0.45 + 0.25 * layer) for layer in range(_LAYERS)]
    rows = bytearray()
    for y in range(height):
        rows.append(0)  # a row without a filter
        sky = _mixed(above, below, min(1.0, y / (0.75 * height)))
        for x in range(width):
            colour = None
            for hill, shade in zip(hills, shades, strict=True):
                if y >= hill[x]:
                    colour = shade
            if colour is None:
                far = math.hypot(x - sun_x, y - sun_y) / radius
                colour = sun if far < 1 else _mixed(sun, sky, min(1.0, 0.35 + (far - 1) / 4))
            rows += bytes(map(int, colour))
    return _png(width, height, rows)


def _hill(chance: random.Random, width: int, height: int, layer: int) -> list[float]:
    """Return from which row on each column is the hill's."""
    waves = [
        (chance.uniform(1, 5), chance.uniform(0, 7), chance.uniform(0.01, 0.06)) for _ in "abc"
    ]
    top = 0.62 + 0.12 * layer
    return [
        height
        * (top + sum(part * math.sin(times * x / width * 3 + at) for times, at, part in waves))
        for x in range(width)
    ]


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue


def _png(width: int, height: int, rows: bytearray) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    made = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + made
