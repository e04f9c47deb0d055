"""Draws of each part of a screen only the lines that changed."""

from collections.abc import Iterable

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.strip import Strip


class LineCompositor(Compositor):
    """Asks each part for the lines that are drawn anew, and none that lies behind others there.

    Textual asks all parts that lie between the first such line and the last one for all of their
    lines: where a table's row and the status bar change with the same key, that is the screen.
    """

    _bands: tuple[Region, ...] = ()

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
        uncovered = {band: [band.column_span] for band in self._bands}
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            seen = region.intersection(clip)
            for band, spans in uncovered.items():
                if spans and (part := seen.intersection(band)):
                    if part.height == band.height:
                        uncovered[band] = _without(spans, part.column_span)
                    yield region, part, widget.render_lines(part.translate(-region.offset))


def _bands(regions: set[Region], screen: Region) -> tuple[Region, ...]:
    """Return the lines of some regions, those that follow each other as one."""
    bands: list[Region] = []
    for y in sorted({y for region in regions for y in region.line_range}):
        if bands and bands[-1].bottom == y:
            bands[-1] = bands[-1].grow((0, 0, 1, 0))
        elif 0 <= y < screen.height:
            bands.append(Region(0, y, screen.width, 1))
    return tuple(bands)


def _without(spans: list[tuple[int, int]], taken: tuple[int, int]) -> list[tuple[int, int]]:
    """Return what of some spans of columns another one leaves."""
    begin, end = taken
    left = [(x, min(to, begin)) for x, to in spans] + [(max(x, end), to) for x, to in spans]
    return [(x, to) for x, to in left if x < to]
