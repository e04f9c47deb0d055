"""A theme's colours, changed as little as it takes for everything to be seen on its grounds."""

import math
from collections.abc import Iterable, Mapping, Sequence

from textual.color import Color, rgb_to_lab

TEXT = 4.5  # WCAG 2, level AA
SHAPE = 1.4  # of frames, scrollbars and what is under a cursor, to what is around them
_BAR = 2.0  # of what is drawn in a hue
_ANY, _SOME, _NONE = 180, 30, 0
_COLOURS = {
    "error": _SOME, "success": _SOME, "warning": _SOME, "primary": _NONE, "secondary": _ANY,
    "accent": _ANY,
}  # fmt: skip
"""From the one on that is the least to be taken for another, and how many degrees it may be turned
for that: a fault stays reddish, what is well greenish, and a theme's first colour what it is."""
APART = 20  # of two hues, in CIE 1976's measure: fewer look alike in a sign or a word
_TURN = 10  # degrees, of one step
_ABOVE_MUTED = 1.2  # of plain texts, beside those that stand back
# Of the terminal's own colours some are hardly seen, or taken for that of a fault.
_ON_DARK = {
    "ansi_blue": "ansi_bright_cyan",  # in some terminals the bright one is as dark
    "ansi_red": "ansi_bright_red",
    "ansi_magenta": "ansi_bright_magenta",
}
_ON_LIGHT = {"ansi_bright_red": "ansi_magenta", "ansi_yellow": "ansi_magenta"}
_STEPS = 50
_MARGIN = 1.02  # colours are rounded
_SURFACE, _PANEL = 1.1, 1.25  # contrasts at most: on brighter ones only pale texts can be read
_MUTED, _FRAME, _SCROLLBAR, _CURSOR, _TAB = 0.42, 0.24, 0.35, 0.16, 0.2  # shares to begin with


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, from 1 to 21. Source: WCAG 2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(
    variables: Mapping[str, str], *, text: float = TEXT, shape: float = SHAPE
) -> dict[str, str]:
    """Return a theme's variables with those of texts and shapes set so that they are seen.

    Besides Textual's there are `frame`, `cursor` and `cursor-style` of the row under a cursor,
    `cursor-blurred` of that row where the focus is elsewhere, and `bar-primary` and so on, in which
    charts are drawn.

    Args:
        variables: Those of the theme, with no colour of the terminal's own.
        text: The least contrast of texts.
        shape: That of shapes. Where it is so great that a tint would leave no text readable, what
            is under a cursor is reversed instead.
    """
    background = Color.parse(variables["background"])
    is_reversed = shape >= TEXT
    surface, panel = (
        _near(background, background + Color.parse(variables[name]), most)
        for name, most in (("surface", _SURFACE), ("panel", text if is_reversed else _PANEL))
    )
    foreground, primary = (Color.parse(variables[name]) for name in ("foreground", "primary"))
    beneath = (background, surface)
    cursor = background
    if not is_reversed:
        cursor = _first(_from(background, primary, _CURSOR), beneath, shape)
    tab = surface.blend(primary, _TAB)
    grounds = (*beneath, panel, cursor, tab)
    far = Color.parse("#fff" if _luminance(background) < _luminance(foreground) else "#000")
    plain = _first(_from(foreground, far), grounds, text * _ABOVE_MUTED)
    # From the palest on, which is of those that can be read the one that stands back most.
    muted = _first(_from(plain.blend(background, _MUTED), plain), grounds, text)
    found = {
        "surface": surface,
        "panel": panel,
        "foreground": plain,
        "text-muted": muted,
        "text-disabled": muted,
        "frame": _first(_from(background, plain, _FRAME), beneath, shape),
        "scrollbar": _first(_from(background, plain, _SCROLLBAR), beneath, shape),
        "scrollbar-hover": primary,
        "scrollbar-active": primary,
        "cursor": cursor,
        # Half as much of it, so that it stands out neither like that nor like a head.
        "cursor-blurred": panel if is_reversed else background.blend(cursor, 0.5),
    }
    texts: list[Color] = []
    for name, most in _COLOURS.items():
        color = Color.parse(variables[name])  # Textual's own for texts are paler
        # As the theme has it, or turned away from what looks like it: a fault is not work.
        turns = (sign * angle for angle in range(0, most + 1, _TURN) for sign in (1, -1))
        turned = ((turn, _first(_from(_turned(color, turn), far), grounds, text)) for turn in turns)
        turn, ink = _most_apart(turned, texts)
        texts.append(ink)
        found[f"text-{name}"] = ink
        found[f"bar-{name}"] = _first(_from(_turned(color, turn), far), beneath, max(_BAR, shape))
    found["primary"] = found["bar-primary"]  # the frame that has the focus is drawn in it
    for where in ("input", "screen"):
        found[f"{where}-selection-background"] = found["text-primary"]
        found[f"{where}-selection-foreground"] = background
    style = "bold reverse" if is_reversed else "bold"
    return {
        **variables,
        **{name: color.hex for name, color in found.items()},
        "cursor-style": style,
    }


