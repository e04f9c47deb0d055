"""One word for one thing: docs/style.md says how the program speaks."""

import re
from pathlib import Path

import pytest
from said_texts import texts_in

PACKAGE = Path(__file__).parent.parent.parent / "kinescope_tui"
ROOMS = ("app", "cli", "dialogs", "headless", "keys", "presentation", "resources", "screens",
         "services", "widgets", "api")  # fmt: skip

# What is said in another way here, and how.
INSTEAD = {
    r"(?<!don.t )\basks? again\b": "reload, or retry",
    r"\breckoned\b|\bprojected\b": "estimated",
    r"\bapiece\b": "each",
    r"\bmends?\b": "fix",
    r"\bwindow before\b|\bone window\b": "previous period",
    r"\bbuckets? (?:counted|of)\b": "its days or hours",
    r"\blies in the future\b": "is in the future",
    r"\bdays of UTC\b": "UTC days",
    r"\bThere is no (?:place|theme|profile|action)\b": "No … is called",
    r"\b(?:embedded )?imitation\b(?! of)": "the built-in demo server",
    r"\bmade up\b|\bseen last\b": "remembered",
    r"\bno plain file\b": "not a regular file",
    r"\bdo(?:es)? not suffice\b": "is too little",
    r"\bso that no spreadsheet runs\b": "formula protection",
    r"\basking …": "loading … or updating …",
    r"\bwhat was asked, what came\b|\bwho watched what\b": "the place's name",
    r"(?:an|the|this) (?:\w+ )?answer\b(?!s? )|\bempty answer\b": "response",
    r"\b(?:reads|read) (?:it|all of it) anew\b": "rebuild, or index again",
    r":index goes on\b|\benter goes on\b": "continues",
    r"\btoken may not\b": "cannot",
    r"\bwins over\b": "overrides",
    r"\bis left out\b|\bare left out\b": "ignored",
    r"\binvented\b|\binventing\b": "sample data, generating",
    r"\bThere are: ": "Available: ",
}  # fmt: skip


@pytest.mark.parametrize("room", ROOMS)
def test_one_word_stands_for_one_thing(room: str) -> None:
    found = [
        (module.name, text.value, better)
        for module in sorted((PACKAGE / room).rglob("*.py"))
        for text in texts_in(module)
        for worse, better in INSTEAD.items()
        if re.search(worse, text.value, re.IGNORECASE)
    ]
    assert not found
