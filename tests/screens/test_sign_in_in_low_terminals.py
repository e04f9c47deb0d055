"""At 40×10 one sees what one types, and why it was refused; no key is told that does nothing."""

import pytest
from keyring_in_memory import MemoryStore
from stage import staged
from textual.widgets import Input
from turned_clock import TurnedClock

from kinescope_tui.api import DEFAULT_BASE_URL
from kinescope_tui.services.workspace.session import ClientFactory, Profile
from kinescope_tui.services.workspace.sign_in import SignIn


@pytest.mark.parametrize("size", [(40, 10), (80, 24)])
async def test_the_field_and_the_answer_are_in_sight(size: tuple[int, int]) -> None:
    client_factory = ClientFactory(Profile("acme", DEFAULT_BASE_URL), clock=TurnedClock())
    async with staged(SignIn(client_factory, MemoryStore()), size) as stage:
        assert "paste the token here" in stage.text
        assert stage.lines[-1].endswith("ctrl+q quit")
        assert "esc" not in stage.lines[-1]
        await stage.press("1", "2", "enter")
        assert "••" in stage.text
        assert "Nothing was sent." in stage.text
        # At 80×24 all of it stays: nothing is scrolled out.
        page = stage.app.screen.query_one("#middle")
        assert page.scroll_offset.y == 0 or size == (40, 10)
        await stage.press("3")
        assert "3 of 36" in stage.text
        assert len(stage.app.screen.query_one(Input).value) == len("123")
