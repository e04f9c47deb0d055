"""Which parts of a screen look at keys themselves, before what is bound to these is run."""

from functools import cache

from textual.screen import Screen
from textual.widget import Widget


def leaves_keys(focused: Widget | None) -> bool:
    """Return whether a part, and all that it stands in, leave keys to what is bound to them.

    Textual sends a key from part to part up to the app before it looks; of a table's key nobody on
    the way has use.
    """
    parts = focused.ancestors_with_self if focused is not None else ()
    return bool(parts) and not any(
        _looks_at_keys(type(part)) for part in parts if isinstance(part, (Widget, Screen))
    )


@cache
def _looks_at_keys(kind: type[Widget]) -> bool:
    own = getattr(kind, "_on_key", None) is not getattr(Widget, "_on_key", None)
    return own or any(name == "on_key" or name.startswith("key_") for name in dir(kind))
