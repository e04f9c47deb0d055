"""The lists that have a command."""

from typing import Any

from kinescope_tui.resources.invoices import INVOICES
from kinescope_tui.resources.projects import PROJECTS
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.videos import VIDEOS

LISTED: dict[str, Resource[Any]] = {
    resource.name: resource for resource in (VIDEOS, PROJECTS, INVOICES)
}
"""By the name of the command."""
