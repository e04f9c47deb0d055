"""What else is here that has a name: other lists' rows, projects and folders, and the places."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from kinescope_tui.resources.places import all_places
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.workspace.session import Session

_MOST = 2_000  # rows that are looked through


def found_elsewhere(session: Session, resource: Resource[Any]) -> Iterator[tuple[str, str]]:
    """Yield names, each with the command that leads to where it is.

    Args:
        session: Whose lists; nothing is asked for.
        resource: The list that is left out.
    """
    for place in all_places().values():
        if place.name != resource.name:
            yield place.title, f":{place.name}"
    for name in islice(session.project_names.names.values(), _MOST):
        yield name, ":projects"
    for kind, item in islice(session.loaded.all(), _MOST):
        if kind.name != resource.name and not kind.is_indexed:
            yield kind.title_of(item), f":{kind.name}"
