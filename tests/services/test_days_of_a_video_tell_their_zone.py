"""Days begin at midnight where the workspace is, also where only a video's days were asked for."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from kinescope_tui.api.models import Overview
from kinescope_tui.services.analytics.overview import Analytics
from kinescope_tui.services.analytics.video_days import VideoDays

if TYPE_CHECKING:
    from kinescope_tui.api.client import KinescopeClient


class _Client:
    async def overview(self, *_args: Any, **_options: Any) -> Any:
        return SimpleNamespace(value=Overview(), zone="Europe/Moscow")


async def test_the_zone_that_an_answer_names_is_the_workspaces() -> None:
    client = cast("KinescopeClient", _Client())
    analytics = Analytics(client, lambda: datetime(2026, 8, 22, 12, tzinfo=UTC))
    days = VideoDays(client, lambda: analytics.now, analytics.learn_zone)
    await days.ask("one")
    assert analytics.zone == ZoneInfo("Europe/Moscow")
    analytics.learn_zone("Nowhere/At all")
    assert analytics.zone_name == "Europe/Moscow"
