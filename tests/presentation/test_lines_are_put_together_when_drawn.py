"""A box that is only measured puts no line together; one that is drawn, those that are seen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from textual.app import App, ComposeResult
from textual.geometry import Size

from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.sections import Ink, Section, Slot, Slots
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.styled import drawn

NONE = Size()
LOOKS: Counter[str] = Counter()


class Noted(tuple[Slot, ...]):
    """Notes when its pieces are looked at."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Slot]:
        LOOKS[self[0].text] += 1
        return super().__iter__()


class Drawn:
    """Is as high as it has lines."""

    def __init__(self, *texts: str) -> None:
        self.noted = [Noted((Slot(text, len(text)),)) for text in texts]
        LOOKS.clear()

    def lines(self, width: int, height: int = 0) -> Sequence[Slots]:
        del width, height
        return self.noted


def test_a_drawing_is_measured_by_the_number_of_its_lines() -> None:
    drawing = Drawn("one", "two", "three")
    box = SectionBox(Section("numbers", (), (), drawing=drawing))
    assert box.get_content_height(NONE, NONE, 20) == len(drawing.noted)
    assert not LOOKS
    assert box.told_lines(20)[1].plain == "two"
    assert LOOKS == {"two": 1}


def test_lines_are_the_same_whether_they_are_wrapped_or_not() -> None:
    rows = ((Cell("label"), Cell("a text")), (Cell("a label too long"), Cell("b\nc")), (Cell("d"),))
    box = SectionBox(Section("facts", rows, (5,)))
    lines = box.told_lines(40)
    assert [line.plain for line in lines] == ["label  a text", "a la…  b", "       c", "d"]
    assert [line.plain for line in lines[1:3]] == ["a la…  b", "       c"]


class OfPieces(App[None]):
    def compose(self) -> ComposeResult:
        yield SectionBox()


async def test_pieces_of_a_look_are_one_and_blanks_have_any() -> None:
    picture = Ink((0, 0, 0), (255, 255, 255))
    bars = [Slot("██", 2, Tone.ACCENT), Slot(" ", 1, Tone.MUTED), Slot("█", 2, Tone.ACCENT)]
    async with OfPieces().run_test() as pilot:
        box = pilot.app.query_one(SectionBox)
        told = drawn((*bars, Slot("x", 1, Tone.MUTED)), box)
        assert told.plain == "██ █ x"
        assert [(span.start, span.end) for span in told.spans] == [(0, 5), (5, 6)]
        told = drawn((Slot("▀", 1, picture), Slot(" ", 1, Tone.MUTED), Slot(" ", 1, picture)), box)
        assert [(span.start, span.end) for span in told.spans] == [(0, 1), (1, 2), (2, 3)]
