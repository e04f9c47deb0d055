"""Players."""

from kinescope_tui.api.models import Player
from kinescope_tui.resources.cells import flag, moment_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

PLAYERS = Resource(
    **LISTINGS["players"].facts,
    model=Player,
    columns=(
        Column("NAME", 30, lambda player: text(player.name), is_flexible=True),
        Column("DEFAULT", 7, lambda p: flag(p.default if p.default is not None else p.is_default)),
        moment_column("CREATED", lambda player: player.created_at, field="created_at"),
    ),
    title_of=lambda player: named(player.name),
)
