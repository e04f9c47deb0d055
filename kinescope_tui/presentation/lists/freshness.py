"""How fresh what is shown of a thing is, for people."""

from typing import Any

from kinescope_tui.services.lists.thing_model import ThingModel


def freshness(model: ThingModel[Any, Any]) -> str:
    """Return whether only the list's row is shown, and why; empty for a thing that came."""
    if model.item is not None or not model.is_known:
        return ""
    if model.is_asking:
        return "as its list had it · refreshing …"
    return "as its list had it · not refreshed" if model.failure is not None else ""
