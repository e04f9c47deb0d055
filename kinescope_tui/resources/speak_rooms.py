"""Rooms of Kinescope Speak, and who is in them."""

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import SpeakParticipant, SpeakRoom
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.resources.cells import moment_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.listing import Facet
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, Tab, named


def _participants(room: SpeakRoom) -> Resource[SpeakParticipant]:
    roles = (("admin", Cell("admin")), ("manager", Cell("manager")))
    return Resource(
        name="participants",
        noun="participant",
        path=f"/v1/speak/rooms/{quote_segment(room.id)}/participants",
        model=SpeakParticipant,
        columns=(
            Column("NAME", 30, lambda person: text(person.name), "name", is_flexible=True),
            Column(
                "ROLE",
                10,
                lambda person: text(person.role, Tone.MUTED),
                "role",
                parameter="role[]",
                value=lambda person: person.role,
            ),
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
        Column(
            "STATUS",
            10,
            lambda room: _shown("status[]", room.status),
            "status",
            parameter="status[]",
            value=lambda room: room.status,
        ),
        Column(
            "CODE",
            14,
            lambda room: text(room.code),
            "code",
            parameter="code[]",
            value=lambda room: room.code,
        ),
        Column(
            "TYPE",
            17,
            lambda room: _shown("type[]", room.type),
            "type",
            parameter="type[]",
            value=lambda room: room.type,
        ),
        moment_column("CREATED", lambda room: room.created_at, "created_at"),
        moment_column("UPDATED", lambda room: room.updated_at, "updated_at"),
    ),
    title_of=lambda room: named(room.name or room.code),
    tabs=(Tab("Participants", lists=_participants),),
)
