"""What can be copied of a thing, with the letters that copy it."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section, Slot, Slots

_GAP = 2
_MAX = 400  # characters of a text
_SHORT = {"play-link": "play", "embed-link": "embed", "hls-link": "HLS", "markdown": "Markdown",
          "download-link": "download", "material-link": "material"}  # fmt: skip


class CopyLines(msgspec.Struct, frozen=True):
    """Letters, what each copies, and how that begins."""

    rows: Sequence[tuple[str, str, Cell]]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return a line for each."""
        del height
        keys = max((len(key) for key, _, _ in self.rows), default=0)
        labels = max((len(label) for _, label, _ in self.rows), default=0)
        room = max(0, width - keys - 1 - labels - _GAP)
        return [
            (
                Slot(key, keys, Tone.ACCENT),
                gap(1),
                Slot(label, labels, Tone.MUTED),
                gap(_GAP),
                Slot(cell.text, room, cell.tone),
            )
            for key, label, cell in self.rows
        ]


def copy_section(offered: Sequence[Copyable], request_id: str, link: str = "") -> Section:
    """Return the section; what is not there is left out.

    Args:
        offered: What can be copied of the thing.
        request_id: Of the exchange that brought it; empty if there is none.
        link: What opens in a browser.
    """
    rows = [
        (_key(one.kind), _SHORT.get(one.kind, one.label), _told(one))
        for one in offered
        if one.is_there
    ]
    if request_id:
        quiet = Tone.MUTED
        rows += [
            (_key("curl"), "curl", Cell("with $KINESCOPE_API_TOKEN", quiet)),
            (_key("request-id"), "request", Cell(_shown(request_id), quiet)),
            (_key("bundle"), "support", Cell("a bundle, with a preview", quiet)),
        ]
    cells = tuple((Cell(key), Cell(label, Tone.MUTED), cell) for key, label, cell in rows)
    state = Cell(hint("{view.copy}, then the letter"), Tone.MUTED)
    foot = hint("{view.open-link} opens it in a browser") if link else ""
    return Section("Copy", cells, (), foot, state, CopyLines(tuple(rows)))


def _told(one: Copyable) -> Cell:
    if one.ask is not None:
        return Cell("loaded when chosen, never shown", Tone.MUTED)
    if one.kind == "json":
        return Cell(f"{plural(one.text.count(chr(10)) + 1, 'line')}, without secrets", Tone.MUTED)
    return Cell(_shown(one.text).removeprefix("https://"))


def _shown(text: str) -> str:
    return redact_shapes(one_line(text[:_MAX]))


def _key(kind: str) -> str:
    return hint(f"{{copy.{kind}}}")
