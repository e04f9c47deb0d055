"""The window before is asked for once, after everything else, and nothing hangs on it."""

from datetime import UTC, datetime

from scripted_server import ScriptedServer, answer

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.services.billing.usage import UsageMeter
from kinescope_tui.services.time.time_range import PRESETS

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


async def test_the_month_before_is_asked_for_once(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    row = {"date": "2026-10-01", "product": "cdn", "usage": 5}
    server.script = [answer({"data": [row]})]
    meter = UsageMeter(client, lambda: NOW)
    question = meter.question(PRESETS["this-month"](NOW))
    found = await meter.before(question)
    assert found is not None
    assert found.question.range.first_day.month == 10
    assert await meter.before(question) is found
    assert len(server.requests) == 1


async def test_one_that_fails_is_not_asked_for_again_until_all_is_forgotten(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    server.script = [answer({"error": {"code": 403001}}, status="403 Forbidden")]
    meter = UsageMeter(client, lambda: NOW)
    question = meter.question(PRESETS["this-month"](NOW))
    assert await meter.before(question) is None
    assert await meter.before(question) is None
    assert len(server.requests) == 1
    meter.forget()
    assert await meter.before(question) is None
    assert len(server.requests) == 2
