"""What Kinescope's documents show as its answers can be looked at in every place and tab."""

from conftest import TOKEN
from recorded_answers import ANSWERS, serve_recorded
from scripted_server import ScriptedServer
from stage import Stage, signed_in, staged

SHOWN = ("videos", "live-events", "playlists", "drm")
LISTED = str(ANSWERS["/v1/videos"]["data"][0]["id"])


async def test_every_place_shows_them_and_calls_nothing_unreadable(server: ScriptedServer) -> None:
    serve_recorded(server)
    async with staged(signed_in(server.url, TOKEN), (140, 40)) as stage:
        for name in (*SHOWN, "analytics", "usage"):
            stage.in_one_go("escape", "escape", "colon", *name, "enter")
            await look(stage, name)
            if name in SHOWN:
                await stage.press("enter")
                await look(stage, name)
            if name == "usage":
                assert "2 rows for other days not shown" in stage.text
            if name == "videos":  # the documents show it with an id of another time
                assert f"you asked for {LISTED}" in stage.text
                for _ in range(8):
                    await stage.press("right_square_bracket")
                    await look(stage, name)


async def look(stage: Stage, name: str) -> None:
    await stage.settle()
    text = stage.text
    assert "could not be" not in text, f"{name}:\n{text}"
    assert "nexpected response" not in text, f"{name}:\n{text}"
    assert "hidden-" not in text, f"{name}:\n{text}"
