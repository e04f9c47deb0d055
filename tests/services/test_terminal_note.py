"""A note reaches the terminal by the way that it knows, and nothing in it ends the sequence."""

import pytest

from kinescope_tui.services.desktop.terminal_note import terminal_note

IN_TMUX = "\x1bPtmux;\x1b\x1b]{}\x1b\x1b\\\x1b\\"
NINE, NOTIFY = "\x1b]9;kinescope-tui: a\x1b\\", "\x1b]777;notify;kinescope-tui;a\x1b\\"


@pytest.mark.parametrize(
    ("environment", "sent"),
    [
        ({}, "\a" + NINE + NOTIFY),
        ({"TERM_PROGRAM": "WezTerm", "TERM": "xterm-256color"}, "\a" + NINE),
        ({"TERM": "foot"}, "\a" + NOTIFY),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, "\a" + NOTIFY),
        (
            {"TMUX": "a socket,1,0", "TERM_PROGRAM": "tmux"},
            "\a"
            + IN_TMUX.format("9;kinescope-tui: a")
            + IN_TMUX.format("777;notify;kinescope-tui;a"),
        ),
    ],
)
def test_the_bell_rings_and_the_note_is_one_that_the_terminal_knows(
    environment: dict[str, str], sent: str
) -> None:
    assert terminal_note("a", environment) == sent


def test_nothing_in_a_note_ends_it() -> None:
    sent = terminal_note("a\x1b\\\a\x9c b\n" + "c" * 999, {"TERM": "foot"})
    inside = sent.removeprefix("\a\x1b]777;notify;kinescope-tui;").removesuffix("\x1b\\")
    assert inside.isprintable()
    assert len(inside) == 200
