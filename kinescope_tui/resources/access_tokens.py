"""Access tokens, without their secrets."""

from kinescope_tui.api.models import AccessToken
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

ACCESS_TOKENS = Resource(
    **LISTINGS["access-tokens"].facts,
    model=AccessToken,
    columns=(
        Column("NAME", 30, lambda token: text(token.name), is_flexible=True),
        Column("ID", 8, lambda token: text(token.own_id, Tone.MUTED)),
        Column("MAY", 24, lambda token: text(token.permissions)),
    ),
    title_of=lambda token: named(token.name),
)
