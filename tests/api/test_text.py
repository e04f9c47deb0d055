"""What a terminal would obey is made visible, and nothing else is touched."""

import json
import re

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.text import clean, clean_json, clean_json_text

C0 = [chr(code) for code in range(0x20) if chr(code) not in "\t\n"]
C1 = [chr(code) for code in range(0x80, 0xA0)]
NAMED = {
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
}
NAMELESS = [
    *C1,
    *(chr(code) for code in (0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFF9, 0xFFFA, 0xFFFB)),
    *(chr(code) for code in (0xE0000, 0xE0001, 0xE0020, 0xE007F, 0xE0100, 0xE0FFF)),
]
HARMLESS = [
    "",
    "plain ASCII ~ with [/b] markup, a \\ and a / in it",
    "tab\tand\nnewline",
    "Съёмка для «Академии» — Ёлка, їжак",
    "日本語のタイトル、中文標題。한국어",
    "café naïve Ångström",
    "👍🏽 👨\u200d👩\u200d👧 🇺🇦 ❤\ufe0f",
    "می\u200cخواهم",
    "100\u00a0% … “quoted” ‹x›",
]
TEXTS = st.text(st.characters(codec=None), max_size=20) | st.text(
    st.sampled_from([*'ab\\"/\t\n\r', "\x1b", "\x7f", "\x9b", *NAMED, *NAMELESS, "я", "日", "😀"]),
    max_size=12,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
SPELLED = [
    "\\\\", "\\r", "\\n", "\\b", "\\u000a", "\\u000D", "\\u202e", "u202e", '\\"', "\\/", "\\u0041",
    "\\u007F", "\\ud83d", "\\ude00", "\\uDB40", "\\udc01", "r", "n", "\u202e", "\x7f", "\u2028",
    "é", "\U000e0001",
]  # fmt: skip


def spellings(value: object) -> list[bytes]:
    """The value as JSON, with escapes and without them."""
    return [
        json.dumps(value).encode(),
        re.sub(
            r"(?<=\\u)[0-9a-f]{4}", lambda digits: digits[0].upper(), json.dumps(value)
        ).encode(),
        json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    ]


@pytest.mark.parametrize("control", C0, ids=ascii)
def test_a_c0_control_becomes_its_picture(control: str) -> None:
    assert clean(f"a{control}b") == f"a{chr(0x2400 + ord(control))}b"


def test_del_becomes_its_picture() -> None:
    assert clean("a\x7fb") == "a␡b"


@pytest.mark.parametrize(("mark", "name"), NAMED.items(), ids=NAMED.values())
def test_a_mark_that_reorders_or_hides_shows_its_name(mark: str, name: str) -> None:
    assert clean(f"a{mark}b") == f"a⟨{name}⟩b"


@pytest.mark.parametrize("character", NAMELESS, ids=ascii)
def test_what_has_no_name_becomes_a_replacement_character(character: str) -> None:
    assert clean(f"a{character}b") == "a\ufffdb"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\u2028", "\u2029"], ids=ascii)
def test_every_line_ending_becomes_a_newline(ending: str) -> None:
    assert clean(f"a{ending}b") == "a\nb"


def test_a_lone_carriage_return_cannot_overwrite_its_line() -> None:
    assert clean("harmless\rrm") == "harmless␍rm"


@pytest.mark.parametrize(
    "order",
    [
        "\x1b]0;title\x07",
        "\x1b[6n",
        "\x9b5n",
        "\x1bP$q\x1b\\",
        "\x1b]52;c;?\x07",
        "\x1b]8;;u\x1b\\",
    ],
    ids=ascii,
)
def test_no_order_to_a_terminal_survives(order: str) -> None:
    assert clean(order).isprintable()


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_ordinary_text_in_any_script_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("text", [text for text in HARMLESS if "\\" not in text], ids=ascii)
def test_ordinary_text_in_any_script_takes_the_quick_way(text: str) -> None:
    body = json.dumps({"title": text, text: [1]}, ensure_ascii=False).encode()
    assert clean_json_text(body) is body


@pytest.mark.parametrize(
    "character", [*C0, "\x7f", *NAMED, *NAMELESS, "\u2028", "\u2029"], ids=ascii
)
def test_every_character_that_is_cleaned_is_cleaned_in_json(character: str) -> None:
    value = {f"a{character}b": [f"{character}\\", {character: 1}]}
    for spelled in spellings(value):
        assert json.loads(clean_json_text(spelled)) == clean_json(value)


@settings(max_examples=2_000 if FULL else 60)
@given(JSON)
def test_a_json_text_is_cleaned_as_its_strings_would_be(value: object) -> None:
    for spelled in spellings(value):
        assert json.loads(clean_json_text(spelled)) == clean_json(json.loads(spelled))


@settings(max_examples=2_000 if FULL else 60)
@given(st.lists(st.sampled_from(SPELLED), max_size=8).map("".join))
def test_any_spelling_of_a_string_is_cleaned_as_what_it_spells(spelled: str) -> None:
    text = f'"{spelled}"'.encode()
    assert json.loads(clean_json_text(text)) == clean(json.loads(text))


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32-be"])
def test_a_json_text_in_another_encoding_is_read_all_the_same(codec: str) -> None:
    text = json.dumps({"title": "Ёж\u202e"}, ensure_ascii=False).encode(codec)
    assert json.loads(clean_json_text(text)) == {"title": "Ёж⟨RLO⟩"}


@given(st.binary(max_size=40))
def test_what_is_no_json_stays_so(body: bytes) -> None:
    try:
        cleaned = clean_json_text(body)
    except UnicodeDecodeError:
        return
    assert clean_json_text(cleaned) == cleaned


@given(TEXTS)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(TEXTS)
def test_what_is_clean_can_be_written_to_a_terminal(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert not set(cleaned) & {*C0, "\x7f", *NAMED, *NAMELESS, "\u2028", "\u2029"}


def test_strings_and_keys_are_cleaned_at_any_depth_and_the_rest_stays() -> None:
    before = {"a\x1b": [{"b": "\u202ec"}, 1, 2.5, None, True, "ok"]}
    assert clean_json(before) == {"a␛": [{"b": "⟨RLO⟩c"}, 1, 2.5, None, True, "ok"]}


@pytest.mark.parametrize("text", ["a", "я", "\x1b", "\r\n"], ids=ascii)
def test_a_long_text_is_nothing_special(text: str) -> None:
    long = text * (300_000 // len(text))
    assert json.loads(clean_json_text(json.dumps(long).encode())) == clean(long)
