"""The files of a video with a bar for the size of each."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import bar_slots, gap
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.presentation.text.sections import Slot, Slots

_GAP = 2
_LEAST_BAR, _WANTED_BAR = 6, 16  # cells; before the next fact is shown the bar has the latter
_SIZE, _BITRATE = 8, 12
_LONGEST, _LONGEST_KIND = 12, 20


class FileFacts(msgspec.Struct, frozen=True):
    """What is known of one file; empty texts where that is nothing.

    Attributes:
        bitrate: As text.
        kind: What its name ends with.
    """

    name: str
    size_bytes: int | None
    bitrate: str = ""
    resolution: str = ""
    kind: str = ""


class FileBars(msgspec.Struct, frozen=True):
    """Files, each a line: what it is, a bar, its size, and as many facts as there is room for."""

    files: Sequence[FileFacts]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return the lines."""
        del height
        files = self.files
        name = _widest([file.name for file in files], _LONGEST)
        others = [
            ("bitrate", _BITRATE if any(file.bitrate for file in files) else 0),
            ("resolution", _widest([file.resolution for file in files], _LONGEST)),
            ("kind", _widest([file.kind for file in files], _LONGEST_KIND)),
        ]
        left = width - name - _GAP - _SIZE - _GAP
        shown: dict[str, int] = {}
        for number, (field, wide) in enumerate(others):
            least = _WANTED_BAR if number else _LEAST_BAR
            if wide and left - wide - _GAP >= least:
                shown[field] = wide
                left -= wide + _GAP
        top = max((file.size_bytes or 0 for file in files), default=0)
        shares = [(file.size_bytes or 0) / top if top > 0 else 0.0 for file in files]
        return [
            self._line(file, name, left, share, shown)
            for file, share in zip(files, shares, strict=True)
        ]

    def _line(
        self, file: FileFacts, name: int, bar: int, part: float, shown: dict[str, int]
    ) -> Slots:
        line = [Slot(file.name, name), gap(_GAP)]
        if wide := shown.get("resolution", 0):
            line += [Slot(file.resolution, wide, Tone.MUTED), gap(_GAP)]
        line += [
            *bar_slots(part, bar),
            gap(_GAP),
            Slot(size(file.size_bytes), _SIZE, is_right=True),
        ]
        if wide := shown.get("bitrate", 0):
            line += [gap(_GAP), Slot(file.bitrate, wide, Tone.MUTED, is_right=True)]
        if wide := shown.get("kind", 0):
            line += [gap(_GAP), Slot(file.kind, wide, Tone.MUTED)]
        return tuple(line)


def _widest(texts: Sequence[str], most: int = 64) -> int:
    return min(max(map(len, texts), default=0), most)
