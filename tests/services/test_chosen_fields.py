"""An export has the fields that were chosen, in the form that was chosen, as commands write it."""

import json
from pathlib import Path

import pytest

from kinescope_tui.api.models import Project, Video
from kinescope_tui.services.files.chosen_fields import field_trouble, parsed_fields
from kinescope_tui.services.files.csv_table import RUSSIAN_EXCEL
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.files.records import FileFormat, known_fields

VIDEOS = [Video(id="v1", title="=A;B", duration_s=1.5), Video(id="v2", title="C", duration_s=2)]


async def exported(path: Path, form: FileFormat, **options: object) -> bytes:
    export = Export(path, form, "videos", Video, VIDEOS, **options)  # type: ignore[arg-type]  # they are such
    await export.run()
    return path.read_bytes()


async def test_russian_excel_opens_an_export_by_itself(tmp_path: Path) -> None:
    fields = ("id", "duration", "title")
    content = await exported(tmp_path / "x.csv", FileFormat.CSV, fields=fields, csv=RUSSIAN_EXCEL)
    assert content.decode() == (
        '\N{BYTE ORDER MARK}id;duration;title\r\nv1;1,5;"\'=A;B"\r\nv2;2;C\r\n'
    )


async def test_fields_are_chosen_in_every_form(tmp_path: Path) -> None:
    fields = ("title", "id")
    content = await exported(tmp_path / "x.csv", FileFormat.CSV, fields=fields)
    assert content.decode() == "title,id\n'=A;B,v1\nC,v2\n"
    content = await exported(tmp_path / "x.jsonl", FileFormat.JSON_LINES, fields=fields)
    assert [json.loads(line) for line in content.splitlines()] == [
        {"title": "=A;B", "id": "v1"},
        {"title": "C", "id": "v2"},
    ]


@pytest.mark.parametrize(
    ("text", "fields"), [("", ()), (" id, title ,id,", ("id", "title")), (" , ", ())]
)
def test_fields_are_typed_with_commas(text: str, fields: tuple[str, ...]) -> None:
    assert parsed_fields(text) == fields


def test_a_field_that_does_not_exist_is_told_with_those_that_do() -> None:
    assert field_trouble(("id", "title"), known_fields(Video, "csv")) == ""
    told = field_trouble(("id", "nothing"), known_fields(Video, "csv"))
    assert told.startswith("No field is called nothing. Available: id, title,")
    assert field_trouble(("assets",), known_fields(Video, "csv"))  # no table has a cell for it
    assert field_trouble(("assets",), known_fields(Video, "jsonl")) == ""
    assert field_trouble(("anything",), known_fields(Project, "csv")) == ""
    assert "privacy_share" not in (known_fields(Video, "jsonl") or ())
