"""Nowhere does it say `1 rows`: what stands behind a number that may be 1 goes by that number."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kinescope_tui.api.nouns import counted, noun_of, plural_of

PACKAGE = Path(__file__).parents[2] / "kinescope_tui"
COUNTED = (
    "attempt", "character", "column", "day", "entry", "event", "field", "file", "folder", "hour",
    "id", "invoice", "item", "line", "message", "minute", "month", "name", "page", "profile",
    "project", "request", "response", "row", "second", "tag", "token", "try", "value",
    "video", "view", "week", "word", "workspace",
)  # fmt: skip
BEHIND = re.compile(rf" (?:more |other )?(?:{'|'.join(map(plural_of, COUNTED))})\b")
# No numbers but words: `failed videos`; and one of which something is left over.
WORDS = {"kind", "len(AREAS)"}


def beside_plurals(source: str) -> Iterator[str]:
    """Yield what stands before the plural of something that is counted; constants are known."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.JoinedStr):
            continue
        for before, behind in zip(node.values, node.values[1:], strict=False):
            if not isinstance(before, ast.FormattedValue) or not isinstance(behind, ast.Constant):
                continue
            told = ast.unparse(before.value)
            if BEHIND.match(str(behind.value)) and not told.strip("_").isupper():
                yield told


@pytest.mark.parametrize("number", [0, 1, 2, 12])
def test_a_noun_goes_by_its_number(number: int) -> None:
    assert noun_of(number, "video") == ("video" if number == 1 else "videos")
    assert counted(number, "entry") == f"{number} {'entry' if number == 1 else 'entries'}"


def test_the_rule_sees_a_plural_behind_a_number() -> None:
    assert list(beside_plurals('f"{len(rows)} rows, {rows} could"')) == ["len(rows)"]
    assert not list(beside_plurals('f"at most {_MOST} rows"'))
    assert not list(beside_plurals("f\"{plural(n, 'row')} in {n} of {m}\""))


def test_no_text_has_the_plural_of_one() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if "demo" not in file.parts]
    assert len(files) > 100
    found = {
        f"{file.relative_to(PACKAGE)}: {told}"
        for file in files
        for told in beside_plurals(file.read_text())
        if told not in WORDS
    }
    assert not found
