"""The parameters of a request, read as strictly as the guidelines word them."""

import re
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from starlette.datastructures import QueryParams
from starlette.responses import Response

from kinescope_tui.demo import answers
from kinescope_tui.demo.local_time import LocalTime

_MOST_PER_PAGE = 100
_DAY_FORM = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY_S = 86_400


class Refusal(Exception):  # noqa: N818 - carries an answer, which is the expected end
    """A request is answered before its endpoint is reached."""

    def __init__(self, response: Response) -> None:
        self.response = response


def refused(name: str, reason: str, message: str) -> Refusal:
    """Return the refusal of one parameter."""
    return Refusal(answers.invalid(name, reason, message))


def paging(query: QueryParams) -> tuple[int, int]:
    """Return page and page size (guidelines, "Pagination")."""
    page = _whole(query, "page", "1", 1)
    return page, min(_whole(query, "per_page", "10", 1), _MOST_PER_PAGE)


def offset_and_limit(query: QueryParams) -> tuple[int, int]:
    """Return the place of the first thing, and how many are asked for, as access tokens have it."""
    offset = _whole(query, "offset", "0", 0)
    return offset, min(_whole(query, "limit", "10", 1), _MOST_PER_PAGE)


def order(text: str | None, allowed: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the levels of an order (guidelines, "Sorting"); none if none is asked for."""
    levels: dict[str, str] = {}
    for part in filter(None, (text or "").split(",")):
        field, _, direction = part.partition(".")
        if field not in allowed:
            message = f"order by {field!r} is not allowed"
            raise Refusal(answers.error(answers.ORDER_FIELD, message=message))
        if direction not in {"", "asc", "desc"}:
            raise refused("order", "oneof", "Must be one of: asc, desc")
        levels.setdefault(field, direction or "asc")
    return tuple(levels.items())


def _whole(query: QueryParams, name: str, default: str, least: int) -> int:
    text = query.get(name, default)
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
        raise refused(name, "min", f"{name} must be {least} or greater")
    return int(text)


def one_of(query: QueryParams, name: str, allowed: tuple[str, ...], default: str) -> str:
    """Return one of some values, or the default where none is asked for."""
    value = query.get(name)
    if not value:
        return default
    if value not in allowed:
        raise refused(name, "oneof", f"Must be one of: {', '.join(allowed)}")
    return value


def some_of(query: QueryParams, name: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Return some of some values, joined by commas or in parameters of their own."""
    values = [value for text in query.getlist(name) for value in text.split(",") if value]
    for value in values:
        if value not in allowed:
            raise refused(name, "oneof", f"Must be one of: {', '.join(allowed)}")
    return tuple(dict.fromkeys(values))


class TimeRange(msgspec.Struct, frozen=True):
    """What lies from one moment up to another, in seconds since 1970.

    Attributes:
        texts: The two parameters as they came.
    """

    begin: int
    end: int
    texts: tuple[str, str]

    @classmethod
    def of(cls, query: QueryParams, local: LocalTime, most_days: int) -> "TimeRange":
        """Return what is asked for (guidelines, "Date format"); both ends are required.

        Args:
            query: The parameters of the request.
            local: In which time zone days are meant; a day at the end is meant as a whole.
            most_days: How long it may be.
        """
        texts = tuple(query.get(name, "") for name in ("from", "to"))
        for name, text in zip(("from", "to"), texts, strict=True):
            if not text:
                raise refused(name, "required", f"{name} param is required")
        begin, _ = _moment("from", texts[0], local)
        last, end = _moment("to", texts[1], local)
        if last < begin:
            raise refused("to", "gtefield", "to must not come before from")
        if end - begin > (most_days + 1) * _DAY_S:  # one more, for days of 25 hours
            raise refused("to", "max", f"At most {most_days} days can be asked for at once")
        return cls(begin, end, (texts[0], texts[1]))


def _moment(name: str, text: str, local: LocalTime) -> tuple[int, int]:
    """Return a moment, or the beginning and the end of a day."""
    try:
        if _DAY_FORM.fullmatch(text):
            day = date.fromisoformat(text).toordinal()
            return local.midnight(day), local.midnight(day + 1)
        if _MOMENT_FORM.fullmatch(text):
            moment = int(datetime.fromisoformat(text).timestamp())
            local.place(moment)
            return moment, moment
    except (ValueError, OverflowError):
        pass
    raise refused(name, "datetime", "Must be YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")
