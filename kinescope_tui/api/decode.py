"""JSON bodies into models: at once if they fit, else field by field.

One odd field costs that field and not the row, one odd row costs that row and not the page, and
whatever did not fit is recorded as drift.
"""

import json
import math
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from kinescope_tui.api.models import Model, Thing
from kinescope_tui.api.numeral import Numeral
from kinescope_tui.api.text import clean_json, needs_cleaning

M = TypeVar("M", bound=Model)

_MOST_DRIFT = 50  # a page of odd rows is described by its first oddities


class Pagination(msgspec.Struct):
    """`meta.pagination` (guidelines, "List response with pagination")."""

    page: int | None = None
    per_page: int | None = None
    total: int | None = None


class Time(msgspec.Struct):
    """`meta.time` of analytics."""

    timezone: str = ""


class Meta(msgspec.Struct):
    """`meta` of an answer; every part may be missing."""

    pagination: Pagination | None = None
    order: dict[str, str] | None = None
    total: int | None = None  # of access tokens: they come with an offset and a limit
    limit: int | None = None
    time: Time | None = None

    @property
    def zone(self) -> str:
        """The name of the time zone that the answer's days are those of; empty if none is said."""
        return self.time.timezone if self.time is not None else ""


@dataclass(slots=True)
class Decoded(Generic[M]):
    """The items of an answer that could be read.

    Attributes:
        dropped: How many list items were no objects at all.
        drift: What did not fit the models, `path: reason` each.
    """

    items: list[M]
    meta: Meta = field(default_factory=Meta)
    dropped: int = 0
    drift: list[str] = field(default_factory=list)


def decode_json(body: bytes) -> Any:
    """Return a JSON body as plain objects, every string cleaned, every number as it was written.

    Raises:
        ValueError: The body is not JSON, or nested too deep to be one of Kinescope's.
    """
    try:
        decoded = json.loads(
            body, parse_int=_parse_int, parse_float=Numeral, parse_constant=_parse_constant
        )
        return clean_json(decoded)
    except RecursionError:
        raise ValueError("It is nested too deep.") from None


def decode_page(body: bytes, model: type[M]) -> Decoded[M] | None:
    """Return the items of a list's body, read straight into models; None if anything is odd.

    The quick way, for answers that are as expected; `read_page` takes the others.
    """
    if needs_cleaning(body) or issubclass(model, Thing):
        return None
    try:
        page = _page_decoder(model).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if page.error is not None:
        return None
    return Decoded(page.data, page.meta or Meta())


def decode_item(body: bytes, model: type[M]) -> Decoded[M] | None:
    """Return the one model of a body, read straight into it; None if anything is odd."""
    if needs_cleaning(body):
        return None
    try:
        one = _one_decoder(model).decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return Decoded([one.data], one.meta or Meta()) if one.error is None else None


def read_page(document: dict[str, Any], model: type[M]) -> Decoded[M]:
    """Return the items of a decoded list answer, field by field.

    Raises:
        ValueError: `data` is no list.
    """
    rows = _rows(document.get("data"))
    if not isinstance(rows, list):
        raise ValueError(f"data is {_kind(rows)}, not a list")  # noqa: TRY004 - bad data, not a bug
    decoded = Decoded[M]([])
    decoded.meta = _read(Meta, document.get("meta"), "meta", decoded.drift) or Meta()
    for number, row in enumerate(rows):
        if not isinstance(row, dict):
            decoded.dropped += 1
            _record(decoded.drift, f"data[{number}]: {_kind(row)}, not an object")
            continue
        decoded.items.append(_read_struct(model, row, f"data[{number}]", decoded.drift))
    return decoded


def read_item(document: dict[str, Any], model: type[M]) -> Decoded[M]:
    """Return the one model of a decoded answer, field by field.

    Raises:
        ValueError: `data` is no object.
    """
    data = document["data"]
    if not isinstance(data, dict):
        raise ValueError(f"data is {_kind(data)}, not an object")  # noqa: TRY004 - bad data
    decoded = Decoded[M]([])
    decoded.meta = _read(Meta, document.get("meta"), "meta", decoded.drift) or Meta()
    decoded.items.append(_read_struct(model, data, "data", decoded.drift))
    return decoded


def _rows(data: Any) -> Any:
    """Return the list in `data`; one documented list was seen as a single object."""
    if not isinstance(data, dict):
        return data
    if "id" in data:
        return [data]
    # Nobody documented the list of invoices.
    return next((data[key] for key in ("items", "invoices") if key in data), data)


class _Page(msgspec.Struct, Generic[M]):
    data: list[M]
    meta: Meta | None = None
    error: Any = None


class _One(msgspec.Struct, Generic[M]):
    data: M
    meta: Meta | None = None
    error: Any = None


@cache
def _one_decoder(model: type[M]) -> msgspec.json.Decoder[_One[M]]:
    return msgspec.json.Decoder(_One[model])  # type: ignore[valid-type]  # known at run time only


@cache
def _page_decoder(model: type[M]) -> msgspec.json.Decoder[_Page[M]]:
    return msgspec.json.Decoder(_Page[model])  # type: ignore[valid-type]  # known at run time only


def _parse_int(digits: str) -> int | float:
    # Python refuses to read integers of more than 4,300 digits.
    return int(digits) if len(digits) < 400 else Numeral(digits)  # noqa: PLR2004 - past any float


def _parse_constant(_name: str) -> None:
    return None  # NaN and the infinities are not JSON, and no number of ours


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "a truth value"}
    return "null" if value is None else names.get(type(value), "a number")


def _record(drift: list[str], line: str) -> None:
    if len(drift) < _MOST_DRIFT:
        drift.append(line)


def _read_struct(model: type[Any], row: dict[str, Any], path: str, drift: list[str]) -> Any:
    values: dict[str, Any] = {}
    if issubclass(model, Thing):
        values["raw"] = model.open(row)
    for info in msgspec.structs.fields(model):
        if info.encode_name in row and info.name not in values:
            where = f"{path}.{info.encode_name}"
            value = _read(info.type, row[info.encode_name], where, drift)
            if value is not None:
                values[info.name] = value
    return model(**values)


def _read(kind: Any, value: Any, path: str, drift: list[str]) -> Any:
    """Return the value as that type, None if it is null or does not fit."""
    if value is None:
        return None
    if get_origin(kind) in {Union, UnionType}:
        kind = next(choice for choice in get_args(kind) if choice is not NoneType)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        if isinstance(value, dict):
            return _read_struct(kind, value, path, drift)
        _record(drift, f"{path}: {_kind(value)}, not an object")
        return None
    if get_origin(kind) is list:
        return _read_list(get_args(kind)[0], value, path, drift)
    try:
        return _read_scalar(kind, value)
    except (msgspec.ValidationError, OverflowError):
        _record(drift, f"{path}: {_kind(value)} does not fit")
        return None


def _read_list(kind: Any, value: Any, path: str, drift: list[str]) -> list[Any] | None:
    if isinstance(value, dict):  # one documented list was seen as a single object
        value = [value]
    if not isinstance(value, list):
        _record(drift, f"{path}: {_kind(value)}, not a list")
        return None
    read = (_read(kind, item, f"{path}[{n}]", drift) for n, item in enumerate(value))
    return [item for item in read if item is not None]


def _read_scalar(kind: Any, value: Any) -> Any:
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise OverflowError
        value = float(value)
    if kind is datetime and not isinstance(value, str):
        raise msgspec.ValidationError  # a number of what, since when?
    # Lax for numbers in quotes; a date in quotes that is a number stays nonsense.
    return msgspec.convert(value, kind, strict=kind is datetime)
