"""Whatever a terminal sends, nothing breaks, and nothing is a key that nobody pressed."""

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.message import Message
from turned_clock import TurnedClock

from kinescope_tui.terminal.driver import TerminalReader, escape_s
from kinescope_tui.terminal.input import UnreadableInput

ESCAPE_S = 0.1
EXAMPLES = 2_000 if FULL else 60

# What terminals answer, asked by us, by a program before us, or by a text that they obeyed.
ANSWERS = [
    b"\x1b[?62;1;2;4;6;9;15;22c",
    b"\x1b[?1;2c",
    b"\x1b[>41;354;0c",
    b"\x1b[1;2c",
    b"\x1bP!|00000000\x1b\\",
    b"\x1b[24;80R",
    b"\x1b[?24;80;1R",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[?2026;2$y",
    b"\x1b[?1016;0$y",
    b"\x1b[4;2$y",
    b"\x1b[3$y",
    b"\x1b[?0u",
    b"\x1b[?31u",
    b"\x1b]11;rgb:1d1d/2020/2626\x07",
    b"\x1b]10;rgba:ffff/ffff/ffff/ffff\x1b\\",
    b"\x1b]4;1;rgb:cd/00/00\x1b\\",
    b"\x1b]52;c;aGk=\x07",
    b"\x1b]lname\x1b\\",
    b"\x1bP>|XTerm(388)\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1bP1+r544e=787465726d\x1b\\",
    b"\x1b_Gi=31;OK\x1b\\",
    b"\x1b[8;24;80t",
    b"\x1b[4;600;800t",
    b"\x1b[6;20;10t",
    b"\x1b[?1;0;256S",
    b"\x1b[2;1;1;112;112;1;0x",
    b"\x1b[1;2;3;4&w",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[M !!",
    b"\x1b[M#\xc3\xa9",
    b"\x1b[M`\xff\xfe",
    b"\x1b[M\x1b[A",
    b"\x1b[32;10;10M",
]
KEYS = {
    b"j": ["j"],
    "ж".encode(): ["ж"],
    b"\r": ["enter"],
    b"\x1b[A": ["up"],
    b"\x1bOB": ["down"],
    b"\x1b[1;5C": ["ctrl+right"],
    b"\x1b[6~": ["pagedown"],
    b"\x1bOP": ["f1"],
    b"\x1b[[A": ["f1"],
    b"\x1b[Z": ["shift+tab"],
    b"\x1b[27u": ["escape"],
    b"\x1b[106;;106u": ["j"],
    b"\x1bj": ["alt+j"],
    "\x1bж".encode(): ["alt+ж"],
    b"\x1b\x1b[A": ["escape", "up"],
    b"\x1bPj": ["alt+shift+p", "j"],
}


def keys_of(messages: list[Message]) -> list[str]:
    return [message.key for message in messages if isinstance(message, events.Key)]


def read(*chunks: bytes, apart_s: float = 0.0, escape_s: float = ESCAPE_S) -> list[Message]:
    clock = TurnedClock()
    reader = TerminalReader(escape_s, clock)
    found = []
    for chunk in chunks:
        found += reader.read(chunk)
        clock.turn(apart_s)
        found += reader.read(b"")
    clock.turn(10)
    return found + reader.read(b"")


@pytest.mark.parametrize(("sent", "keys"), KEYS.items(), ids=repr)
def test_a_key_is_that_key_however_its_bytes_are_split(sent: bytes, keys: list[str]) -> None:
    for at in range(len(sent)):
        assert keys_of(read(sent[:at], sent[at:])) == keys
    assert keys_of(read(*(bytes([byte]) for byte in sent))) == keys


@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_an_answer_of_the_terminal_is_no_key_whole_or_split(answer: bytes) -> None:
    assert keys_of(read(b"a" + answer + b"b")) == ["a", "b"]
    for at in range(1, len(answer)):
        assert keys_of(read(b"a" + answer[:at], answer[at:] + b"b")) == ["a", "b"]
        if at > 1:  # a slow line, and more than an escape has come
            found = read(b"a" + answer[:at], answer[at:] + b"b", apart_s=1.5)
            assert keys_of(found) == ["a", "b"]


@pytest.mark.parametrize("rest", [b"[A", b"OA", b"[1;5A", b"[6~", b"[?62;1c", b"]11;rgb:0/0/0\x07"])
def test_the_rest_of_a_key_that_comes_late_is_not_typed(rest: bytes) -> None:
    late = keys_of(read(b"\x1b", rest, apart_s=0.3))
    assert late[0] == "escape"
    assert late[1:] == keys_of(read(b"\x1b" + rest))
    # Over SSH it is waited for.
    over_ssh = escape_s({"SSH_TTY": "/dev/pts/1"})
    assert keys_of(read(b"\x1b", rest, apart_s=0.3, escape_s=over_ssh)) == late[1:]


def test_an_escape_and_what_is_typed_after_it_stay_what_they_are() -> None:
    for typed in (b"[", b"O", b"A", b"1"):
        assert keys_of(read(b"\x1b", typed, apart_s=0.2))[0] == "escape"
    clock = TurnedClock()
    reader = TerminalReader(ESCAPE_S, clock)
    assert reader.read(b"\x1b") == []
    assert reader.wait_s == pytest.approx(ESCAPE_S)
    clock.turn(ESCAPE_S)
    assert keys_of(reader.read(b"")) == ["escape"]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, 0.1),
        ({"SSH_CONNECTION": "a b"}, 0.5),
        ({"ESCDELAY": "25", "SSH_TTY": "x"}, 0.025),
        ({"ESCDELAY": "²"}, 0.1),
    ],
)
def test_how_long_an_escape_waits_is_the_users_or_the_lines(
    variables: dict[str, str], expected: float
) -> None:
    assert escape_s(variables) == expected


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "latin-1"])
def test_letters_of_another_encoding_are_left_out_and_told(encoding: str) -> None:
    found = read(
        "привет".encode(encoding, "replace") if encoding != "latin-1" else b"\xff\xe9", b"j"
    )
    assert keys_of(found)[-1] == "j"
    assert all(key.isascii() or len(key) == 1 for key in keys_of(found))
    assert any(isinstance(message, UnreadableInput) for message in found)


