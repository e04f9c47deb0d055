"""Draws of each part of a screen only the lines that changed in it."""

from collections.abc import Iterable
from itertools import groupby

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip

Spans = tuple[tuple[int, int], ...]
"""Columns on a line: where each begins and ends."""


class LineCompositor(Compositor):
    """Asks each part for the lines that change in it, and none that lies behind others there.

    Textual asks all parts that lie between the first such line and the last one for all of their
    lines: where a table's row and the status bar change with the same key, that is the screen.
    """

    _bands: tuple[tuple[Region, Spans], ...] = ()

    def render_partial_update(self) -> ChopsUpdate | None:
        """Return what changed; None if nothing did."""
        self._bands = _bands(self._dirty_regions, self.size.region)
        try:
            return super().render_partial_update()
        finally:
            self._bands = ()

    def _get_renders(
        self, crop: Region | None = None
    ) -> Iterable[tuple[Region, Region, list[Strip]]]:
        if not self._bands:
            yield from super()._get_renders(crop)
            return
        uncovered = dict(self._bands)
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            seen = region.intersection(clip)
            begin, end = seen.column_span
            for band, spans in uncovered.items():
                if not any(x < end and begin < to for x, to in spans):
                    continue
                if part := seen.intersection(band):
                    if part.height == band.height:
                        uncovered[band] = _without(spans, part.column_span)
                    yield region, part, widget.render_lines(part.translate(-region.offset))


def _bands(regions: set[Region], screen: Region) -> tuple[tuple[Region, Spans], ...]:
    """Return the lines of some regions, those that follow each other and are alike as one."""
    spans: dict[int, set[tuple[int, int]]] = {}
    for region in regions:
        for y in region.intersection(screen).line_range:
            spans.setdefault(y, set()).add(region.column_span)
    # Of lines that follow each other each is as many lines down as it comes later.
    alike = groupby(
        enumerate(sorted(spans)), lambda line: (line[1] - line[0], sorted(spans[line[1]]))
    )
    return tuple(
        (Region(0, found[0][1], screen.width, len(found)), tuple(columns))
        for (_, columns), found in ((key, list(lines)) for key, lines in alike)
    )


def _without(spans: Spans, taken: tuple[int, int]) -> Spans:
    """Return what of some spans of columns another one leaves."""
    begin, end = taken
    left = [(x, min(to, begin)) for x, to in spans] + [(max(x, end), to) for x, to in spans]
    return tuple((x, to) for x, to in left if x < to)
