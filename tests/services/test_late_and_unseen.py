"""What comes too late for a column is told, whatever it is; what nobody sees hides no formula."""

import pytest

from kinescope_tui.api.models import RawModel
from kinescope_tui.services.files.csv_table import guarded
from kinescope_tui.services.files.records import FileFormat, Writer


@pytest.mark.parametrize(("value", "is_told"), [
    (False, True), (0, True), (0.0, True), ("x", True), (["a"], True),
    (None, False), ("", False), ([], False), ({"a": 1}, False),
])  # fmt: skip
@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.TSV])
def test_a_field_that_comes_late_is_told_unless_its_cell_is_empty(
    form: FileFormat, value: object, is_told: bool
) -> None:
    writer = Writer(form, ["id"])
    writer.lines([RawModel(raw={"id": "a"}), RawModel(raw={"id": "b", "late": value})])
    assert writer.lost == ({"late"} if is_told else set())


@pytest.mark.parametrize("unseen", "\u00ad\u034f\u115f\u180e\u2061\u206a\u2800\u3164\ufe0f\uffa0")
@pytest.mark.parametrize("sign", "=+-@＝﹦﹢﹣﹫")
def test_what_nobody_sees_hides_no_formula(unseen: str, sign: str) -> None:
    for text in (f"{unseen}{sign}a", f"x;{unseen} {sign}a"):
        assert "'" in guarded(text)
