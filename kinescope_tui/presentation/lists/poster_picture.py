"""A poster as half blocks: two pixels in each cell, one above the other."""

from functools import lru_cache

import msgspec

from kinescope_tui.api.models import Video
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.sections import Ink, Section, Slot, Slots
from kinescope_tui.services.pictures.picture_file import Pixels

_LEAST_LINES = 5  # fewer show nothing
_SHAPE = 9 / 16  # of most videos
_BROADER = 1.15  # than its shape, where it fills its box so; the rest is left out above and below
_BROADEST = 128  # cells: more pixels are not kept
_HALF = "▀"
_TO_COME = "░"


class PosterPicture(msgspec.Struct, frozen=True):
    """A poster, or a word in its place.

    Attributes:
        found: It, or why there is none; None while it is to come.
        most: How many lines it takes at most.
    """

    found: Pixels | str | None
    most: int = 14

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines, as many as its shape makes of the width."""
        del height
        columns = min(width, round(self.most * 2 / _SHAPE * _BROADER), _BROADEST)
        return poster_lines(self.found, columns, min(self.most, natural_lines(columns)))


def natural_lines(width: int) -> int:
    """Return how many lines a poster of that many columns takes."""
    return round(width * _SHAPE / 2)


def poster_link(video: Video | None) -> str:
    """Return where a video's poster lies, not larger than needed; empty without one."""
    poster = video.poster if video is not None else None
    return (poster.md or poster.sm or poster.xs or poster.original or "") if poster else ""


def poster_section(found: Pixels | str | None, most: int = 14) -> Section:
    """Return a poster as a section of a page."""
    return Section("Poster", ((Cell("poster"),),), (), drawing=PosterPicture(found, most))


def poster_lines(found: Pixels | str | None, width: int, lines: int) -> list[Slots]:
    """Return a poster that fills so many cells and lines; none where these are too few.

    Args:
        found: It, or why there is none; None while it is to come.
        width: In cells.
        lines: How many.
    """
    if lines < _LEAST_LINES or width <= 0:
        return []
    if isinstance(found, Pixels):
        return _half_blocks(found, width, lines)
    if found is None:
        return [(Slot(_TO_COME * width, width, Tone.MUTED),)] * lines
    text = found[:width].center(width)
    return [(Slot(text if n == lines // 2 else "", width, Tone.MUTED),) for n in range(lines)]


@lru_cache(maxsize=8)
def _half_blocks(pixels: Pixels, width: int, lines: int) -> list[Slots]:
    rows = _fitted(pixels, width, lines * 2)
    return [
        tuple(Slot(_HALF, 1, Ink(over, under)) for over, under in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]


def _fitted(pixels: Pixels, width: int, height: int) -> list[list[tuple[int, int, int]]]:
    """Return a picture in another size, each pixel the mean of those that it stands for.

    What sticks out at two sides is left out.
    """
    scale = min(pixels.width / width, pixels.height / height)
    left, top = (pixels.width - width * scale) / 2, (pixels.height - height * scale) / 2
    across = [_span(left + n * scale, scale, pixels.width) for n in range(width)]
    down = [_span(top + n * scale, scale, pixels.height) for n in range(height)]
    return [[_mean(pixels, xs, ys) for xs in across] for ys in down]


def _span(start: float, length: float, end: int) -> range:
    first = min(max(0, int(start)), end - 1)
    return range(first, max(first + 1, min(end, int(start + length))))


def _mean(pixels: Pixels, xs: range, ys: range) -> tuple[int, int, int]:
    count, rgb = len(xs) * len(ys), pixels.rgb
    starts = [3 * (y * pixels.width + xs.start) for y in ys]
    red, green, blue = (
        sum(sum(rgb[start + part : start + 3 * len(xs) : 3]) for start in starts) // count
        for part in range(3)
    )
    return red, green, blue
