"""A path that was asked for is kept to be asked again, unless a part of it may be a secret."""

import pytest

from kinescope_tui.services.workspace.history import History

LONG = "5ecret" * 6


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("get /v1/videos?status[]=error&order=created_at.desc&per_page=10", True),
        (":get v1/analytics?from=2026-01-01&to=2026-02-01&fields=view,unique_view", True),
        (f"get /v1/things/{LONG}", False),
        (f"get /v1/things?q={LONG}", False),
        ("get /v1/things?token=short", False),
        ("get /v1/videos/404743e1-7615-493e-9055-10ac9cc44ccd", False),
        (f"view {LONG}", False),
        ("view /v1/videos?status[]=error&order=created_at.desc", False),
    ],
)
def test_a_path_is_kept_by_its_parts(line: str, *, is_kept: bool) -> None:
    history = History()
    history.add(line)
    assert history.lines == ([line] if is_kept else [])
