"""The lists that have a command."""

from typing import Any

from kinescope_tui.api.models import Thing
from kinescope_tui.api.order import Order
from kinescope_tui.resources.catalogue import PROJECTS
from kinescope_tui.resources.resource import Resource
from kinescope_tui.resources.videos import VIDEOS

_INVOICES = Resource(
    name="invoices",
    noun="invoice",
    path="/v1/billing/invoices",
    model=Thing,
    default_order=Order.parse("created_at.desc"),
)

LISTED: dict[str, Resource[Any]] = {
    resource.name: resource for resource in (VIDEOS, PROJECTS, _INVOICES)
}
"""By the name of the command."""
