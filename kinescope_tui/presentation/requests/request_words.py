"""What a request asks, in words: its path, then its parameters as people say them."""

from datetime import date

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.presentation.text.cell import one_line

_LONGEST = 40  # characters of a value
_FROM, _TO = ("from", "date_from"), ("to", "date_to")
_SILENT = {*_FROM, *_TO}  # told together
_FORMS = {
    "page": "page {}",
    "per_page": "{} a page",
    **dict.fromkeys(("q", "search", "query"), "“{}”"),
    **dict.fromkeys(("group", "group_by", "interval"), "by {}"),
}
_PLAIN = {"status", "privacy", "type", "project_id", "folder_id", "product", "sort", "format"}


def request_words(exchange: Exchange) -> tuple[str, str]:
    """Return a request's path, and its parameters in words: `page 2 · created ▼`."""
    path, query = OWN_SECRETS.struck_request(exchange.path, exchange.query)
    values: dict[str, list[str]] = {}
    for name, value in query:
        values.setdefault(one_line(name).removesuffix("[]"), []).append(one_line(value)[:_LONGEST])
    words = [_range(values)]
    for name, found in values.items():
        words.append(_words(name, ", ".join(found), is_paged="page" in values))
    return one_line(path), " · ".join(filter(None, words))


def _words(name: str, value: str, *, is_paged: bool) -> str:
    if name in _SILENT or (name == "per_page" and is_paged):
        return ""
    if name == "order":
        return " ".join(map(_level, value.split(",")))
    if name in _PLAIN:
        return value
    form = _FORMS.get(name)
    return form.format(value) if form is not None else f"{name} {value}"


def _level(level: str) -> str:
    field, _, direction = level.strip().partition(".")
    return f"{field.removesuffix('_at')} {'▼' if direction == 'desc' else '▲'}"


def _range(values: dict[str, list[str]]) -> str:
    first, last = (
        next((values[name][0] for name in names if name in values), "") for names in (_FROM, _TO)
    )
    if not first and not last:
        return ""
    return f"{_day(first)} – {_day(last)}" if first and last else f"{_day(first)}–{_day(last)}"


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return f"{day.day} {day:%b}"
