"""Which parts of a screen look at keys themselves, and what is bound to these."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
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
    return focused is not None and _leave_keys(tuple(map(type, focused.ancestors_with_self)))


def bound_actions(screen: Screen[Any], key: str) -> Iterator[tuple[str, DOMNode]]:
    """Yield the actions that are bound to a key, and where, in the order of their precedence.

    Nothing where Textual keeps what is bound in another way.
    """
    chain = _binding_chain(screen)
    for is_first, places in ((True, reversed(chain)), (False, chain)):
        for place, bindings in places:
            for binding in bindings.key_to_bindings.get(key, ()):
                if binding.priority == is_first:
                    yield binding.action, place
            if place.is_modal and not is_first:
                break


def _binding_chain(screen: Screen[Any]) -> "Sequence[tuple[DOMNode, BindingsMap]]":
    """Return what is bound in each part from the focus up to the app; nobody changes that.

    Textual copies all of it for every key, so that it can leave out what a field takes for itself,
    and change what the user has bound otherwise.
    """
    focused = screen.focused
    if focused is None or focused.loading or getattr(screen.app, "_keymap", True):
        return getattr(screen, "_binding_chain", ())
    parts = focused.ancestors_with_self
    return [(part, part._bindings) for part in parts if hasattr(part, "_bindings")]  # noqa: SLF001


@lru_cache(64)
def _leave_keys(kinds: tuple[type[DOMNode], ...]) -> bool:
    return not any(_looks_at_keys(kind) for kind in kinds if issubclass(kind, Widget))


def _looks_at_keys(kind: type[Widget]) -> bool:
    own = any(
        getattr(kind, name, None) is not getattr(Widget, name, None)
        for name in ("_on_key", "check_consume_key")
    )
    return own or any(name == "on_key" or name.startswith("key_") for name in dir(kind))
