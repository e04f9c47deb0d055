"""Cells of a CSV whose column has a secret's name are hidden wherever the text of it is shown."""

import csv
from datetime import UTC, datetime

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import Exchange, KinescopeClient
from kinescope_tui.api.exchange import Attempt, Outcome
from kinescope_tui.presentation.requests.exchange_page import exchange_section, exchange_sections
from kinescope_tui.services.endpoint_model import shown_content
from kinescope_tui.services.files import shown_csv as shown_csv_module
from kinescope_tui.services.files.shown_csv import shown_csv

API = "https://api.kinescope.io"
ROWS = (
    ["id", "title", "streamkey", "Password", "token"],
    ["kept-1", "Title, one; and a\tmore", "5ecret-a", 'a"5ecret-b', "5ecret-c"],
    ["kept-2", "Title two", "", "5ecret-d", "5ecret-e"],
)


def written(delimiter: str = ",", line_end: str = "\n") -> str:
    def cell(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set(',;\t|"') else text

    return "".join(delimiter.join(map(cell, row)) + line_end for row in ROWS)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("is_csv", [True, False], ids=["CSV", "text"])
def test_no_cell_of_a_secret_column_is_shown(
    delimiter: str, line_end: str, *, is_csv: bool
) -> None:
    text = written(delimiter, line_end)
    shown = shown_csv(text, "/v1/keys.csv", is_csv=is_csv)
    assert "5ecret" not in shown
    assert "streamkey" in shown
    assert "Title two" in shown
    for end in range(len(text)):  # a body that is kept may be cut anywhere
        assert "5ec" not in shown_csv(text[:end], "/v1/keys.csv", is_csv=is_csv)


@pytest.mark.parametrize(
    "text",
    [
        "id,token\n1,x,5ecret\n",  # a row that is cut otherwise: no cell is known
        "id,token,title\n1,5ecret\n",
        'id,token,title\n1,"5ecret,x\n2,b,5ecret',
        "Keys of today\n\nid,token\n1,5ecret\n",
        "sep=;\nid;token\n1;5ecret\n",
        '\ufeff"token",id\n5ecret,1\n',
        "token\n5ecret\n",
        "name,value\npassword,5ecret\n",
        "value;x;key\n5ecret;;API key\n",
        "name,value\ncolour,red,x\npassword,5ecret\n",
    ],
)
def test_what_cannot_be_told_apart_shows_no_more_than_the_heading(text: str) -> None:
    assert "5ecret" not in shown_csv(text, "/v1/keys.csv", is_csv=True)


def test_a_csv_that_cannot_be_read_shows_its_first_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_text: str) -> None:
        raise csv.Error

    monkeypatch.setattr(shown_csv_module, "cells_of", broken)
    assert shown_csv(written(), "/v1/keys.csv", is_csv=True).splitlines() == [
        ",".join(ROWS[0]),
        "····",
    ]


def test_ids_are_hidden_where_they_may_be_tokens() -> None:
    text = "ID,name\n5ecret,kept\n"
    assert shown_csv(text, "/v1/access-tokens.csv", is_csv=True) == "ID,name\n····,kept\n"
    assert shown_csv(text, "/v1/videos.csv", is_csv=True) == text


@pytest.mark.parametrize("is_csv", [True, False], ids=["CSV", "text"])
@pytest.mark.parametrize(
    "text",
    [
        'id,"title"\n1,"Top secret"\n2,token\n',
        "id;title\n1;a;b\n\n2;Top secret\n",
        "name,size\npassword,3\n",
        "Dear Anna, reset your password\nhere, or there\n",
        "",
    ],
)
def test_a_text_without_secret_columns_is_shown_as_it_came(text: str, *, is_csv: bool) -> None:
    if not (is_csv and "Anna" in text):  # known to be CSV, it would be a heading
        assert shown_csv(text, "/v1/things.csv", is_csv=is_csv) == text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/v1/keys.csv", "text/csv; charset=utf-8"),
        ("/v1/keys", "text/csv"),
        ("/v1/keys", "text/plain"),
    ],
)
async def test_neither_a_request_s_page_nor_its_answer_shows_such_a_cell(
    server: ScriptedServer, client: KinescopeClient, path: str, kind: str
) -> None:
    server.script = [answer(written(), content_type=kind)]
    content = await client.content(path)
    made = content.exchange
    assert b"5ecret" in made.body
    sections = [*exchange_sections(made, API), exchange_section(made)]
    told = " ".join(cell.text for one in sections for row in one.rows for cell in row)
    for text in (told, (await shown_content(content)).text):
        assert "5ecret" not in text
        assert "Title two" in text


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b"<html>\n<p>A token\n<p>was kept", "was kept"),
        (b'\xef\xbb\xbf{"a": [{"value": "5ecret", "name": "password"}], "b": "kept"}', "kept"),
    ],
    ids=["a web page", "JSON with a mark"],
)
def test_what_came_in_the_place_of_csv_is_shown_as_what_it_is(body: bytes, wanted: str) -> None:
    attempt = Attempt("sent", "given", 200, None, 0.1)
    made = Exchange("GET", "/v1/keys.csv", (), datetime.now(UTC), [attempt], Outcome.DONE)
    made.body, made.size = body, len(body)
    told = " ".join(cell.text for row in exchange_section(made).rows for cell in row)
    assert wanted in told
    assert "5ecret" not in told
