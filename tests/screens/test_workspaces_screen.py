"""All workspaces stand side by side, each filled by its own answers, and enter opens one."""

from datetime import UTC, datetime
from pathlib import Path

from keyring_in_memory import MemoryStore
from stage import staged
from turned_clock import TurnedClock

from kinescope_tui.api import RetryPolicy, Token
from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import ClientFactory, Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
OTHER_TOKEN = "00000000-0000-4000-8000-00000000beef"


async def test_workspaces_are_compared_and_entered(tmp_path: Path) -> None:
    clock = TurnedClock(NOW)
    acme = DemoServer(Workspace(30, now=NOW), limits=False)
    second = DemoServer(
        Workspace(70, now=NOW, seed=7),
        token=OTHER_TOKEN,
        limits=False,
        faults=[Fault.parse("403@/v1/analytics")],
    )
    with acme, second:
        profiles, store = ProfileStore(tmp_path), MemoryStore()
        for name, server in (("acme", acme), ("second", second)):
            profiles.add(Profile(name, server.base_url))
            store.kept[name, server.base_url] = Token.parse(server.token)
        factory = ClientFactory(
            Profile("acme", acme.base_url), clock=clock, retry=RetryPolicy(attempts=1)
        )
        given = FoundToken(Token.parse(acme.token), TokenSource.KEYRING)
        async with staged(SignIn(factory, store, given, profiles), (110, 30)) as stage:
            await stage.press("colon", *"workspaces", "enter")
            text = await stage.shows("● acme", "second", "✓ all", "all except views")
            assert "2 workspaces" in text
            row = next(line for line in stage.lines if "second" in line)
            assert "70" in row.split()
            assert "⊘" in row

            await stage.press("j")
            await stage.shows("403", second.base_url)  # why, in the row's own lines
            asked = len(second.requests)
            await stage.press("s", "r")
            await stage.until(lambda: len(second.requests) == asked + 5)

            await stage.press("enter")
            await stage.until(lambda: stage.app.gate.sign_in.profile.name == "second")
            await stage.shows("second  read-only", "STATUS")