def ansi(variables: Mapping[str, str], *, is_dark: bool) -> dict[str, str]:
    """Return the variables of a theme of the terminal's own colours, which have no tints.

    Args:
        variables: Those of the theme.
        is_dark: Whether it is one for dark terminals.
    """
    hues = {name: variables[name] for name in _COLOURS}
    hues = {name: (_ON_DARK if is_dark else _ON_LIGHT).get(hue, hue) for name, hue in hues.items()}
    texts = {f"text-{name}": hue for name, hue in hues.items()}
    bars = {f"bar-{name}": hue for name, hue in hues.items()}
    own = {
        "frame": "ansi_bright_black",
        "cursor": "ansi_default",
        "cursor-style": "bold reverse",
        "cursor-blurred": "ansi_default",
        "scrollbar": "ansi_bright_black",
        "text-muted": "ansi_default",  # there are no shades
        "text-disabled": "ansi_default",
    }
    return {**variables, **hues, **texts, **bars, **own}


def _from(start: Color, end: Color, share: float = 0.0) -> Iterable[Color]:
    """Yield the colours between two, from a share of the second one on."""
    for step in range(_STEPS + 1):
        yield start.blend(end, share + (1 - share) * step / _STEPS)


def _first(colours: Iterable[Color], grounds: Sequence[Color], least: float) -> Color:
    """Return the first colour with that contrast to all grounds; the last one if there is none."""
    color = grounds[0]
    for color in colours:
        if all(contrast(color, ground) >= least * _MARGIN for ground in grounds):
            break
    return color


def _near(background: Color, ground: Color, most: float) -> Color:
    """Return a ground, nearer to the one beneath it if it stands out more than that."""
    between = list(_from(background, ground))
    return next(c for c in reversed(between) if contrast(c, background) <= most)


def difference(one: Color, other: Color) -> float:
    """Return how different two colours look, from 0 on. Source: CIE 1976."""
    return math.dist(rgb_to_lab(one), rgb_to_lab(other))


def _most_apart(turned: Iterable[tuple[int, Color]], others: Sequence[Color]) -> tuple[int, Color]:
    """Return the first colour that is apart from all others, else the one that is so the most."""
    found: list[tuple[float, tuple[int, Color]]] = []
    for one in turned:
        nearest = min((difference(one[1], other) for other in others), default=APART)
        if nearest >= APART:
            return one
        found.append((nearest, one))
    return max(found)[1]


def _turned(color: Color, degrees: int) -> Color:
    """Return a colour with another hue."""
    if not degrees:
        return color
    hue, saturation, lightness = color.hsl
    return Color.from_hsl((hue + degrees / 360) % 1, saturation, lightness)


def _luminance(colour: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - WCAG's
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