def test_what_is_pasted_is_one_paste_with_all_that_stands_in_it() -> None:
    text = "курс\x1b[A\x1b]11;x\x07\x1b[20\r\n".encode() + b"\xff"
    sent = b"\x1b[200~" + text + b"\x1b[201~j"
    for at in range(len(sent)):
        found = read(sent[:at], sent[at:])
        pasted = [message.text for message in found if isinstance(message, events.Paste)]
        assert pasted == [text.decode("utf-8", "replace")]
        assert keys_of(found) == ["j"]


def test_a_paste_without_an_end_ends_after_a_while_and_keys_are_keys_again() -> None:
    found = read(b"\x1b[200~abc", b"j", apart_s=6)
    assert [message.text for message in found if isinstance(message, events.Paste)] == ["abc"]
    assert keys_of(found) == ["j"]


bytes_of_terminals = st.lists(
    st.one_of(
        st.binary(max_size=6),
        st.sampled_from(
            [*ANSWERS, *KEYS, b"\x1b", b"\x1b[", b"\x1b[200~", b"\x1b[201~", b"\x1b[<0;5;5M"]
        ),
        st.builds(
            b"\x1b[%d;%d%c".__mod__,
            st.tuples(st.integers(0, 10**12), st.integers(0, 9), st.sampled_from(b"uAR~mMt")),
        ),
    ),
    max_size=12,
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(bytes_of_terminals, st.lists(st.floats(0, 3), min_size=12, max_size=12))
def test_no_bytes_break_the_reader_and_keys_are_keys_after_them(
    chunks: list[bytes], pauses: list[float]
) -> None:
    clock = TurnedClock()
    reader = TerminalReader(ESCAPE_S, clock)
    for chunk, pause in zip(chunks, pauses, strict=False):
        for message in reader.read(chunk) + reader.read(b""):
            assert not isinstance(message, events.Key) or "\ufffd" not in message.key
        clock.turn(pause)
    for _ in range(2):
        clock.turn(10)
        reader.read(b"")
    assert keys_of(reader.read(b"j\x1b[A")) == ["j", "up"]


def test_half_a_character_before_an_escape_stays_half() -> None:
    assert keys_of(read(b"\xc2\x1b[A\x80")) == keys_of(read(b"\xc2", b"\x1b[A", b"\x80"))


@settings(max_examples=EXAMPLES, deadline=None)
@given(bytes_of_terminals, st.data())
def test_the_same_bytes_mean_the_same_in_whatever_chunks_they_come(
    chunks: list[bytes], data: st.DataObject
) -> None:
    sent = b"".join(chunks)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=5)))
    pieces = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    whole, split = read(sent), read(*filter(None, pieces))
    assert keys_of(whole) == keys_of(split)
