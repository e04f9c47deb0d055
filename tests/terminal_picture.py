"""A terminal's screen as SVG, still or moving; lines and blocks are shapes, so none has seams."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import NamedTuple

from rich.cells import cell_len
from rich.color import blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.strip import Strip

Lines = Sequence[Sequence[Strip]]
_W, _H, _SIZE, _BASE = 9.6, 20, 16, 15  # a cell, its letters, and where these stand
_MARGIN = 14
_FONTS = "ui-monospace,'SF Mono',Menlo,'DejaVu Sans Mono','Liberation Mono',Consolas,monospace"
_WORD = re.compile(r"[^ \xa0]+")

_EIGHTHS: dict[str, tuple[float, float, float, float]]
_EIGHTHS = {chr(0x2580 + n): (0, 1 - n / 8, 1, n / 8) for n in range(1, 9)}  # ▁ to █
_EIGHTHS |= {chr(0x2590 - n): (0, 0, n / 8, 1) for n in range(1, 8)}  # ▏ to ▉
_BLOCKS: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    **{sign: (part,) for sign, part in _EIGHTHS.items()},
    "▀": ((0, 0, 1, 1 / 2),), "▐": ((1 / 2, 0, 1 / 2, 1),), "▔": ((0, 0, 1, 1 / 8),),
    "▕": ((7 / 8, 0, 1 / 8, 1),), "▖": ((0, 1 / 2, 1 / 2, 1 / 2),),
    "▗": ((1 / 2, 1 / 2, 1 / 2, 1 / 2),), "▘": ((0, 0, 1 / 2, 1 / 2),),
    "▝": ((1 / 2, 0, 1 / 2, 1 / 2),),
}  # fmt: skip
_CRISP = 'shape-rendering="crispEdges"'  # else two boxes beside each other have a seam
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
# To the left, up, right and down from a cell's middle: 1 is a light line, 2 a heavy one.
_ARMS = {
    "─": "1010", "━": "2020", "│": "0101", "┃": "0202", "┌": "0011", "┐": "1001", "└": "0110",
    "┘": "1100", "├": "0111", "┤": "1101", "┬": "1011", "┴": "1110", "┼": "1111", "╴": "1000",
    "╵": "0100", "╶": "0010", "╷": "0001", "╸": "2000", "╹": "0200", "╺": "0020", "╻": "0002",
    "╼": "1020", "╾": "2010",
}  # fmt: skip
_DASHED = {"┈": "4", "┄": "3", "╌": "2"}
_CORNERS = {"╭": (1, 1), "╮": (-1, 1), "╰": (1, -1), "╯": (-1, -1)}  # where they lead to
_KINDS = {
    "b": "font-weight:700", "i": "font-style:italic", "u": "text-decoration:underline",
    "s": "text-decoration:line-through",
}  # fmt: skip
_THICK = {"1": "1.3", "2": "2.6"}


class Look(NamedTuple):
    """What a letter is drawn with: colours, as SVG writes them, and how it stands."""

    ink: str
    paper: str
    is_bold: bool
    is_italic: bool
    line: str


def picture(lines: Lines, paper: str, ink: str) -> str:
    """Return one screen as SVG.

    Args:
        lines: The screen, a list of strips a line.
        paper: The terminal's own background, as #rrggbb.
        ink: The terminal's own colour of letters.
    """
    return _document([_Screen(lines, paper, ink)], paper, still_s=0)


def moving_picture(screens: Sequence[Lines], paper: str, ink: str, still_s: float) -> str:
    """Return screens as one SVG that shows them in turn; who wants no motion sees the first.

    Args:
        screens: At least one, all of one size.
        paper: The terminal's own background, as #rrggbb.
        ink: The terminal's own colour of letters.
        still_s: How long each stays.
    """
    return _document([_Screen(lines, paper, ink) for lines in screens], paper, still_s)


def _document(screens: "Sequence[_Screen]", paper: str, still_s: float) -> str:
    width = round(max(screen.width for screen in screens) * _W + 2 * _MARGIN)
    height = max(screen.height for screen in screens) * _H + 2 * _MARGIN
    drawn = [list(screen.parts()) for screen in screens]
    kinds = {kind for screen in screens for kind in screen.kinds}
    css = [f"text{{font:{_SIZE}px {_FONTS};white-space:pre}}"]
    css += [f".{kind}{{{_KINDS[kind]}}}" for kind in _KINDS if kind in kinds]
    if len(screens) > 1:
        share, whole = 100 / len(screens), still_s * len(screens)
        css.append(f"@keyframes t{{0%{{visibility:visible}}{share:.3f}%{{visibility:hidden}}}}")
        css.append(f".f{{visibility:hidden;animation:t {whole:g}s steps(1) infinite}}")
        css.append("@media(prefers-reduced-motion){.f{animation:none}#f0{visibility:visible}}")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">',
        f"<style>{''.join(css)}</style>",
        f'<rect width="{width}" height="{height}" rx="8" fill="{paper}"/>',
    ]
    for number, screen in enumerate(drawn):
        moves = f'class="f" id="f{number}" style="animation-delay:{number * still_s:g}s" '
        told = moves if len(screens) > 1 else ""
        parts.append(f'<g {told}transform="translate({_MARGIN},{_MARGIN})">')
        parts += screen
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


class _Screen:
    """One screen's letters, and what is drawn of it, gathered by colour."""

    def __init__(self, lines: Lines, paper: str, ink: str) -> None:
        self._paper, self._ink = paper, ink
        self._papers: defaultdict[str, list[str]] = defaultdict(list)
        self._blocks: defaultdict[tuple[str, float], list[str]] = defaultdict(list)
        self._lines: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
        self._texts: list[str] = []
        self.kinds: set[str] = set()
        self.height, self.width = len(lines), 0
        for y, line in enumerate(lines):
            x = 0
            for segment in (segment for strip in line for segment in strip):
                if segment.control or not segment.text:
                    continue
                self._draw(x, y, segment.text, self._look(segment.style))
                x += cell_len(segment.text)
            self.width = max(self.width, x)

    def parts(self) -> Iterable[str]:
        """Return the SVG of it, what lies behind first."""
        for paper, path in self._papers.items():
            yield f'<path {_CRISP} fill="{paper}" d="{"".join(path)}"/>'
        for (ink, share), path in self._blocks.items():
            opacity = "" if share == 1 else f' fill-opacity="{share:g}"'
            yield f'<path {_CRISP} fill="{ink}"{opacity} d="{"".join(path)}"/>'
        for (ink, thick, dashes), path in self._lines.items():
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            yield (
                f'<path fill="none" stroke="{ink}" stroke-width="{thick}"{dashed}'
                f' d="{"".join(path)}"/>'
            )
        yield from self._texts

    def _look(self, style: Style | None) -> Look:
        style = style or Style()
        ink, paper = self._colour(style, is_ink=True), self._colour(style, is_ink=False)
        if style.reverse:
            ink, paper = paper, ink
        if style.dim:
            ink = blend_rgb(_triplet(paper), _triplet(ink), 0.6).hex
        line = "u" if style.underline else "s" if style.strike else ""
        return Look(ink, paper, bool(style.bold), bool(style.italic), line)

    def _colour(self, style: Style, *, is_ink: bool) -> str:
        colour = style.color if is_ink else style.bgcolor
        if colour is None or colour.is_default:
            return self._ink if is_ink else self._paper
        return colour.get_truecolor().hex

    def _draw(self, x: int, y: int, text: str, look: Look) -> None:
        if look.paper != self._paper:
            self._papers[look.paper].append(_box(x * _W, y * _H, cell_len(text) * _W, _H))
        letters, place = "", x
        for sign, group in groupby(text):
            same = "".join(group)
            letters += " " * len(same) if self._drew(place, y, sign, len(same), look.ink) else same
            place += cell_len(same)
        for word in _WORD.finditer(letters):
            self._write(x + cell_len(text[: word.start()]), y, word[0], look)

    def _write(self, x: int, y: int, word: str, look: Look) -> None:
        kinds = ["b"] * look.is_bold + ["i"] * look.is_italic + [look.line] * bool(look.line)
        self.kinds.update(kinds)
        told = f' class="{" ".join(kinds)}"' if kinds else ""
        wide = f' textLength="{cell_len(word) * _W:g}"' if len(word) > 1 else ""
        self._texts.append(
            f'<text x="{x * _W:g}" y="{y * _H + _BASE}" fill="{look.ink}"{told}{wide}>'
            f"{escape(word, quote=False)}</text>"
        )

    def _drew(self, x: int, y: int, sign: str, count: int, ink: str) -> bool:
        """Draw blocks or lines, the same one some times, and return whether it is one."""
        left, top, wide = x * _W, y * _H, count * _W
        centre = top + _H / 2
        if sign in _SHADES:
            self._blocks[ink, _SHADES[sign]].append(_box(left, top, wide, _H))
        elif sign in _DASHED:
            gap = f"{_W / int(_DASHED[sign]) / 2:g}"
            self._lines[ink, _THICK["1"], gap].append(f"M{left:g} {centre:g}h{wide:g}")
        elif (arms := _ARMS.get(sign)) and arms in {"1010", "2020"}:
            self._lines[ink, _THICK[arms[0]], ""].append(f"M{left:g} {centre:g}h{wide:g}")
        elif sign in _BLOCKS:
            for a, b, w, h in _BLOCKS[sign]:
                if w == 1:
                    self._blocks[ink, 1].append(_box(left, top + b * _H, wide, h * _H))
                    continue
                for n in range(count):
                    box = _box(left + (n + a) * _W, top + b * _H, w * _W, h * _H)
                    self._blocks[ink, 1].append(box)
        elif arms or sign in _CORNERS:
            for n in range(count):
                self._draw_joint(left + n * _W, top, sign, ink)
        else:
            return False
        return True

    def _draw_joint(self, left: float, top: float, sign: str, ink: str) -> None:
        middle, centre = left + _W / 2, top + _H / 2
        if corner := _CORNERS.get(sign):
            aside, down = middle + corner[0] * _W / 2, corner[1]
            bend = f"Q{middle:g} {centre:g} {middle:g} {centre + down * _W / 2:g}"
            path = f"M{aside:g} {centre:g}{bend}V{centre + down * _H / 2:g}"
            self._lines[ink, _THICK["1"], ""].append(path)
            return
        ends = (f"H{left:g}", f"V{top:g}", f"H{left + _W:g}", f"V{top + _H:g}")
        for weight, end in zip(_ARMS[sign], ends, strict=True):
            if weight != "0":
                self._lines[ink, _THICK[weight], ""].append(f"M{middle:g} {centre:g}{end}")


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{x:g} {y:g}h{width:g}v{height:g}h-{width:g}z"


def _triplet(colour: str) -> ColorTriplet:
    return ColorTriplet(*(int(colour[n : n + 2], 16) for n in (1, 3, 5)))


def blank_share(lines: Lines) -> float:
    """Return the share of cells of a screen's content in which nothing is written, 0 to 1.

    The header, the status bar and the footer do not count.
    """
    content = ["".join(strip.text for strip in line) for line in lines][1:-3]
    counts = Counter(sign in " \xa0" for line in content for sign in line)
    return counts[True] / max(1, counts.total())
