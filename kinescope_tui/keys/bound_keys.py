"""Which parts of a screen look at keys themselves, and what is bound to these."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.binding import BindingsMap


def leaves_keys(focused: Widget | None) -> bool:
    """Return whether a part, and all that it stands in, leave keys to what is bound to them.

    Textual sends a key from part to part up to the app before it looks; of a table's key nobody on
    the way has use.
    """
    parts = focused.ancestors_with_self if focused is not None else ()
    return bool(parts) and not any(
        _looks_at_keys(type(part)) for part in parts if isinstance(part, (Widget, Screen))
    )


def bound_actions(screen: Screen[Any], key: str) -> Iterator[tuple[str, DOMNode]]:
    """Yield the actions that are bound to a key, and where, in the order of their precedence.

    Nothing where Textual keeps what is bound in another way.
    """
    chain: Sequence[tuple[DOMNode, BindingsMap]] = getattr(screen, "_binding_chain", ())
    for is_first, places in ((True, reversed(chain)), (False, chain)):
        for place, bindings in places:
            for binding in bindings.key_to_bindings.get(key, ()):
                if binding.priority == is_first:
                    yield binding.action, place
            if place.is_modal and not is_first:
                break


@cache
def _looks_at_keys(kind: type[Widget]) -> bool:
    own = getattr(kind, "_on_key", None) is not getattr(Widget, "_on_key", None)
    return own or any(name == "on_key" or name.startswith("key_") for name in dir(kind))
