"""Tags."""

from kinescope_tui.api.models import Tag
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

TAGS = Resource(
    **LISTINGS["tags"].facts,
    model=Tag,
    title_of=lambda tag: named(tag.tag),
)
