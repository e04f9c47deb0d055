"""Secrets are hidden by what they are called and by what they look like, in any spelling."""

import json
from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.api.redaction import (
    answered_headers,
    redact_emails,
    redact_json,
    redact_query,
    redact_text,
    redact_value,
)

SECRET = "5ecret"
EXAMPLES = 1_000 if FULL else 40
NAMES = [
    "streamkey", "stream_key", "streamKey", "key", "password", "jwt_secret", "secret",
    "secure_link", "basic_auth", "token", "access_token", "api_token", "link_hash",
    "apiKey", "API-Key", "client_secret", "refreshToken", "passphrase", "PASSWD", "private_key",
    "webhookSecret", "signature", "X-Amz-Signature", "credentials", "authorization", "cookie",
    "auth",
]  # fmt: skip
OPEN = [
    "title", "id", "keyword", "author", "token_type", "password_changed_at", "sign_in_count",
    "secret_enabled", "monkey", "design", "md5", "keys_total", "public", "q",
]  # fmt: skip
URLS = [
    f"https://user:{SECRET}@cdn.example/p.jpg",
    f"https://cdn.example/a.mp4?expires=1&sign={SECRET}",
    f"rtmps://user:{SECRET}@live.example:443/app?key={SECRET}",
    f"srt://live.example:9000?streamid=a&passphrase={SECRET}",
    f"rtmp://a.rtmp.example/live2/{SECRET}-abcd",
    f"ftp://{SECRET}@files.example/",
    f"wss://live.example/socket#access_token={SECRET}",
    f"//user:{SECRET}@cdn.example/p.jpg",
    f"https://user:a?{SECRET}@cdn.example/p.jpg",
    f"https://user:a@{SECRET}@cdn.example/p.jpg",
    f"https://open.example/to/https://user:{SECRET}@cdn.example/p.jpg",
    f"https://open.example/to/https://cdn.example?sign={SECRET}",
    f"https://cdn.example?mail={SECRET}@{SECRET}",
]
TEXTS = [
    *URLS,
    f"token={SECRET}", f"see /v1/a?signature={SECRET}&b=1", f"X-Amz-Signature = '{SECRET}'",
    f"stream_key={SECRET};", f"sent Bearer {SECRET}, sorry", f"Basic {SECRET}dXNlcjpwYXNz==",
    f"jwt eyJhbGciOiJIUzI1NiJ9.eyJ{SECRET}.abc", f"-----BEGIN PRIVATE KEY-----\n{SECRET}\n",
    f'{{"password": "{SECRET} and more"}}', f"{{'apiKey': '{SECRET}'}}",
    f'a "{{\\"client_secret\\": \\"{SECRET}\\"}}" b',
]  # fmt: skip


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" for char in text)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_with_such_a_name_is_hidden_however_it_is_written(name: str) -> None:
    for value in (SECRET, [SECRET], {"deep": [SECRET]}, [{"deep": SECRET}]):
        shown = redact_json(json.dumps({"a": 1, name: value, "title": "kept"}))
        assert SECRET not in shown
        assert json.loads(shown)["title"] == "kept"
        assert SECRET not in str(redact_value({name: value}))
    assert SECRET not in redact_json(f'{{"{escaped(name)}": "{SECRET}"}}')
    assert answered_headers([(name.encode(), SECRET.encode())]) == {name.lower(): "····"}


@pytest.mark.parametrize("name", OPEN)
def test_a_field_with_another_name_is_shown(name: str) -> None:
    document = {name: "kept", "n": 1.5, "list": [name, None]}
    assert redact_value(document) == document
    assert json.loads(redact_json(json.dumps(document))) == document
    assert answered_headers([(name.encode(), b"kept")]) == {name.lower(): "kept"}


@pytest.mark.parametrize("empty", ["", None, [], {}, False])
def test_an_empty_secret_is_shown_as_empty(empty: Any) -> None:
    for name in NAMES:
        assert redact_value({name: empty}) == {name: empty}
        assert json.loads(redact_json(json.dumps({name: empty}))) == {name: empty}
        if isinstance(empty, str):
            assert answered_headers([(name.encode(), b"")]) == {name.lower(): ""}


@pytest.mark.parametrize("text", TEXTS)
def test_what_looks_like_a_secret_is_hidden_in_any_text(text: str) -> None:
    document = {"message": text, text: 1}
    shown = [
        redact_text(text),
        redact_emails(text),
        redact_json(text),
        json.dumps(redact_value(document)),
        redact_json(json.dumps(document)),
        redact_json(json.dumps(document).replace("/", "\\/").replace("?", "\\u003f")),
        *answered_headers([(b"location", text.replace("\n", " ").encode())]).values(),
    ]
    for told in shown:
        assert SECRET not in told


