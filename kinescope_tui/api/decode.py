"""JSON bodies into models.

There is one way to read anything: its text, cleaned, by the decoder of its type. Where that refuses
a page its rows are read one by one, of a row its fields, of a field its parts: one odd value costs
that value and nothing else, neither the row nor the time of the other rows. Whatever did not fit is
recorded as drift.
"""

import json
import math
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

import msgspec

from kinescope_tui.api.models import MAX_WHOLE, AnyRow, Model, RawModel, Whole, number_twins
from kinescope_tui.api.numeral import Numeral, exact_json
from kinescope_tui.api.text import clean_json_text

M = TypeVar("M", bound=Model)

LARGE = 2**18
"""Bytes of a JSON text that takes a while: it is decoded beside the loop and by its parts, since a
decoder lets nothing else run until it is done."""

_QUICK = 2**20  # bytes of a text that models are made of at once: that takes two milliseconds
_MAX_DRIFT = 50  # a page of odd rows is described by its first oddities
_DEEPEST = 100  # levels of what is kept as it came; whoever goes through them goes level by level
_MAX_DIGITS = 400  # of an integer: past any float, and Python reads no more than 4,300


class Pagination(msgspec.Struct):
    """`meta.pagination` (guidelines, "List response with pagination")."""

    page: Whole | None = None
    per_page: Whole | None = None
    total: Whole | None = None


class Time(msgspec.Struct):
    """`meta.time` of analytics."""

    timezone: str = ""
    begin: str = msgspec.field(name="from", default="")
    end: str = msgspec.field(name="to", default="")


class Meta(msgspec.Struct):
    """`meta` of an answer; every part may be missing."""

    pagination: Pagination | None = None
    order: dict[str, str] | None = None
    total: Whole | None = None  # of access tokens: they come with an offset and a limit
    limit: Whole | None = None
    time: Time | None = None

    @property
    def zone(self) -> str:
        """The name of the time zone that the answer's days are those of; empty if none is said."""
        return self.time.timezone if self.time is not None else ""

    @property
    def dates(self) -> tuple[str, str]:
        """From when to when the answer is, as it says itself; empty where it does not."""
        return (self.time.begin, self.time.end) if self.time is not None else ("", "")


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


class _Envelope(msgspec.Struct):
    """An answer whose parts are still texts; empty ones did not come."""

    data: msgspec.Raw = msgspec.Raw()
    meta: msgspec.Raw = msgspec.Raw()
    error: Any = None


class _Page(msgspec.Struct, Generic[M]):
    data: list[M]
    meta: Meta | None = None
    error: Any = None


class _One(msgspec.Struct, Generic[M]):
    data: M
    meta: Meta | None = None
    error: Any = None


def decode_json(body: bytes) -> Any:
    """Return a JSON body as plain objects, every string cleaned, every number as it was written.

    Raises:
        ValueError: The body is not JSON, or nested too deep to be one of Kinescope's.
    """
    return _plain(clean_json_text(body))


def decode_page(body: bytes, model: type[M]) -> Decoded[M] | None:
    """Return the items of a list's body; None if it is no list in its envelope."""
    try:
        text = clean_json_text(body)
        if not issubclass(model, RawModel) and len(text) <= _QUICK:
            try:
                page = _decoder(_Page[model]).decode(text)  # type: ignore[valid-type]  # known at run time only
            except (msgspec.ValidationError, UnicodeDecodeError):
                pass
            else:
                return Decoded(page.data, page.meta or Meta()) if page.error is None else None
        if issubclass(model, AnyRow) and text.lstrip()[:1] == b"[":
            return _page_in(_Envelope(data=msgspec.Raw(text.strip())), model)
        envelope = _decoder(_Envelope).decode(text)
        return _page_in(envelope, model) if envelope.error is None else None
    except (ValueError, RecursionError):
        return None


def decode_item(body: bytes, model: type[M]) -> Decoded[M] | None:
    """Return the one model of a body; None if it is no object in its envelope."""
    try:
        text = clean_json_text(body)
        if not issubclass(model, RawModel) and len(text) <= _QUICK:
            try:
                one = _decoder(_One[model]).decode(text)  # type: ignore[valid-type]  # known at run time only
            except (msgspec.ValidationError, UnicodeDecodeError):
                pass
            else:
                return Decoded([one.data], one.meta or Meta()) if one.error is None else None
        envelope = _decoder(_Envelope).decode(text)
        return _item_in(envelope, model) if envelope.error is None else None
    except (ValueError, RecursionError):
        return None


def read_page(document: Mapping[str, Any], model: type[M]) -> Decoded[M]:
    """Return the items of a list answer that is decoded already.

    Raises:
        ValueError: `data` is no list.
    """
    return _page_in(_envelope(document), model)


