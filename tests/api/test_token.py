"""Tokens as people paste them, and the places where one must not show."""

import copy
import json
import pickle
import traceback

import pytest
from conftest import TOKEN
from hypothesis import given
from hypothesis import strategies as st

from kinescope_tui.api import Token, TokenFormError

PASTED = [
    TOKEN,
    TOKEN.upper(),
    f"{TOKEN}\n",
    f"\r\n\t {TOKEN} \r\n",
    f"\u00a0{TOKEN}\u00a0",
    f"\ufeff{TOKEN}\u200b",
    f'"{TOKEN}"',
    f"'{TOKEN}'",
    f"`{TOKEN}`",
    f"«{TOKEN}»",
    f"“{TOKEN}”",
    f"{TOKEN};",
    f'"{TOKEN}",',
    f"Bearer {TOKEN}",
    f"bearer   {TOKEN}\n",
    f"BEARER\u00a0{TOKEN}",
    f"Bearer '{TOKEN}'",
    f"Authorization: Bearer {TOKEN}",
    f"authorization:bearer {TOKEN}",
    f'"Authorization: Bearer {TOKEN}"',
]
SECRET = "f00dface-0000-4000-8000-0000secret00"
REFUSED = {
    "": "No token",
    " \n\t\"'": "No token",
    "Bearer": "6 characters",
    "Bearer ": "6 characters",
    "Authorization: Bearer": "spaces",
    TOKEN[:-1]: "35 characters",
    TOKEN + "0": "37 characters",
    TOKEN.replace("-", ""): "32 characters",
    f"{{{TOKEN}}}": "38 characters",
    SECRET: "not a Kinescope token",
    "changeme": "8 characters",
    TOKEN.replace("c0ffee00", "c0ffee0g"): "not a Kinescope token",
    TOKEN.replace("c", "с"): "not allowed in a token",  # a Cyrillic one
    TOKEN.replace("0", "٠"): "not allowed in a token",
    TOKEN.replace("-", "–"): "not allowed in a token",
    TOKEN[:20] + "\u200b" + TOKEN[20:]: "not allowed in a token",
    f"{TOKEN[:18]}\n{TOKEN[18:]}": "line breaks",
    f"{TOKEN} {TOKEN}": "spaces",
    f"curl -H 'Authorization: Bearer {TOKEN}'": "spaces",
    f"token={TOKEN}": "not a Kinescope token",
    f"https://kinescope.io/{TOKEN}": "not a Kinescope token",
    "x" * 5_000_000: "5\u00a0000\u00a0000 characters",
}


def refusal(text: str) -> TokenFormError:
    with pytest.raises(TokenFormError) as caught:
        Token.parse(text)
    return caught.value


@pytest.mark.parametrize("pasted", PASTED, ids=ascii)
def test_a_token_is_read_however_it_was_copied(pasted: str) -> None:
    assert Token.parse(pasted).reveal().lower() == TOKEN


@pytest.mark.parametrize(("text", "why"), REFUSED.items(), ids=REFUSED.values())
def test_anything_else_is_refused_with_the_reason(text: str, why: str) -> None:
    assert why in str(refusal(text))


@pytest.mark.parametrize("text", [text for text in REFUSED if len(text) > 6], ids=REFUSED.get)
def test_a_refusal_repeats_no_part_of_the_text(text: str) -> None:
    error = refusal(text)
    said = f"{error} {error!r} {error.args} {''.join(traceback.format_exception(error))}"
    assert text not in said
    assert text[:8] not in said.partition("TokenFormError:")[2]
    assert error.__cause__ is None
    assert error.__context__ is None


@given(st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        token = Token.parse(text)
    except TokenFormError as error:
        assert str(error).isprintable()  # noqa: PT017 - it may also be a token
    else:
        assert len(token.reveal()) == 36


def test_a_token_shows_in_no_representation(token: Token) -> None:
    shown = [
        str(token), repr(token), ascii(token), f"{token}", f"{token!r:>50}", f"{token:>50}",
        f"{[token]} {(token,)} { {'token': token} }",
    ]  # fmt: skip
    assert TOKEN not in "".join(shown)
    assert not hasattr(token, "__dict__")


def test_a_token_shows_in_no_traceback_with_its_values(token: Token) -> None:
    def fail(secret: Token) -> None:
        raise RuntimeError(secret)

    with pytest.raises(RuntimeError) as caught:
        fail(token)
    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert TOKEN not in "".join(told.format())


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_token_is_not_pickled(token: Token, protocol: int) -> None:
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(token, protocol)


def test_a_token_goes_into_no_copy_and_no_json(token: Token) -> None:
    for make in (copy.copy, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError) as caught:
            make(token)
        assert TOKEN not in str(caught.value)


def test_tokens_are_equal_by_value_and_to_nothing_else(token: Token) -> None:
    assert token == Token.parse(f"Bearer {TOKEN}")
    assert len({token, Token.parse(TOKEN)}) == 1
    assert token != TOKEN
    assert token != Token.parse(TOKEN.replace("c", "d"))
