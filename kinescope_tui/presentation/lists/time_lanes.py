"""What happens in a video when, as lines of its time beneath each other."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from kinescope_tui.presentation.text.bar_line import gap
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.sections import Section, Slot, Slots
from kinescope_tui.presentation.text.times import clock

_GAP = 2
_WIDEST_LABEL = 24
_LEAST_COURSE = 24  # cells
_TICK = 10  # cells that a moment has at least
_QUARTERS = 4


class Span(NamedTuple):
    """A part of a video, in seconds from its beginning."""

    start_s: float
    end_s: float
    tone: Tone = Tone.ACCENT


class TimeLanes(msgspec.Struct, frozen=True):
    """Lines of time, each with a label and what is marked on it, beneath moments of the video.

    Attributes:
        duration_s: Of the video; without one nothing can be drawn.
        lanes: Labels, and what is marked; a span without a length is a moment.
    """

    duration_s: float
    lanes: Sequence[tuple[str, Sequence[Span]]]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines; texts alone where there is no room for time."""
        del height
        widest = max((len(label) for label, _ in self.lanes), default=0)
        most = max(_WIDEST_LABEL, width // 4)
        label = min(widest, most, max(0, width - _LEAST_COURSE - _GAP))
        course = width - label - _GAP
        if not 0 < self.duration_s < math.inf or course < _LEAST_COURSE:
            return [(Slot(text, width, Tone.MUTED),) for text, _ in self.lanes]
        lines: list[Slots] = [(gap(label + _GAP), *self._moments(course))]
        lines += [
            (Slot(text, label, Tone.MUTED), gap(_GAP), *self._lane(spans, course))
            for text, spans in self.lanes
        ]
        return lines

    def _moments(self, width: int) -> Slots:
        """Return moments at even distances, each where it is on the lines beneath."""
        parts = max(1, min(_QUARTERS, width // _TICK))
        edges = [number * width // parts for number in range(parts + 1)]
        told = [clock(self.duration_s * n / parts) if n else "0:00" for n in range(parts + 1)]
        end = len(told[-1])
        slots = [
            Slot(text, right - left, Tone.MUTED)
            for text, left, right in zip(told, edges, edges[1:], strict=False)
        ]
        last = slots.pop()
        slots.append(last._replace(width=max(0, last.width - end)))
        return (*slots, Slot(told[-1], min(end, last.width), Tone.MUTED, is_right=True))

    def _lane(self, spans: Sequence[Span], width: int) -> Slots:
        tones: list[Tone | None] = [None] * width
        for span in spans:
            if not (math.isfinite(span.start_s) and math.isfinite(span.end_s)):
                continue
            # Bounded before they are whole numbers: a share may be infinite.
            start = int(min(width - 1, max(0, span.start_s / self.duration_s * width)))
            end = round(min(width, max(0, span.end_s / self.duration_s * width)))
            for place in range(start, max(start + 1, end)):
                tones[place] = span.tone
        slots: list[Slot] = []
        begin = 0
        for place in range(1, width + 1):
            if place == width or tones[place] is not tones[begin]:
                tone, wide = tones[begin], place - begin
                slots.append(Slot(("━" if tone else "─") * wide, wide, tone or Tone.MUTED))
                begin = place
        return tuple(slots)


def time_section(title: str, lanes: TimeLanes) -> Section:
    """Return lines of time as a section over the whole width; empty without marks, or a length."""
    has_marks = any(spans for _, spans in lanes.lanes) and 0 < lanes.duration_s < math.inf
    rows = tuple((Cell(label),) for label, _ in lanes.lanes) if has_marks else ()
    return Section(title, rows, (), drawing=lanes, is_broad=True)
