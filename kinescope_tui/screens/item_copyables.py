"""What of an item can be copied."""

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from kinescope_tui.api.client import KinescopeClient
from kinescope_tui.api.models import Identified
from kinescope_tui.dialogs.copy_menu import Copyable
from kinescope_tui.resources.resource import CopyItem, Resource

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T", bound=Identified)


def item_copyables(
    client: KinescopeClient, resource: Resource[T], item: T | None
) -> list[Copyable]:
    """Return an item's id and links; without an item they are there, and empty."""
    offered = [Copyable("id", "id", item.id if item is not None else "")]
    return offered + [_copyable(client, extra, item) for extra in resource.extras]


def _copyable(client: KinescopeClient, extra: CopyItem[Any], item: Any) -> Copyable:
    if item is None or extra.ask is None:
        return Copyable(extra.kind, extra.label, extra.text(item) if item is not None else "")
    ask: Callable[[], Awaitable[str]] = partial(extra.ask, client, item)
    return Copyable(extra.kind, extra.label, "", ask=ask)
