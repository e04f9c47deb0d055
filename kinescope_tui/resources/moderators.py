"""Those who moderate."""

from kinescope_tui.api.models import Moderator
from kinescope_tui.presentation.live.moderator_words import moderated, moderator_sections
from kinescope_tui.resources.cells import text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

MODERATORS = Resource(
    **LISTINGS["moderators"].facts,
    model=Moderator,
    columns=(
        Column("USERNAME", 24, lambda person: text(person.username), is_flexible=True),
        Column("E-MAIL", 30, lambda person: text(person.email), is_flexible=True),
    ),
    title_of=lambda person: named(person.username),
    beside="live-events",
    summary=lambda people, events, _names, now: moderator_sections(people, events, now),
    preview_beside=moderated,
)
