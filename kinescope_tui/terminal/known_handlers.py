"""Who hears a message is found out once for each kind of part and of message."""

from collections.abc import Callable, Iterator
from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump

_NAME = "_get_dispatch_methods"
_TEXTUALS: Callable[[Any, str, Message], Any] | None = getattr(MessagePump, _NAME, None)
_NEEDED = ((MessagePump, "_decorated_handlers"), (Message, "_no_default_action"))

# By the kinds of part and message, and what a handler is called: those of each of its bases. None
# where it depends on more, which is who sent the message.
_Known = list[tuple[type, list[Any]]] | None
_known: dict[tuple[type, type, str], _Known] = {}


def know_handlers() -> bool:
    """Have all parts find them so, and tell whether Textual has what this needs.

    For each message that a part hears Textual goes through all bases of the part, and for these
    through all of the message.
    """
    is_possible = _TEXTUALS is not None and all(hasattr(kind, name) for kind, name in _NEEDED)
    if is_possible:
        setattr(MessagePump, _NAME, _handlers_of)
    return is_possible


def _handlers_of(
    part: MessagePump, name: str, message: Message
) -> Iterator[tuple[type, Callable[[Message], Any]]]:
    """Yield the handlers of a message, until one of them wants those of its bases left out."""
    place = (type(part), type(message), name)
    if place not in _known:
        _known[place] = _found(*place)
    known = _known[place]
    if known is None:
        assert _TEXTUALS is not None  # noqa: S101 - else nobody calls this
        yield from _TEXTUALS(part, name, message)
        return
    for base, handlers in known:
        if message._no_default_action:  # noqa: SLF001 - there is no other way to it
            return
        for handler in handlers:
            yield base, handler.__get__(part, base)


def _found(part: type, message: type, name: str) -> _Known:
    found: list[tuple[type, list[Any]]] = []
    decorated: list[Any] = []  # each is called once
    for base in part.__mro__:
        own, handlers = vars(base), []
        by_message = own.get("_decorated_handlers") or {}
        for kind in message.__mro__:
            for handler, selectors in by_message.get(kind, ()):
                if selectors:
                    return None
                if handler not in decorated:
                    decorated.append(handler)
                    handlers.append(handler)
        named = own.get(f"_{name}") or own.get(name)
        if named is not None and not hasattr(named, "_textual_on"):
            handlers.append(named)
        if handlers:
            found.append((base, handlers))
    return found
