"""Players."""

from collections.abc import Sequence
from datetime import datetime

from kinescope_tui.api.models import Player, Video
from kinescope_tui.presentation.lists.beside_others import beside_others
from kinescope_tui.presentation.lists.used_in import used_in
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.cells import flag, moment_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Names, Resource, named


def _summary(
    players: Sequence[Player], videos: Sequence[Video], _names: Names, _now: datetime
) -> list[Section]:
    known = {player.id: named(player.name) for player in players if player.id}
    return [
        beside_others(
            "Videos by player",
            videos,
            lambda video: [known.get(video.player_id or "", "")],
            [],
        )
    ]


PLAYERS = Resource(
    **LISTINGS["players"].facts,
    model=Player,
    columns=(
        Column("NAME", 30, lambda player: text(player.name), is_flexible=True),
        Column("DEFAULT", 7, lambda p: flag(p.default if p.default is not None else p.is_default)),
        moment_column("CREATED", lambda player: player.created_at, field="created_at"),
    ),
    title_of=lambda player: named(player.name),
    beside="videos",
    summary=_summary,
    preview_beside=lambda player, videos, now: used_in(
        videos, lambda video: bool(player.id) and video.player_id == player.id, now
    ),
)
