"""The token of the session leaves in its header alone, whatever is asked for."""

import uuid
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from canary import CANARY, SPELLED, Spell, canary_in
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from scripted_server import ScriptedServer, page

from kinescope_tui.api import Exchange, KinescopeClient, Token, errors
from kinescope_tui.api.own_secrets import HIDDEN, OwnSecrets

SECRETS = OwnSecrets()
SECRETS.add(Token(CANARY))
ASKED: dict[str, Callable[[KinescopeClient, str], Awaitable[object]]] = {
    "a search": lambda client, text: client.videos(search=f" {text}"),
    "a filter": lambda client, text: client.videos(project_id=text),
    "an id": lambda client, text: client.video(text),
    "any endpoint": lambda client, text: client.get(f"/v1/{text}"),
    "any parameter": lambda client, text: client.get(f"/v1/tags?a=1&{text}=2"),
    "a CSV": lambda client, text: client.csv("/v1/a", query=[("from", text)]),
}


def exchange(path: str = "/v1/videos", *query: tuple[str, str]) -> Exchange:
    return Exchange("GET", path, query, datetime.now(UTC))


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
async def test_a_request_that_holds_the_token_is_refused_and_told_of_without_it(
    server: ScriptedServer, ask: Callable[[KinescopeClient, str], Awaitable[object]]
) -> None:
    seen: list[Exchange] = []
    told: list[str] = []

    def look(changed: Exchange) -> None:
        seen.append(changed)
        told.append(f"{changed.target} {changed.path} {changed.query}")

    async with KinescopeClient(Token(CANARY), base_url=server.url, on_change=look) as client:
        with pytest.raises(errors.NotSentError, match="this session's token") as caught:
            await ask(client, CANARY)
        with pytest.raises(errors.NotSentError, match="hidden text"):
            await client.again(seen[-1])
    assert server.requests == []
    assert seen[0].error is caught.value
    assert HIDDEN in seen[0].path + str(seen[0].query)
    assert canary_in("".join(told)) == []
    assert seen[0].attempts == []


@given(
    st.sampled_from(list(SPELLED.values())),
    st.sampled_from(["path", "name", "value"]),
    st.sampled_from([CANARY, CANARY.upper(), f"Bearer {CANARY}", f'"{CANARY}"\n']),
)
@settings(max_examples=1_000 if FULL else 40, deadline=None)
def test_no_spelling_in_no_part_of_a_request_gets_by(spell: Spell, part: str, text: str) -> None:
    spelled = text.replace(CANARY, spell(CANARY)).replace(CANARY.upper(), spell(CANARY.upper()))
    asked = {
        "path": exchange(f"/v1/{spelled}"),
        "name": exchange("/v1/tags", (spelled, "1")),
        "value": exchange("/v1/tags", ("page", "1"), ("q", spelled)),
    }[part]
    SECRETS.withhold(asked)
    assert isinstance(asked.error, errors.NotSentError)
    assert canary_in(f"{asked.target} {asked.path} {asked.query}") == []


def test_what_holds_no_token_is_left_alone() -> None:
    asked = exchange("/v1/videos", ("q", "404743e1-0000-4000-8000-000000000000"), ("a", "%37"))
    before = asked.target
    SECRETS.withhold(asked)
    assert (asked.error, asked.target) == (None, before)


def test_the_token_of_the_session_before_is_as_secret() -> None:
    secrets = OwnSecrets()
    tokens = [str(uuid.UUID(int=number << 96 | 0xD7_91F6_B08C_E43A)) for number in range(3)]
    for token in tokens:
        secrets.add(Token(token))
    for token in tokens:
        assert secrets.struck_from(f"a {token} b") == f"a {HIDDEN} b"
    assert secrets.struck_from("\ud800 a") == "\ud800 a"


async def test_an_echo_is_struck_out_whatever_its_spelling_and_wherever_it_is_cut(
    server: ScriptedServer,
) -> None:
    titles = [f"{name}: {spell(CANARY)}" for name, spell in SPELLED.items()]
    body = page(*({"id": str(n), "title": "T"} for n in range(len(titles))))
    raw = body
    for title in titles:
        raw = raw.replace(b'"T"', f'"{title}"'.encode(), 1)
    head, _, content = raw.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Content-Length")]
    echoed = [f"X-Echo-{n}: {title}".encode() for n, title in enumerate(titles)]
    whole = b"\r\n".join([*lines, *echoed]) + b"\r\n\r\n" + content
    # One byte at a time around the first of them, so that it comes in many pieces.
    at = whole.find(CANARY.encode(), len(head) + len(b"".join(echoed)))
    server.script = [
        [whole[:at], *(whole[n : n + 1] for n in range(at, at + 40)), whole[at + 40 :]]
    ]
    async with KinescopeClient(Token(CANARY), base_url=server.url) as client:
        got = await client.videos()
    assert len(got.items) == len(titles)
    assert canary_in(" ".join(video.title for video in got.items)) == []
    assert canary_in(got.exchange.body) == []
    assert canary_in(str(got.exchange.attempts)) == []
