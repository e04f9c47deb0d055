"""What was told stays to be read: the last messages on a line, all of them on a page."""

from datetime import UTC, datetime, timedelta

from kinescope_tui.presentation.message_words import message_line, message_page
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.services.workspace.message_log import Message, MessageLog, Severity

NOON = datetime(2026, 8, 21, 12, tzinfo=UTC)


def log(*texts: str, severity: Severity = Severity.INFORMATION) -> MessageLog:
    made = MessageLog()
    for number, text in enumerate(texts):
        made.add(Message(text, severity, NOON + timedelta(seconds=number)))
    return made


def test_the_last_three_are_told_the_newest_first() -> None:
    newest = log("one", "two", "three", "four").newest_first
    cells, key = message_line(newest)
    assert [cell.text for cell in cells] == [
        "12:00:03 · four",
        "12:00:02 · three",
        "12:00:01 · two",
    ]
    assert key == "ctrl+o messages"
    assert message_line([]) == ([], "")


def test_the_newest_warning_is_coloured_and_older_ones_are_calm() -> None:
    cells, _ = message_line(log("old", "new", severity=Severity.WARNING).newest_first)
    assert [cell.tone for cell in cells] == [Tone.WARNING, Tone.MUTED]


def test_hostile_messages_are_a_line_each_and_old_ones_go() -> None:
    page = message_page(log(*["a\x85b\u2028c"] * 1_000).newest_first)
    assert len(page.splitlines()) == 200
    assert page.startswith("12:16:39 · a b c\n")
    assert message_page([]) == "No messages yet."


def test_listeners_are_told_until_they_leave() -> None:
    made, calls = MessageLog(), []
    leave = made.subscribe(lambda: calls.append(len(made)))
    made.add(Message("a", Severity.ERROR, NOON))
    made.clear()
    leave()
    made.add(Message("b", Severity.ERROR, NOON))
    assert calls == [1, 0]
