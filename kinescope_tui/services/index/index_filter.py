"""What the index is filtered by: `size>10GB`, `privacy=anywhere`, `folder=none`, `title=twice`."""

import math
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from kinescope_tui.services.index.folded import fold
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.view_counts import known_span
from kinescope_tui.services.lists.view import QueryParams

Sql = tuple[str, list[object]]
"""A condition on `fact AS f`, and what stands for its question marks."""

_WRITTEN = re.compile(r"\s*([\w\[\]-]+)\s*(>=|<=|!=|>|<|=|:)\s*(.*?)\s*", re.DOTALL)
_COMPARED = re.compile(r"(>=|<=|>|<|!=|!|=)?\s*(.*)", re.DOTALL)
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmgtp]?)(i?)b?", re.IGNORECASE)
_GROUPED = re.compile(r",\d{3}$")  # of thousands, or a fraction of three digits
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|)", re.IGNORECASE)
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3_600, "d": 86_400}
_TOP = re.compile(r"top\s*(\d{1,6})", re.IGNORECASE)
_TIMES = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})")
_AGO = re.compile(r"-(\d{1,5})([hdwmy])", re.IGNORECASE)
_AGO_DAYS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30, "y": 365}
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SECONDS_IN = re.compile(r"[T ]\d\d:?\d\d:?\d\d([.,])?", re.ASCII | re.IGNORECASE)
_MINUTE, _SECOND, _MILLISECOND = (
    timedelta(minutes=1), timedelta(seconds=1), timedelta(milliseconds=1)
)  # fmt: skip
_NONE = {"none", "no", "0", "false", "-"}
_ANY = {"any", "yes", "true"}

ALIASES = {
    "status[]": "status",
    "project_id": "project",
    "folder_id": "folder",
    "player_id": "player",
    "created_at": "created",
    "updated_at": "updated",
    "privacy_type": "privacy",
    "tags": "tag",
    "domains": "domain",
    "height": "quality",
    "subtitle": "subtitles",
    "chapter": "chapters",
}
"""Names that other lists, and people, have for the same."""

_NAMED = ("status", "privacy", "project", "folder", "player")
_LABELS = ("tag", "domain")
_WATCHED = {"views": "lately", "all_views": "ever"}
_COUNTED = ("subtitles", "chapters", "poster", "materials", "files")
_IN_FOLDER = "without_folder"

FIELDS = (*_NAMED, *_LABELS, *_COUNTED, "created", "updated", "duration", "size", "quality",
          "original", "title", "views", "all_views")  # fmt: skip
"""By which the index is filtered."""


