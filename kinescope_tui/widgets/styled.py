"""Text in the look of what it means."""

from functools import cache

from textual.color import Color
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from kinescope_tui.presentation.analytics.hue import Hue
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.sections import Ink, Slots
from kinescope_tui.widgets.cells import fit

_VARIABLES = {
    Tone.MUTED: "text-muted",
    Tone.GOOD: "text-success",
    Tone.BUSY: "text-secondary",
    Tone.WARNING: "text-warning",
    Tone.BAD: "text-error",
    Tone.ACCENT: "text-primary",
}
"""The theme's variables; what is plain has the colour of what it stands in."""


def styled(cell: Cell) -> Content:
    """Return a cell's text in the look of its tone, whatever the theme is when it is drawn."""
    variable = _VARIABLES.get(cell.tone)
    return Content.styled(cell.text, f"${variable}" if variable else "")


def drawn(line: Slots, widget: Widget) -> Content:
    """Return a drawn line in the looks that its pieces have in a widget."""
    pieces: list[tuple[str, Tone | Ink]] = []
    for slot in line:
        text, tone = fit(slot.text, slot.width, right=slot.is_right), slot.tone
        told, before = pieces[-1] if pieces else ("", tone)
        if text.isspace() and not isinstance(tone, Ink) and not isinstance(before, Ink):
            tone = before  # of which nothing is seen
        if tone == before:
            pieces[-1:] = [(told + text, tone)]
        else:
            pieces.append((text, tone))
    return Content("").join(Content.styled(text, tone_style(tone, widget)) for text, tone in pieces)


def tone_style(tone: Tone | Ink, widget: Widget) -> Style:
    """Return the look of a tone, to be laid over that of a widget."""
    if isinstance(tone, Ink):
        return Style(foreground=Color(*tone.letters), background=Color(*tone.ground))
    variable = _VARIABLES.get(tone)
    return _style(widget.app.theme_variables[variable]) if variable else Style()


def hue_style(hue: Hue, widget: Widget) -> Style:
    """Return the look of a text in a hue, to be laid over that of a widget."""
    return _style(widget.app.theme_variables[f"text-{hue}"])


def hue_color(hue: Hue, widget: Widget) -> Color:
    """Return the colour in which things of a hue are drawn."""
    return Color.parse(widget.app.theme_variables[f"bar-{hue}"])


@cache
def _style(color: str) -> Style:
    """Return the style of a colour, of "auto 60%" too: in texts Textual loses the percentage."""
    name, _, share = color.partition(" ")
    if name == "auto":
        return Style(foreground=Color.automatic(float(share.rstrip("%") or 100)))
    return Style(foreground=Color.parse(name))  # the terminal's own colours have no shades
