"""What is said of an answer of any kind is true, bounded, and names the next key."""

from datetime import UTC, datetime

import pytest

from kinescope_tui.api import Content, ContentKind, Exchange
from kinescope_tui.presentation.requests.endpoint_words import (
    content_told,
    file_told,
    notice_of,
    path_section,
    text_told,
)

ASKED = Exchange("GET", "/v1/a", (), datetime(2026, 1, 1, tzinfo=UTC))


def content(kind: ContentKind, *, refused: bool = False, whole: bool = True) -> Content:
    return Content(kind, b"x" * 2_000, "image/png", None, refused, whole, ASKED)


def test_a_long_text_is_cut_and_the_rest_is_counted() -> None:
    assert text_told("a\nb\n") == "a\nb\n"
    for text in ("x" * 300_000, "line\n" * 9_000):
        told = text_told(text)
        assert len(told) < 101_000
        assert told.count("\n") < 2_010
        assert "more characters: e saves everything" in told


@pytest.mark.parametrize("kind", ContentKind)
def test_an_answer_is_told_by_kind_and_size(kind: ContentKind) -> None:
    assert content_told(content(kind)).endswith(" · 2.0 kB")
    assert "image/png · 2.0 kB" in file_told(content(ContentKind.FILE))


def test_a_notice_says_what_came_instead_and_which_key_leads_on() -> None:
    assert notice_of(content(ContentKind.JSON)) == ""
    assert "L shows its rows" in notice_of(content(ContentKind.LIST, refused=True))
    assert "L shows" not in notice_of(content(ContentKind.JSON, refused=True))
    assert "sent no size" in notice_of(content(ContentKind.TEXT, whole=False))


def test_a_path_tells_its_place_and_the_line_for_a_script() -> None:
    told = [row[0].text for row in path_section("/v1/tags?a=it's", "tags").rows]
    assert told[0] == ":tags shows this list with its own columns."
    assert """get '/v1/tags?a=it'"'"'s' --all""" in told[1]
    hidden = [row[0].text for row in path_section("/v1/x?token=····", "").rows]
    assert not any("script" in line for line in hidden)