def read_item(document: Mapping[str, Any], model: type[M]) -> Decoded[M]:
    """Return the one model of an answer that is decoded already.

    Raises:
        ValueError: `data` is no object.
    """
    return _item_in(_envelope(document), model)


def _envelope(document: Mapping[str, Any]) -> _Envelope:
    parts = {key: document[key] for key in ("data", "meta") if key in document}
    envelope: _Envelope = _decoder(_Envelope).decode(exact_json(parts).encode())
    return envelope


def _page_in(envelope: _Envelope, model: type[M]) -> Decoded[M]:
    decoded = Decoded[M]([])
    decoded.meta = _read(Meta | None, envelope.meta, "meta", decoded.drift) or Meta()
    for number, row in enumerate(_rows(envelope.data, model)):
        path = f"data[{number}]"
        try:
            decoded.items.append(_read_row(model, row, path, decoded.drift))
        except ValueError as error:
            decoded.dropped += 1
            _record(decoded.drift, f"{path}: {error}")
    number_twins(item for item in decoded.items if isinstance(item, AnyRow))
    return decoded


def _item_in(envelope: _Envelope, model: type[M]) -> Decoded[M]:
    decoded = Decoded[M]([])
    decoded.meta = _read(Meta | None, envelope.meta, "meta", decoded.drift) or Meta()
    if _begins(envelope.data) != b"{":
        raise ValueError(f"data is {_kind(envelope.data)}, not an object")
    decoded.items.append(_read_row(model, envelope.data, "data", decoded.drift))
    return decoded


def _rows(data: msgspec.Raw, model: type[Model]) -> list[msgspec.Raw]:
    """Return the list in `data`; one documented list was seen as a single object.

    Where a row may be anything, an object without any list is one of names and values.

    Raises:
        ValueError: There is none.
    """
    rows = data
    if _begins(data) == b"{":
        parts = _decoder(dict[str, msgspec.Raw]).decode(data)
        if "id" in parts or model.is_alone:
            return [data]
        # Nobody documented the list of invoices.
        rows = next((parts[key] for key in ("items", "invoices") if key in parts), data)
        if issubclass(model, AnyRow) and _begins(rows) != b"[":
            pairs = [{"name": name, "value": value} for name, value in parts.items()]
            return [msgspec.Raw(msgspec.json.encode(pair)) for pair in pairs]
    if _begins(rows) != b"[":
        raise ValueError(f"data is {_kind(rows)}, not a list")
    items: list[msgspec.Raw] = _decoder(list[msgspec.Raw]).decode(rows)
    return items


def _read_row(model: type[M], text: msgspec.Raw, path: str, drift: list[str]) -> M:
    """Return one row.

    Raises:
        ValueError: It is no object, or nested too deep, or no model can be made of it.
    """
    if issubclass(model, AnyRow):
        value = _plain(bytes(text))
        return model(raw=model.open(value if isinstance(value, dict) else {"value": value}))
    if _begins(text) != b"{":
        raise ValueError(f"{_kind(text)}, not an object")
    if issubclass(model, RawModel):
        raw = model.open(_plain(bytes(text)))
        found: M | None = _read_struct(model, text, path, drift, raw=raw)
    else:
        found = _read(model, text, path, drift)
    if found is None:
        raise ValueError("an object that does not fit")
    return found


def _read(kind: Any, text: msgspec.Raw, path: str, drift: list[str]) -> Any:
    """Return the value as that type, None if it is null, or nothing, or does not fit."""
    try:
        return _decoder(kind).decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None if bytes(text) in {b"", b"null"} else _read_odd(kind, text, path, drift)


def _read_odd(kind: Any, text: msgspec.Raw, path: str, drift: list[str]) -> Any:
    """Return what can be read of a value that is not of its type, or is so in parts only."""
    if get_origin(kind) in {Union, UnionType}:
        choices = [choice for choice in get_args(kind) if choice is not NoneType]
        kind = choices[0] if len(choices) == 1 else kind
    if get_origin(kind) is list:
        return _read_list(get_args(kind)[0], text, path, drift)
    try:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return _read_struct(kind, text, path, drift)
        return _read_scalar(kind, text)
    except (ValueError, ArithmeticError, RecursionError):
        _record(drift, f"{path}: {_kind(text)} is not valid here")
        return None


def _read_struct(model: Any, text: msgspec.Raw, path: str, drift: list[str], **values: Any) -> Any:
    parts = _decoder(dict[str, msgspec.Raw]).decode(text)
    for key, name, kind in _fields(model):
        if key in parts:
            value = _read(kind, parts[key], f"{path}.{key}", drift)
            if value is not None:
                values[name] = value
    return model(**values)


