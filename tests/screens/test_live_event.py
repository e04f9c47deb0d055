"""The page of a live event goes on while it runs, and rings once for each new fault."""

from datetime import UTC, datetime

from stage import Stage, signed_in, staged
from turned_clock import TurnedClock

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)


async def test_a_running_event_is_followed_until_it_is_over() -> None:
    clock = TurnedClock(NOW)
    workspace = Workspace(20, now=NOW, elapsed=lambda: clock.turned_s)
    with DemoServer(workspace, limits=False) as server:
        async with staged(
            signed_in(server.base_url, server.token, clock=clock), (110, 40)
        ) as stage:
            rung: list[float] = []
            stage.app.bell = lambda: rung.append(clock.turned_s)  # type: ignore[method-assign]

            # Several at once: the list tells which run, and brings them to the top.
            await stage.press("colon", *"live-events", "enter")
            assert sum("● active" in line for line in rows(stage)) == 3
            await stage.press("colon", *"view live first", "enter")
            shown = rows(stage)
            assert ["● active" in line for line in shown] == [True] * 3 + [False] * 7

            row = next(n for n, line in enumerate(shown) if line.startswith("Camera on the roof"))
            await stage.press("g", *"j" * row, "enter")
            text = await stage.shows("Camera on the roof", "● active", "Restreams", "connected")
            assert "kbit/s" in text
            assert "Last point  11:59:" in text
            assert "every 30 s" in stage.status
            assert not rung  # what was wrong before somebody looked is told, and rings not

            def asked() -> int:
                return sum("qos" in arrival.target for arrival in server.requests)

            count = asked()
            await stage.passes(29)
            assert asked() == count
            await stage.passes(1)
            assert asked() == count + 1
            assert "Last point  12:00:" in stage.text

            await stage.press("m", "m", "comma")
            await stage.shows("Frame rate  ▸", "30 fps")
            await stage.press("right_square_bracket")  # it is followed from any tab
            before = len(rung)
            for _ in range(9):
                await stage.passes(30)
            await stage.shows("No data since 12:02:")
            silent = len(rung)
            assert silent > before
            await stage.passes(30)
            await stage.press("left_square_bracket")
            await stage.passes(30)
            await stage.shows("! no data since 12:02:", "disconnected")
            assert len(rung) == silent

            for _ in range(16):
                await stage.passes(30)
            await stage.shows("finished", "Until")
            assert "every 30 s" not in stage.status
            count = asked()
            await stage.passes(60)
            assert asked() == count


def rows(stage: Stage) -> list[str]:
    """Return the lines of the table; beneath them stands what they come to."""
    shown = [line.lstrip("│❯ ") for line in stage.lines[3:]]
    first = next(n for n, line in enumerate(shown) if "NAME" in line or "TITLE" in line) + 1
    end = next(n for n, line in enumerate(shown[first:], first) if not line.strip("│ "))
    return shown[first:end]
