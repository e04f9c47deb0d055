"""The filters of a list, as chips."""

from collections.abc import Mapping, Sequence

from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.lists.view import QueryParams

_LONGEST = 40


def chips(
    filters: QueryParams,
    search: str,
    labels: Mapping[str, str],
    shown: Mapping[tuple[str, str], str],
) -> Sequence[str]:
    """Return `status: done, error` for each parameter that narrows a list.

    Args:
        filters: Parameters and values.
        search: What is searched for.
        labels: What the parameters are called.
        shown: What a parameter's value is called, where it has a name.
    """
    told: dict[str, list[str]] = {}
    for parameter, value in filters:
        label = labels.get(parameter, parameter)
        told.setdefault(label, []).append(_short(shown.get((parameter, value), value)))
    made = [f"{label}: {', '.join(values)}" for label, values in told.items()]
    return ([f"/ {_short(search)}"] if search else []) + made


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