def condition(text: str) -> tuple[str, str]:
    """Return a field and what it is compared with, of `size>10GB`.

    Raises:
        QueryError: It is none.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise QueryError(
            f"{text!r} is not a condition. Write privacy=anywhere or size>10GB, for example."
        )
    field, sign, value = found.groups()
    _known(field)
    return field, value if sign in {"=", ":"} else sign + value


class IndexFilter(msgspec.Struct, frozen=True):
    """Makes conditions of pairs of a field and a value.

    Of the same field one equality is enough, and every comparison counts.

    Attributes:
        base: Where names are looked up.
        now: From which `-90d` counts.
    """

    base: sqlite3.Connection
    now: datetime

    def where(self, filters: QueryParams) -> Sql:
        """Return all of them together; an empty text if there is none.

        Raises:
            QueryError: A field or a value makes no sense.
        """
        equal: dict[str, list[Sql]] = {}
        all_of: list[Sql] = []
        for name, text in filters:
            if name == _IN_FOLDER:
                all_of.append(("f.folder IS NULL", []))
                continue
            field = _known(name)
            found = _COMPARED.fullmatch(text.strip())
            sign, value = (found[1] or "", found[2]) if found is not None else ("", text)
            sql = self._one(field, "" if sign == "=" else sign, value)
            if sign in {"", "="}:
                equal.setdefault(field, []).append(sql)
            else:
                all_of.append(sql)
        either = (_joined(several, " OR ") for several in equal.values())
        return _joined([*either, *all_of], " AND ")

    def _one(self, field: str, sign: str, value: str) -> Sql:
        if field == "title":
            return _title(value, sign)
        if field in _NAMED or field in _LABELS:
            return self._name(field, sign, value)
        if field in _COUNTED:
            return _how_many(field, sign, value)
        if field in _WATCHED:
            return self._watched(field, sign, value)
        if field in {"created", "updated"}:
            return _time(field, sign, value, self.now)
        return _number(field, sign, value)

    def _watched(self, field: str, sign: str, value: str) -> Sql:
        """Return a condition on views; what is not among the watched videos has none."""
        known_span(self.base, _WATCHED[field])
        told = value.casefold()
        if sign == "" and told in _NONE | _ANY:
            sign, told = ("" if told in _NONE else ">"), "0"
        if not told.isascii() or not told.isdigit():
            raise QueryError(f"{field} takes a number, none or any, not {value!r}.")
        number = int(told[:18])
        having = "SELECT id FROM watched WHERE "
        fits = f"{_WATCHED[field]} {_operator(sign)} ?"
        (has_none,) = self.base.execute(f"SELECT 0 {_operator(sign)} ?", (number,)).fetchone()
        if has_none:  # so have those that are not there
            return f"f.id NOT IN ({having}({fits}) IS NOT TRUE)", [number]
        return f"f.id IN ({having}{fits})", [number]

    def _name(self, field: str, sign: str, value: str) -> Sql:
        if sign not in {"", "!", "!="}:
            raise QueryError(f"{field} is not a number. Write {field}=VALUE or {field}!=VALUE.")
        is_label = field in _LABELS
        of_kind = "l.term IN (SELECT id FROM term WHERE kind = ?)"
        if value.casefold() in {"none", ""}:
            sql: Sql = (f"f.{field} IS NULL", [])
            if is_label:
                inside = f"SELECT l.key FROM label l WHERE {of_kind}"  # noqa: S608 - ours
                sql = f"f.key NOT IN ({inside})", [field]
        else:
            numbers = self._terms(field, value)
            marks = ",".join(map(str, numbers))
            sql = f"f.{field} IN ({marks})", []
            if is_label:
                inside = f"SELECT key FROM label WHERE term IN ({marks})"  # noqa: S608 - numbers
                sql = f"f.key IN ({inside})", []
        return sql if sign == "" else (f"({sql[0]}) IS NOT TRUE", sql[1])

    def _terms(self, kind: str, value: str) -> list[int]:
        """Return the numbers of what is called so, or has that name."""
        folded = fold(value.strip())
        things = self.base.execute("SELECT id, name FROM thing WHERE kind = ?", (kind,))
        ids = {thing_id for thing_id, name in things if fold(name) == folded}
        terms = self.base.execute("SELECT id, name FROM term WHERE kind = ?", (kind,))
        return [number for number, name in terms if fold(name) == folded or name in ids]


def _known(name: str) -> str:
    field = ALIASES.get(name, name)
    if field not in FIELDS and name != _IN_FOLDER:
        raise QueryError(f"Cannot filter the index by {name}. Try one of: {', '.join(FIELDS)}.")
    return field


def _column(field: str) -> str:
    return "height" if field == "quality" else field


def _operator(sign: str) -> str:
    return {"": "=", "!": "IS NOT", "!=": "IS NOT"}.get(sign, sign)


def _joined(several: Iterable[Sql], by: str) -> Sql:
    found: Sequence[Sql] = [one for one in several if one[0]]
    texts = [f"({text})" for text, _ in found]
    return by.join(texts), [value for _, values in found for value in values]


def _title(value: str, sign: str) -> Sql:
    if value.casefold() != "twice" or sign:
        raise QueryError("Only title=twice is supported; use search to find titles by words.")
    twice = (
        "SELECT title_key FROM fact WHERE title_key != '' GROUP BY title_key HAVING count(*) > 1"
    )
    return f"f.title_key IN ({twice})", []


def _number(field: str, sign: str, value: str) -> Sql:
    if value.casefold() in _NONE - {"0"} and sign == "":
        return f"f.{_column(field)} IS NULL", []
    if (top := _TOP.fullmatch(value)) is not None and sign == "":
        return _top(_column(field), int(top[1]))
    if field == "original" and (times := _TIMES.fullmatch(value)) is not None:
        return f"+f.original {_operator(sign)} ? * f.best", [float(times[1])]
    read: dict[str, Callable[[str], float]] = {"duration": _seconds, "quality": _height}
    number = read.get(field, _bytes)(value)
    # The sign keeps SQLite from going through an index in which most of all rows stand.
    return f"+f.{_column(field)} {_operator(sign)} ?", [number]


def _top(column: str, number: int) -> Sql:
    """Return a condition that the largest ones have; those that are as large as the last too."""
    least = f"SELECT {column} FROM fact WHERE {column} IS NOT NULL ORDER BY {column} DESC"  # noqa: S608 - ours
    return f"+f.{column} >= ifnull(({least} LIMIT 1 OFFSET ?), 0)", [max(0, number - 1)]


def _how_many(field: str, sign: str, value: str) -> Sql:
    told = value.casefold()
    if told in _NONE and sign == "":
        return f"ifnull(f.{field}, 0) = 0", []
    if told in _ANY and sign == "":
        return f"f.{field} > 0", []
    if not told.isascii() or not told.isdigit():
        raise QueryError(f"{field} takes a number, none or any, not {value!r}.")
    return f"ifnull(f.{field}, 0) {_operator(sign)} ?", [int(told[:18])]


def _bytes(value: str) -> float:
    found = _SIZE.fullmatch(value)
    if found is None:
        raise QueryError(f"{value!r} is not a size. Write 10GB or 700 MiB, for example.")
    number, power, is_binary = found.groups()
    if _GROUPED.search(number):
        whole = number.replace(",", "")
        told = (
            f"can be read in two ways. Write {whole} or {number.replace(',', '.')} with its unit."
        )
        raise QueryError(f"{value!r} {told}")
    unit = 1024.0 if is_binary else 1000.0
    power_of = _POWERS[power.lower()]
    return float(number.replace(",", ".")) * math.pow(unit, power_of)


def _seconds(value: str) -> float:
    if found := _CLOCK.fullmatch(value):
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return hours * 3_600 + minutes * 60 + seconds
    found = _SPAN.fullmatch(value)
    if found is None:
        raise QueryError(f"{value!r} is not a duration. Write 90m, 1:30:00 or 45 (seconds).")
    return float(found[1]) * _SECONDS[found[2].lower()]


def _height(value: str) -> float:
    digits = value.lower().removesuffix("p")
    if not digits.isascii() or not digits.isdigit():
        raise QueryError(f"{value!r} is not a quality. Write 720p, for example.")
    return float(digits)


def _time(field: str, sign: str, value: str, now: datetime) -> Sql:
    if value.casefold() == "none" and sign == "":
        return f"f.{field} IS NULL", []
    begin, end = _span_of(value, now)
    first, last = _ms(begin), _ms(end)
    if sign == "":
        return f"+f.{field} >= ? AND +f.{field} < ?", [first, last]
    if sign in {"!", "!="}:  # what has no time has another one
        return f"(f.{field} >= ? AND f.{field} < ?) IS NOT TRUE", [first, last]
    edge = {">": last if end != begin else first, ">=": first, "<": first, "<=": last}[sign]
    operator = {">": ">=" if end != begin else ">", "<=": "<" if end != begin else "<="}
    return f"+f.{field} {operator.get(sign, sign)} ?", [edge]


def moment_of(text: str, now: datetime) -> datetime:
    """Return from when on `-7d`, `2026-01-31` or a moment is meant.

    Raises:
        QueryError: It is none.
    """
    return _span_of(text, now)[0]


def _span_of(value: str, now: datetime) -> tuple[datetime, datetime]:
    """Return from when to when a time is, in UTC: a year, a month, a day, a minute, a second."""
    try:
        if found := _AGO.fullmatch(value):
            moment = now - timedelta(days=int(found[1]) * _AGO_DAYS[found[2].lower()])
            return moment, moment
        if found := _DAY.fullmatch(value):
            year, month, day = (int(part) if part else 0 for part in found.groups())
            begin = datetime(year, month or 1, day or 1, tzinfo=UTC)
            if day:
                return begin, begin + timedelta(days=1)
            if month:
                return begin, (begin + timedelta(days=31)).replace(day=1)
            return begin, begin.replace(year=year + 1)
        moment = datetime.fromisoformat(value)
        moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
        return moment, moment + _exactness(value)
    except (ValueError, OverflowError):
        told = "is not a time. Write 2026-01-31 or 2026-01 (UTC), 2026-01-31T12:00Z or -90d"
        raise QueryError(f"{value!r} {told}.") from None


def _exactness(value: str) -> timedelta:
    """Return how long a moment is, as it is written: a minute, a second, or less."""
    found = _SECONDS_IN.search(value)
    if found is None:
        return _MINUTE
    return _MILLISECOND if found[1] else _SECOND


def _ms(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
