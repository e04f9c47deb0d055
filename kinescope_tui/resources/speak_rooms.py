"""Rooms of Kinescope Speak, and who is in them."""

from collections.abc import Callable
from functools import partial

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import SpeakParticipant, SpeakRoom
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.resources.cells import moment_column, text
from kinescope_tui.resources.column import Column, Shown
from kinescope_tui.resources.listing import Facet
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, Tab, named


def _filtered(
    title: str,
    width: int,
    value: Callable[[Shown], str],
    cell: Callable[[str], Cell],
    rank: int = 0,
) -> Column[Shown]:
    """Return a column by which the server sorts, and filters under the same name."""
    name = title.lower()
    return Column(
        title,
        width,
        lambda one: cell(value(one)),
        name,
        parameter=f"{name}[]",
        value=value,
        rank=rank,
    )


def _participants(room: SpeakRoom) -> Resource[SpeakParticipant]:
    roles = (("admin", Cell("admin")), ("manager", Cell("manager")))
    return Resource(
        name="participants",
        noun="participant",
        path=f"/v1/speak/rooms/{quote_segment(room.id)}/participants",
        model=SpeakParticipant,
        columns=(
            Column("NAME", 30, lambda person: text(person.name), "name", is_flexible=True),
            _filtered("ROLE", 10, lambda person: person.role, lambda role: text(role, Tone.MUTED)),
            moment_column("CREATED", lambda person: person.created_at, "created_at"),
            moment_column("UPDATED", lambda person: person.updated_at, "updated_at"),
        ),
        title_of=lambda person: named(person.name),
        default_order=Order.parse("name"),
        sort_fields=("name", "role", "created_at", "updated_at"),
        facets=(Facet("role[]", "role", roles, is_multiple=True),),
        is_searchable=True,
        has_item=True,
    )


def _shown(parameter: str, value: str) -> Cell:
    """Return a value as the filter for it shows it; one that nobody documented as it came."""
    facet = SPEAK_ROOMS.facet(parameter)
    known = dict(facet.choices) if facet is not None else {}
    return known.get(value) or text(value)


SPEAK_ROOMS: Resource[SpeakRoom] = Resource(
    **LISTINGS["speak-rooms"].facts,
    model=SpeakRoom,
    columns=(
        Column("NAME", 30, lambda room: text(room.name), "name", is_flexible=True),
        _filtered("STATUS", 10, lambda room: room.status, partial(_shown, "status[]")),
        _filtered("CODE", 14, lambda room: room.code, text),
        moment_column("CREATED", lambda room: room.created_at, "created_at"),
        _filtered("TYPE", 17, lambda room: room.type, partial(_shown, "type[]"), rank=1),
        moment_column("UPDATED", lambda room: room.updated_at, "updated_at", rank=1),
    ),
    title_of=lambda room: named(room.name or room.code),
    tabs=(Tab("Participants", lists=_participants),),
)