@pytest.mark.parametrize("url", URLS)
def test_a_url_that_was_cut_in_the_middle_shows_no_piece(url: str) -> None:
    text = json.dumps({"url": url})
    for end in range(len(text)):
        assert SECRET[1:5] not in redact_json(text[:end])


@pytest.mark.parametrize(
    "text",
    [
        "http://localhost:8080", "it is at https://api.kinescope.io/v1/videos.",
        "Basic training", "Bearer of news", "the password is wrong", "a = b", "1 / 2 // 3",
        "Видео: ключ=замок", "author=Anna", "10:30:00", "https://kinescope.io/abc/def",
    ],
)  # fmt: skip
def test_what_only_resembles_one_is_shown(text: str) -> None:
    assert redact_text(text) == text
    assert redact_value({"title": text}) == {"title": text}


def test_share_links_and_the_ids_of_tokens_are_hidden_in_their_places() -> None:
    share = {"privacy_share": {"x": "}", "link": f"https://kinescope.io/{SECRET}"}}
    assert SECRET not in redact_json(json.dumps(share))
    assert SECRET not in str(redact_value(share))
    ids = json.dumps({"data": [{"id": SECRET, "name": "kept"}]})
    for path in ("/v1/access-tokens", "/v1/Access-Tokens/1", "//v1/access-tokens"):
        assert SECRET not in redact_json(ids, path)
        assert "kept" in redact_json(ids, path)
    assert SECRET in redact_json(ids, "/v1/videos")


def test_a_query_that_is_passed_on_names_nobody() -> None:
    query = (("project_id", "anna@mail.example"), ("bob@mail.example", "x"), ("q", SECRET))
    told = str(redact_query(query))
    assert "anna" not in told
    assert "bob" not in told
    assert SECRET not in told


PAIR = ["header", "value", "name"]


@pytest.mark.parametrize("fields", list(permutations(["colour", *PAIR])), ids=",".join)
@pytest.mark.parametrize("value", [SECRET, [SECRET], {"a": SECRET}], ids=["text", "list", "object"])
def test_the_order_of_a_pair_hides_no_less(fields: tuple[str, ...], value: Any) -> None:
    pair = {"colour": "red", "header": "x", "value": value, "name": "password"}
    secret = json.dumps({"a": [{name: pair[name] for name in fields}]})
    assert SECRET not in redact_json(secret)
    assert SECRET not in redact_json(secret.replace("value", "\\u0076alue"))
    assert SECRET not in redact_json(secret, end=secret.index(SECRET) + len(SECRET) + 1)
    assert SECRET in redact_json(secret.replace("password", "size"))
    if isinstance(value, str):  # and where what told it may have been cut off
        assert all(SECRET[:4] not in redact_json(secret[:end]) for end in range(len(secret)))


def test_of_two_names_of_a_pair_the_secret_one_counts() -> None:
    for names in (("password", "title"), ("title", "password")):
        told = ",".join(f'"name":"{name}"' for name in names)
        assert SECRET not in redact_json(f'{{{told},"value":"{SECRET}"}}')
        assert SECRET not in redact_json(f'{{"value":"{SECRET}",{told}}}')


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(codec="ascii"), max_size=8)
    | st.sampled_from([*NAMES[:3], *OPEN[:3]]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from([*NAMES[:6], *OPEN[:6], *PAIR]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON.filter(lambda document: isinstance(document, dict | list)))
@settings(max_examples=EXAMPLES, deadline=None)
def test_both_forms_hide_and_keep_the_same_texts(document: Any) -> None:
    def texts(value: Any) -> set[str]:
        if isinstance(value, dict):
            value = list(value.values())
        if isinstance(value, list):
            return set().union(*map(texts, value))
        return {value} if isinstance(value, str) else set()

    written = json.loads(redact_json(json.dumps(document)))
    hidden = {"····", ""}  # an empty text in a list of secrets tells nothing
    assert texts(written) - hidden == texts(redact_value(document)) - hidden


PIECES = [
    "http://", "https://a", "//", "\\/", "a@", "a@b.", "a:", '"', '"key": "', '"key" ', "{",
    "bearer ",
    "eyJ", "eyJ.", "key=", "token", "-----BEGIN PRIVATE KEY-----", "?", "#", "\\u0061", "\\", "' ",
    "%40", "a%", "a@b%2540",
]  # fmt: skip
LOOKS: list[Callable[[str], object]] = [
    redact_emails,
    lambda text: redact_json('{"a": "' + text),
    lambda text: redact_value({"a": [text], text: 1}),
]


@pytest.mark.parametrize("look", LOOKS, ids=["text", "JSON", "value"])
def test_text_made_to_be_slow_is_looked_through(look: Callable[[str], object]) -> None:
    # If the time grew faster than the length, this would not end today.
    for piece in PIECES:
        look(piece * (20_000 // len(piece)))


def test_two_megabytes_of_addresses_in_one_text_are_looked_through() -> None:
    assert redact_value({"description": "http://" * 300_000})
