"""A token that is put where no token belongs: it stays nowhere, and the user is told at once."""

from canary import CANARY, canary_in
from scripted_server import ScriptedServer, page
from stage import signed_in, staged
from textual import events

VIDEO = {"id": "v1", "title": "First Video", "status": "done"}


async def test_the_token_is_neither_searched_for_nor_left_on_the_screen(
    server: ScriptedServer,
) -> None:
    server.script = [page(VIDEO)]
    async with staged(signed_in(server.url, CANARY), size=(120, 34)) as stage:
        await stage.press("/")
        stage.app.post_message(events.Paste(f" {CANARY.upper()}\n"))
        await stage.shows("That is this session's token")
        assert canary_in(stage.text) == []
        stage.app.clear_notifications()
        # Typed, or pasted through a terminal that tells nothing of it.
        stage.in_one_go(*CANARY)
        await stage.shows("it was neither used nor saved", "First Video")
        assert canary_in(stage.text) == []
        # The command line is asked when it has ended.
        await stage.press("escape", ":")
        stage.in_one_go(*f"invoice {CANARY}")
        await stage.press("enter")
        assert canary_in(stage.text) == []
        await stage.press("escape", "y", "c")
        assert canary_in(stage.app.clipboard) == []
        await stage.press("4")
        assert canary_in(stage.text) == []
    assert not any("q=" in request.target for request in server.requests)
    assert canary_in(str(server.requests).replace(f"Bearer {CANARY}", "")) == []
