"""An answer to what was asked again takes nobody away from what is looked at meanwhile."""

from conftest import TOKEN
from scripted_server import Hold, ScriptedServer, page
from stage import signed_in, staged

from kinescope_tui.screens.requests_screen import RequestsScreen

VIDEO = {"id": "v", "title": "One", "status": "done"}


async def test_the_cursor_stays_where_it_was_moved_before_the_answer_came(
    server: ScriptedServer,
) -> None:
    hold = Hold()
    server.script = [page(VIDEO), page(VIDEO), [hold, page(VIDEO)]]
    async with staged(signed_in(server.url, TOKEN)) as stage:
        await stage.press("r", "4", "g")
        screen = stage.app.screen
        assert isinstance(screen, RequestsScreen)
        await stage.burst("x")
        await stage.until(lambda: len(server.requests) == 3)
        await stage.burst("G")
        looked_at = screen.shown_exchange
        assert looked_at is not None
        hold.let_go()
        await stage.settle()
        assert not looked_at.is_open
        assert screen.shown_exchange is looked_at
