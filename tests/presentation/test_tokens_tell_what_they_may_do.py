"""A list of access tokens tells what they may do, where they upload to, and what a leak means."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api.decode import decode_page
from kinescope_tui.api.models import AccessToken
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.presentation.lists.token_words import may_told, token_rights, token_sections
from kinescope_tui.resources.access_tokens import ACCESS_TOKENS
from kinescope_tui.resources.list_summary import summary_sections

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
ID = "89567a90-0eef-4d0b-97d5-9e1f1bf08fca"


def tokens(*scopes: Any, **fields: Any) -> Sequence[AccessToken]:
    rows = [{"id": f"{n}-beef", "name": f"T{n}", "scope": s} | fields for n, s in enumerate(scopes)]
    return decoded(*rows)


def decoded(*rows: dict[str, Any]) -> Sequence[AccessToken]:
    found = decode_page(json.dumps({"data": rows}).encode(), AccessToken)
    assert found is not None
    return found.items


def api(*rights: str) -> dict[str, Any]:
    return {"api": {"permissions": [*rights]}, "upload": {"permissions": []}}


def upload(*ids: str) -> dict[str, Any]:
    entities = [{"id": one, "permissions": ["read"]} for one in ids]
    return {"upload": {"permissions": [], "entities": entities}}


def previewed(token: AccessToken, names: dict[str, str] | None = None) -> str:
    lines = preview_lines(ACCESS_TOKENS.preview(token, names or {}, NOW), 200)
    return "\n".join("".join(cell.text for cell in line) for line in lines)


@pytest.mark.parametrize(
    ("scope", "may", "leak"),
    [
        (api("read"), "read", "can see what is in this workspace"),
        (api("read", "write", "delete"), "read, write, delete", "can see, change and delete what"),
        (upload(ID, "x"), "upload to 2 projects", "can upload to 2 projects"),
        (api("read") | upload(ID), "read, upload", "workspace and upload to 1 project."),
        ({"upload": {"permissions": ["write"]}}, "upload", "can upload."),
        (["upload", "api"], "upload, api", "can upload."),
        (api("admin"), "admin", "Its rights: admin."),
        (None, "", "The API does not say"),
    ],
)
def test_a_token_tells_what_it_may_do_and_what_a_leak_means(
    scope: Any, may: str, leak: str
) -> None:
    (token,) = tokens(scope)
    assert may_told(token) == may
    assert leak in previewed(token)


def test_projects_are_named_where_all_names_are_known() -> None:
    (token,) = tokens(upload(ID, "other"))
    names = {ID: "Webinars"}
    assert "Uploads to  2 projects" in previewed(token, names)
    names["other"] = "Academy"
    assert "Uploads to  Webinars, Academy" in previewed(token, names)
    limits = token_sections([*tokens(api("read")), token], names)[1]
    assert [(row[0].text, row[1].text) for row in limits.rows] == [("T0", "Webinars, Academy")]


def test_rights_are_counted_once_and_dates_missed_only_where_they_are() -> None:
    every = tokens(api("read", "read"), api("read", "delete"), upload(ID))
    rights, _, about, *others = summary_sections(
        ACCESS_TOKENS, ACCESS_TOKENS.columns, every, {}, now=NOW
    )
    told = [(row[0].text, row[1].text) for row in rights.rows]
    assert told == [("read", "2"), ("write", "0"), ("delete", "1"), ("upload", "1")]
    assert rights.state.text == "of 3 tokens"
    assert not any(section.title == "May" for section in others)  # that is told already
    missed = "does not say when a token was created"
    assert any(missed in row[0].text for row in about.rows)
    (dated,) = tokens(api("read"), last_used_at="2026-08-01T00:00:00Z")
    assert not any(missed in row[0].text for row in token_sections([dated], {})[-1].rows)
    assert "last used at" in previewed(dated)


def test_the_token_that_asks_is_known_by_what_is_left_of_it() -> None:
    own, other = decoded({"id": "-" * 36}, {"id": ID})
    assert own.is_in_use
    assert not other.is_in_use
    assert "● used by this program" in previewed(own)
    assert "used by" not in previewed(other)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["api", "upload", "permissions", "entities", "id", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.lists(ANY, min_size=1, max_size=3))
def test_any_scope_is_told(scopes: list[Any]) -> None:
    every = tokens(*scopes)
    assert len(token_sections(every, {})) == 3
    for token in every:
        assert set(token_rights(token).names) >= (
            {"upload"} if token_rights(token).places else set()
        )
        previewed(token)
