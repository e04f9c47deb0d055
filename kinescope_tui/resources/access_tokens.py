"""Access tokens, without their secrets."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kinescope_tui.api.models import AccessToken
from kinescope_tui.presentation.lists.preview import Preview
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.presentation.lists.thing_preview import thing_preview
from kinescope_tui.presentation.lists.token_words import may_told, token_preview, token_sections
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Names, Resource, named
from kinescope_tui.services.files.records import record


def _preview(token: AccessToken, names: Names, _now: datetime) -> Preview:
    title = named(token.name)
    fields = thing_preview(title, thing_sections(title, record(token))[:1], names)
    return token_preview(token, fields, names)


def _summary(
    tokens: Sequence[AccessToken], _beside: Sequence[Any], names: Names, _now: datetime
) -> list[Section]:
    return token_sections(tokens, names)


ACCESS_TOKENS = Resource(
    **LISTINGS["access-tokens"].facts,
    model=AccessToken,
    columns=(
        Column("NAME", 30, lambda token: text(token.name), is_flexible=True),
        Column("ID", 8, lambda token: text(token.own_id, Tone.MUTED)),
        Column("MAY", 24, lambda token: text(may_told(token)), is_summed=False),
    ),
    title_of=lambda token: named(token.name),
    preview_of=_preview,
    summary=_summary,
)