def _read_list(kind: Any, text: msgspec.Raw, path: str, drift: list[str]) -> list[Any] | None:
    items = [text]  # one documented list was seen as a single object
    if _begins(text) != b"{":
        if _begins(text) != b"[":
            _record(drift, f"{path}: {_kind(text)}, not a list")
            return None
        items = _decoder(list[msgspec.Raw]).decode(text)
    read = (_read(kind, item, f"{path}[{n}]", drift) for n, item in enumerate(items))
    return [item for item in read if item is not None]


def _read_scalar(kind: Any, text: msgspec.Raw) -> Any:
    """Return a value that is not of its type, where it means one of it.

    Raises:
        ValueError: It means none.
        ArithmeticError: It is a number past all reason.
    """
    value = _plain(bytes(text))
    if kind is str and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Numeral) or (isinstance(value, int) and abs(value) > MAX_WHOLE):
        value = Decimal(str(value)) if Decimal in get_args(kind) else float(value)
    if kind is datetime and not isinstance(value, str):
        raise ValueError
    # Lax for numbers in quotes; a date in quotes that is a number stays nonsense.
    found = msgspec.convert(value, kind, strict=kind is datetime)
    if isinstance(found, float) and not math.isfinite(found):
        raise OverflowError
    return found


def _plain(text: bytes) -> Any:
    """Return a cleaned JSON text as plain objects.

    Raises:
        ValueError: It is not JSON, or nested too deep.
    """
    try:
        value = _plain_parts(text, _DEEPEST)
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _is_deeper(value, _DEEPEST):
        raise ValueError("nested too deep")
    return value


def _plain_parts(text: bytes, levels: int) -> Any:
    """Return such a text as plain objects, a large one by its parts."""
    if len(text) > LARGE and levels:
        try:
            if text.lstrip()[:1] == b"{":
                named = _decoder(dict[str, msgspec.Raw]).decode(text)
                return {key: _plain_parts(bytes(part), levels - 1) for key, part in named.items()}
            if text.lstrip()[:1] == b"[":
                items = _decoder(list[msgspec.Raw]).decode(text)
                return [one for group in _groups(items) for one in _plain_items(group, levels - 1)]
        except (msgspec.DecodeError, UnicodeDecodeError):
            pass  # what is no JSON to one of the decoders may be some to the other
    return _PLAIN.decode(text.decode(errors="replace"))


def _groups(items: list[msgspec.Raw]) -> Iterator[list[msgspec.Raw]]:
    """Yield items, as many small ones together as take no time, and each large one alone."""
    begin = size = 0
    for number, item in enumerate(items):
        size += len(memoryview(item))
        if size > LARGE and number > begin:
            yield items[begin:number]
            begin, size = number, len(memoryview(item))
    yield items[begin:]


def _plain_items(items: list[msgspec.Raw], levels: int) -> list[Any]:
    if len(items) == 1:
        return [_plain_parts(bytes(items[0]), levels)]
    read: list[Any] = _PLAIN.decode(f"[{b','.join(map(bytes, items)).decode(errors='replace')}]")
    return read


def _is_deeper(value: Any, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    deep = [one for one in inner if isinstance(one, dict | list)]
    return bool(deep) and (levels <= 1 or any(_is_deeper(one, levels - 1) for one in deep))


@cache
def _fields(model: Any) -> list[tuple[str, str, Any]]:
    """Return the API's names of a model's fields, ours, and their types."""
    return [(info.encode_name, info.name, info.type) for info in msgspec.structs.fields(model)]


_MAKING = threading.Lock()


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # What msgspec works out of a model is seen by other threads before it is whole: they crash.
    with _MAKING:
        return msgspec.json.Decoder(kind)


def _parse_int(digits: str) -> int | float:
    return int(digits) if len(digits) < _MAX_DIGITS else Numeral(digits)


def _parse_constant(_name: str) -> None:
    return None  # NaN and the infinities are not JSON, and no number of ours


_PLAIN = json.JSONDecoder(parse_int=_parse_int, parse_float=Numeral, parse_constant=_parse_constant)


def _begins(text: msgspec.Raw) -> bytes:
    return bytes(memoryview(text)[:1])


def _kind(text: msgspec.Raw) -> str:
    names = {
        b"": "nothing", b"{": "an object", b"[": "a list", b'"': "a string", b"n": "null",
        b"t": "a boolean", b"f": "a boolean",
    }  # fmt: skip
    return names.get(_begins(text), "a number")


def _record(drift: list[str], line: str) -> None:
    if len(drift) < _MAX_DRIFT:
        drift.append(line)
