"""What is told of a copy: how it went out, what nobody confirmed, what could not be copied."""

from datetime import UTC, datetime

import pytest

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.presentation.copier import Copier
from kinescope_tui.presentation.copyable import Copyable, exchange_copyables
from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.setup.settings import Route

LINK = Copyable("play-link", "play link", "https://kinescope.io/x")


async def never() -> str:
    raise AssertionError


SIGNED = Copyable("download-link", "download link", "https://x/?sign=1", ask=never)


def copier(*, trusts: bool, route: Route = Route.OSC52) -> tuple[Copier, list[str]]:
    sent: list[str] = []
    return Copier(Clipboard(route, {}, trusts_terminal=trusts), sent.append), sent


async def test_what_the_user_trusts_is_told_as_copied() -> None:
    made, sent = copier(trusts=True)
    report = await made.copy(LINK)
    assert sent == [LINK.text]
    assert (report.title, report.is_warning) == ("Copied the play link", False)
    assert report.text.startswith(LINK.text)
    assert not report.heading


async def test_what_nobody_confirmed_is_shown_until_the_user_says_that_it_arrives() -> None:
    made, _ = copier(trusts=False)
    report = await made.copy(LINK)
    assert "not there? select it here" in report.heading
    assert not report.title
    assert report.question
    made.trust()
    assert (await made.copy(LINK)).title == "Copied the play link"


@pytest.mark.parametrize("trusts", [True, False])
async def test_a_link_that_was_made_now_is_never_shown(*, trusts: bool) -> None:
    made, sent = copier(trusts=trusts)
    report = await made.copy(SIGNED)
    assert sent == [SIGNED.text]
    assert SIGNED.text not in report.text + report.heading
    assert report.title.startswith("Copied" if trusts else "Sent")
    assert not report.heading


async def test_what_is_shown_first_is_not_told_once_more() -> None:
    made, _ = copier(trusts=True)
    report = await made.copy(Copyable("bundle", "support bundle", "long", is_shown_first=True))
    assert "long" not in report.text


async def test_what_cannot_be_copied_is_shown_unless_it_is_secret(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pyperclip.is_available", lambda: False)
    made, sent = copier(trusts=True, route=Route.NATIVE)
    report = await made.copy(LINK)
    assert (report.title, report.is_warning) == ("Not copied: Play link", True)
    assert report.heading == "Play link: not copied; select it here"
    assert not (await made.copy(SIGNED)).heading
    assert sent == []


def test_without_a_request_there_is_nothing_of_one_to_copy() -> None:
    assert [c.is_there for c in exchange_copyables(None, "https://x")] == [False] * 3


def test_an_id_of_ours_is_called_so() -> None:
    exchange = Exchange("GET", "/v1/videos", (), datetime(2026, 1, 31, tzinfo=UTC))
    labels = {c.kind: c.label for c in exchange_copyables(exchange, "https://x")}
    assert labels["request-id"] == "our id (no response yet)"
