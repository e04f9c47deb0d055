"""The chapters of a video as a line of time, and how long each is."""

import math
from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import MISSING, Tone
from kinescope_tui.presentation.text.sections import Slot, Slots
from kinescope_tui.presentation.text.times import clock

_TONES = (Tone.GOOD, Tone.BUSY, Tone.ACCENT)
_GAP = 2
_LONG_TITLE, _LEAST_COURSE = 36, 24  # cells of a title beside a line of its own, and of that
_LEAST_TITLE = 12  # cells from which on lengths stand beside titles


class ChapterLine(msgspec.Struct, frozen=True):
    """Chapters in the order in which they came.

    Attributes:
        starts_s: Where each begins, in seconds; nothing is known of one that is no number.
        titles: What each is called.
        duration_s: Of the video; 0 if it is not known.
    """

    starts_s: Sequence[float]
    titles: Sequence[str]
    duration_s: float

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the line of time, if it can be drawn, and beneath it the chapters."""
        del height
        starts = [_start(start) for start in self.starts_s]
        lengths = [clock(length) for length in self.lengths_s]
        times = max(map(len, starts), default=0)
        wide = max((len(told) for told in lengths if told != MISSING), default=0)
        title = width - 2 - times - _GAP - _GAP - wide
        if title < _LEAST_TITLE:
            title, wide = width - 2 - times - _GAP, 0
        edges = self._edges(width)
        lines: list[Slots] = [self._ribbon(edges, width), ()] if edges else []
        course = 0
        if edges and title >= _LONG_TITLE + _GAP + _LEAST_COURSE:
            title, course = _LONG_TITLE, title - _LONG_TITLE - _GAP
        for number, start in enumerate(starts):
            line = [
                Slot("● ", 2, _TONES[number % len(_TONES)]),
                Slot(start, times, Tone.MUTED, is_right=True),
                gap(_GAP),
                Slot(self.titles[number], max(0, title)),
            ]
            if course:
                line += [gap(_GAP), *self._part(number, course)]
            if wide:
                told = lengths[number].replace(MISSING, "")
                line += [gap(_GAP), Slot(told, wide, Tone.MUTED, is_right=True)]
            lines.append(tuple(line))
        return lines

    @property
    def lengths_s(self) -> list[float | None]:
        """The length of each in seconds, to the next one or the end; None if that is not known."""
        ends = [*self.starts_s, self.duration_s][1:]
        return [
            length if math.isfinite(length := end - start) and length > 0 else None
            for start, end in zip(self.starts_s, ends, strict=True)
        ]

    def _edges(self, width: int) -> list[int]:
        """Return in which cell each begins; none where the chapters are in no order of time."""
        whole = self.duration_s
        if not self.starts_s or None in self.lengths_s or not 0 < whole < math.inf:
            return []
        return [round(min(width, max(0, start / whole * width))) for start in self.starts_s]

    @staticmethod
    def _ribbon(edges: Sequence[int], width: int) -> Slots:
        """Return the line of time."""
        parts = zip(edges, [*edges[1:], width], strict=True)
        return (
            Slot("─" * edges[0], edges[0], Tone.MUTED),
            *(
                Slot("━" * (end - start), end - start, _TONES[number % len(_TONES)])
                for number, (start, end) in enumerate(parts)
            ),
        )

    def _part(self, number: int, width: int) -> Slots:
        """Return a line of time on which one chapter is marked."""
        edges = [*self._edges(width), width]
        start = min(edges[number], width - 1)
        end = max(start + 1, edges[number + 1])
        return (
            Slot("─" * start, start, Tone.MUTED),
            Slot("━" * (end - start), end - start, _TONES[number % len(_TONES)]),
            Slot("─" * (width - end), width - end, Tone.MUTED),
        )


def _start(seconds: float) -> str:
    return clock(seconds).replace(MISSING, "0:00")
