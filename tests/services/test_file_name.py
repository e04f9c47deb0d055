"""Names of files, made of whatever comes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.services.files.file_name import clean_name, place_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("INV-2026-137", "INV-2026-137.csv"), ("../../x", "x.csv"), ("/etc/x", "etc-x.csv"),
        ("a/b\\c", "a-b-c.csv"), ("CON", "invoice-CON.csv"), ("lpt1.txt", "invoice-lpt1.txt.csv"),
        (".bashrc", "bashrc.csv"), ("-rf", "rf.csv"), ("\0a\x1b[31m", "a-31m.csv"),
        ("\u202egnp", "gnp.csv"), ("", "invoice.csv"), ("…", "invoice.csv"),
        ("СЧ-7 от 1 мая", "СЧ-7-от-1-мая.csv"),
    ],
)  # fmt: skip
def test_a_name_is_one_that_every_system_takes(text: str, name: str) -> None:
    assert clean_name(text, ".csv", otherwise="invoice") == name


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder_or_is_an_option(text: str) -> None:
    name = clean_name(text, ".csv")
    assert place_in(Path("/folder"), text, ".csv").parent == Path("/folder")
    assert len(name.encode()) <= 120
    assert name[0] not in ".-"
    assert not set(name) & set('/\\\0:*?"<>|\n')
