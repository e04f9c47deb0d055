"""Every column of a CSV has a name of its own, so that no cell takes the place of another."""

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.pacing import Priority
from kinescope_tui.resources.endpoint import _fields, csv_page

CELLS = st.sampled_from(["", " ", "x", "x (2)", "x (3)", "column 1", "column 3", "column 4 (4)"])


@settings(max_examples=2_000 if FULL else 50)
@given(st.lists(CELLS, max_size=8))
def test_no_two_columns_have_one_name(head: list[str]) -> None:
    names = _fields(head)
    assert len(set(names)) == len(names) == len(head)
    for text in {text for text in head if text.strip()}:
        assert text in names


@pytest.mark.parametrize(
    "csv", ["x (3),x,x\n1,2,3\n", "column 3,b\n1,2,3\n", "column 1,,\n1,2,3\n", "a\n\n1,2,3\n1\n"]
)
async def test_every_cell_of_a_csv_is_shown(
    server: ScriptedServer, client: KinescopeClient, csv: str
) -> None:
    server.script = [answer(csv, content_type="text/csv")]
    page = await csv_page(await client.content("/v1/x.csv", priority=Priority.LOOKED_AT))
    assert ["1", "2", "3"] in [list(row.raw.values()) for row in page.items]
