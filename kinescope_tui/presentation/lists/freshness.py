"""How fresh what is shown of a thing is, for people."""

from typing import Any

from kinescope_tui.services.lists.thing_model import ThingModel


def freshness(model: ThingModel[Any, Any], *, has_item: bool) -> str:
    """Return that only the list's row is shown, and why; empty for all that there is.

    Args:
        model: The thing.
        has_item: Whether it has an address of its own.
    """
    if model.item is not None or not has_item or not model.is_known:
        return ""
    return f"from the list · {'not refreshed' if model.failure else 'updating …'}"
