"""A preview of a thing names nothing that is not known, however deep it lies."""

from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.lists.thing_preview import thing_preview
from kinescope_tui.presentation.text.cell import MISSING, Cell
from kinescope_tui.presentation.text.sections import pairs, table

ID = "8ec93396-477b-449c-884e-bbdd9ccda366"


def test_what_is_missing_and_ids_without_a_name_are_left_out_with_their_titles() -> None:
    sections = [
        pairs("", [("type", Cell("one-time")), ("subtitle", Cell(MISSING))]),
        pairs("Video", [("presets", Cell(MISSING))]),
        pairs("Record", [("parent id", Cell(ID)), ("quality", Cell("1080p"))]),
        table("Restreams", ("NAME",), [(Cell(MISSING),)]),
    ]
    preview = thing_preview("Live Q&A", sections, {})
    told = "\n".join("".join(cell.text for cell in line) for line in preview_lines(preview, 36))
    assert "VIDEO" not in told
    assert ID[:8] not in told
    for here in ("type  one-time", "RECORD", "quality", "1080p", "RESTREAMS"):
        assert here in told, here
    named = thing_preview("Live Q&A", sections, {ID: "Archive"})
    assert "Archive" in str(preview_lines(named, 36))
