"""What of an exchange is shown: enough to understand it, nothing that lets anybody in."""

import json

import pytest

from kinescope_tui.api.redaction import answered_headers, redact_emails, redact_json, redact_text

SECRET = "5ecret"
ANSWER = {
    "data": {
        "title": "Open",
        "streamkey": SECRET,
        "restreams": [{"name": "vk", "key": SECRET}],
        "password": f'{SECRET}"\\quoted',
        "drm": {"jwt_secret": SECRET, "basic_auth": f"u:{SECRET}"},
        "assets": [{"download_link": f"https://cdn.example/a.mp4?expires=1&sign={SECRET}"}],
        "poster": f"https://user:{SECRET}@cdn.example/p.jpg",
        "privacy_share": {"link_hash": SECRET, "link": f"https://kinescope.io/{SECRET}"},
        "duration": 59.96,
        "Token": 5,
    }
}


@pytest.mark.parametrize("indent", [None, 2])
def test_secret_fields_and_what_signs_a_link_are_hidden(indent: int | None) -> None:
    shown = redact_json(json.dumps(ANSWER, indent=indent))
    assert SECRET not in shown
    assert "https://cdn.example/a.mp4?····" in shown
    kept = json.loads(shown)["data"]
    assert (kept["title"], kept["duration"]) == ("Open", 59.96)
    assert kept["Token"] == "····"


def test_a_body_cut_anywhere_shows_no_piece_of_a_secret() -> None:
    text = json.dumps(ANSWER)
    for end in range(len(text)):
        assert SECRET[:4] not in redact_json(text[:end])


def test_escaped_slashes_hide_nothing() -> None:
    shown = redact_json('{"url": "https:\\/\\/cdn.example\\/a?sign=5ecret"}')
    assert SECRET not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://x.example/a?b=5ecret now", "see https://x.example/a?···· now"),
        ("sent Bearer 5ecret, sorry", "sent Bearer ···· sorry"),
        ("video not found", "video not found"),
    ],
)
def test_messages_are_shown_without_what_opens_something(text: str, shown: str) -> None:
    assert redact_text(text) == shown


def test_what_is_passed_on_names_nobody() -> None:
    assert redact_emails("anna.b+c@mail.example.org may not") == "····@···· may not"


def test_cookies_are_hidden_and_long_headers_cut() -> None:
    raw = [(b"Set-Cookie", b"a=5ecret"), (b"X-Long", b"x" * 200_000), (b"X-Esc", b"\x1b[2J")]
    shown = answered_headers([*raw, *[(b"X-%d" % n, b"") for n in range(1_000)]])
    assert shown["set-cookie"] == "····"
    assert len(shown["x-long"]) < 1_000
    assert shown["x-esc"] == "␛[2J"
    assert len(shown) < 100


def test_a_hostile_body_is_looked_through_in_time() -> None:
    for piece in ("https://", '"privacy_share": {', '"key": "', "a@b.", "bearer "):
        redact_json(piece * 4_000)
        redact_emails(piece * 500)
