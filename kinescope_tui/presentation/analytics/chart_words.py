"""A chart for those who cannot see it, who copy it, or who put it into a document."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from kinescope_tui.presentation.analytics.bars import Bar

_WIDTH, _HEIGHT = 960, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 20, 60, 50
_LABELS = 8
_SHARE = 0.8  # of its room that a bar takes
_INK, _QUIET, _GUIDE, _BAR, _BEFORE = "#222", "#777", "#ddd", "#5b6ee1", "#e0a040"


def chart_svg(title: str, bars: Sequence[Bar], ticks: dict[float, str], told: str) -> str:
    """Return a chart as a picture: bars, a dash where the window before stood, and an axis.

    Args:
        title: Above it.
        bars: From the left.
        ticks: Texts beside the axis by value; the greatest is its end.
        told: A line beneath.
    """
    top = max(ticks, default=1.0) or 1.0
    foot = _HEIGHT - _BOTTOM
    room = (_WIDTH - _LEFT - _RIGHT) / max(1, len(bars))
    picture = Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        style="font: 13px sans-serif",
    )

    def draw(shape: str, text: str = "", **attributes: float | str) -> None:
        shown = {
            name.replace("_", "-"): f"{value:.1f}" if isinstance(value, float) else str(value)
            for name, value in attributes.items()
        }
        SubElement(picture, shape, shown).text = text or None

    def y(value: float) -> float:
        return _TOP + (foot - _TOP) * (1 - min(1.0, max(0.0, value) / top))

    draw("rect", width=_WIDTH, height=_HEIGHT, fill="#fff")
    draw("text", title, x=_LEFT, y=30, fill=_INK, font_size=18)
    for value, text in ticks.items():
        draw("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y(value), y2=y(value), stroke=_GUIDE)
        draw("text", text, x=_LEFT - 8, y=y(value) + 4, text_anchor="end", fill=_QUIET)
    for number, bar in enumerate(bars):
        x, width = _LEFT + number * room, max(0.5, room * _SHARE)
        if bar.value is not None:
            draw("rect", x=x, y=y(bar.value), width=width, height=foot - y(bar.value), fill=_BAR)
        if bar.before is not None:
            line = y(bar.before)
            draw("line", x1=x, x2=x + width, y1=line, y2=line, stroke=_BEFORE, stroke_width=2)
        if number % max(1, -(-len(bars) // _LABELS)) == 0:
            draw("text", bar.label, x=x, y=foot + 18, fill=_QUIET)
    draw("text", told, x=_LEFT, y=_HEIGHT - 10, fill=_QUIET)
    return tostring(picture, encoding="unicode") + "\n"


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table in plain characters: the first column to the left, numbers to the right."""
    lines = [head, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if n == 0 else text.rjust(width)
            for n, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
