"""Of an answer with another id than the one that was asked for, the id that was asked for is told.

Where that is certainly another thing, it is refused instead.
"""

from typing import Any

import pytest

from kinescope_tui.api.errors import OtherThingError
from kinescope_tui.api.ids import check_is_asked_for

ONE = "3f1b8c1e-5a51-4d2e-9c7a-0d6f3a2b1c0d"
OTHER = "9e1f8c1e-5a51-4d2e-9c7a-0d6f3a2b1c0d"
SHORT = "vKSxQyZScoQfP29oothREi"


@pytest.mark.parametrize(
    ("asked", "data", "told"),
    [
        (SHORT, {"id": ONE}, SHORT),
        (SHORT, {"id": "6hkSeTa382Dp1LaU5CoUtx"}, SHORT),
        ("our%2Fintro", {"id": ONE}, "our/intro"),
        (ONE, {"user_id": SHORT}, ONE),
        (ONE, {"id": ONE.upper().replace("-", "")}, ""),
        ("0123", {"id": 123}, ""),
        (ONE, {"id": OTHER, "media_id": ONE}, ""),
        (SHORT, {"id": ONE, "play_link": f"https://kinescope.io/{SHORT}"}, ""),
        (ONE, {"id": "00000000-0000-0000-0000-000000000000"}, ""),
        (ONE, {"id": {"a": [1]}}, ""),
        (ONE, {"title": SHORT}, ""),
        (ONE, [{"id": OTHER}], ""),
    ],
)
def test_what_was_asked_for_is_told_where_another_id_came(asked: str, data: Any, told: str) -> None:
    assert check_is_asked_for(f"/v1/videos/{asked}", data) == told


def test_ids_of_tokens_are_not_told() -> None:
    assert check_is_asked_for(f"/v1/access-tokens/{ONE}", {"id": OTHER}) == ""


@pytest.mark.parametrize(("asked", "came"), [(ONE, OTHER), ("123", 124)])
def test_what_is_certainly_another_thing_is_refused(asked: str, came: Any) -> None:
    with pytest.raises(OtherThingError):
        check_is_asked_for(f"/v1/videos/{asked}", {"id": came})
