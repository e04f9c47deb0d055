"""A beginning is completed to what may be meant, however people write it."""

import pytest

from kinescope_tui.resources.places import all_places, find_place
from kinescope_tui.services.command_line import completed

COMPLETIONS = {
    "": lambda: [*all_places(), "live-event", "sort ", "quit"],
    "sort": lambda: ["created_at", "title"],
}


@pytest.mark.parametrize(
    ("begin", "lines"),
    [
        ("file r", ["file requests"]),
        ("ACCESS ", ["access tokens"]),
        (":speak  ro", ["speak rooms"]),
        ("live event", ["live events", "live event"]),
        ("file-r", ["file-requests"]),
        ("videos fai", []),
        ("sort -cre", ["sort -created_at"]),
        ("sort ", ["sort created_at", "sort title"]),
    ],
)
def test_names_of_two_words_are_completed_with_a_space_and_with_a_hyphen(
    begin: str, lines: list[str]
) -> None:
    assert completed(begin, COMPLETIONS) == lines


def test_what_is_completed_leads_somewhere() -> None:
    for name in all_places():
        for line in completed(name.replace("-", " ")[:-1], COMPLETIONS):
            assert find_place(line) is not None, line
