"""Values of JSON as the types that they should be, or as they came.

Where a value is not of its type its parts are read one by one, of an object its fields, of a list
its items: what is odd costs itself and nothing else.
"""

import json
import math
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec

from kinescope_tui.api.numeral import MAX_WHOLE, Numeral

LARGE = 2**18
"""Bytes of a JSON text that takes a while: it is decoded beside the loop and by its parts, since a
decoder lets nothing else run until it is done."""

_MAX_DRIFT = 50  # a page of odd rows is described by its first oddities
_DEEPEST = 100  # levels of what is kept as it came; whoever goes through them goes level by level
_MAX_DIGITS = 400  # of an integer: past any float, and Python reads no more than 4,300

REFUSED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoders raise."""

_DEEP = (dict, list)  # to ask for one or the other is slower: both would be put together each time
_MAKING = threading.Lock()


@cache
def decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return what decodes texts of a type."""
    # What msgspec works out of a model is seen by other threads before it is whole: they crash.
    with _MAKING:
        return msgspec.json.Decoder(kind)


def read_value(
    kind: Any,
    text: msgspec.Raw,
    path: str,
    drift: list[str],
    odd: dict[str, None] | None = None,
) -> Any:
    """Return a value as its type, None if it is null, or nothing, or does not fit.

    Args:
        kind: The type.
        text: The value, cleaned.
        path: Where it stands.
        drift: Gets what does not fit, `path: reason` each.
        odd: See `read_struct`.
    """
    try:
        return decoder(kind).decode(text)
    except REFUSED:
        return _read_odd(kind, text, path, drift, odd)


def read_struct(
    model: Any,
    text: msgspec.Raw,
    path: str,
    drift: list[str],
    odd: dict[str, None] | None = None,
    **values: Any,
) -> Any:
    """Return an object whose fields are read one by one.

    Args:
        model: Its type.
        text: The object, cleaned.
        path: Where it stands.
        drift: Gets what does not fit, `path: reason` each.
        odd: Fields that did not fit in others of its kind, and gets those of this one: the rest of
            it may well be read at once.
        values: What is known of it besides.

    Raises:
        ValueError: It is no object, or no model can be made of it.
    """
    odd = {} if odd is None else odd
    parts = decoder(dict[str, msgspec.Raw]).decode(text)
    doubtful = {key: parts.pop(key) for key in odd if key in parts}
    rest = _read_rest(model, parts) if doubtful and not values else None
    fields = _fields(model)
    for key, part in (doubtful if rest is not None else parts | doubtful).items():
        if key not in fields:
            continue
        name, kind, decode = fields[key]
        try:
            values[name] = decode(part)  # null too, where that is of its type
        except REFUSED:
            odd[key] = None
            value = _read_odd(kind, part, f"{path}.{key}", drift)
            if value is not None:
                values[name] = value
    return model(**values) if rest is None else msgspec.structs.replace(rest, **values)


def _read_rest(model: Any, parts: dict[str, msgspec.Raw]) -> Any:
    try:
        return decoder(model).decode(msgspec.json.encode(parts))
    except (*REFUSED, UnicodeEncodeError):
        return None


def _read_odd(
    kind: Any, text: msgspec.Raw, path: str, drift: list[str], odd: dict[str, None] | None = None
) -> Any:
    """Return what can be read of a value that is not of its type, or is so in parts only."""
    if bytes(text) in {b"", b"null"}:
        return None
    if get_origin(kind) in {Union, UnionType}:
        choices = [choice for choice in get_args(kind) if choice is not NoneType]
        kind = choices[0] if len(choices) == 1 else kind
    if get_origin(kind) is list:
        return _read_list(get_args(kind)[0], text, path, drift)
    try:
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return read_struct(kind, text, path, drift, odd)
        return _read_scalar(kind, text)
    except (ValueError, ArithmeticError, RecursionError):
        record_drift(drift, f"{path}: {kind_of(text)} is not valid here")
        return None


def _read_list(kind: Any, text: msgspec.Raw, path: str, drift: list[str]) -> list[Any] | None:
    items = [text]  # one documented list was seen as a single object
    if begins(text) != b"{":
        if begins(text) != b"[":
            record_drift(drift, f"{path}: {kind_of(text)}, not a list")
            return None
        items = decoder(list[msgspec.Raw]).decode(text)
    odd: dict[str, None] = {}
    read = (read_value(kind, item, f"{path}[{n}]", drift, odd) for n, item in enumerate(items))
    return [item for item in read if item is not None]


def _read_scalar(kind: Any, text: msgspec.Raw) -> Any:
    """Return a value that is not of its type, where it means one of it.

    Raises:
        ValueError: It means none.
        ArithmeticError: It is a number past all reason.
    """
    value = plain_value(bytes(text))
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


def plain_value(text: bytes) -> Any:
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
                named = decoder(dict[str, msgspec.Raw]).decode(text)
                return {key: _plain_parts(bytes(part), levels - 1) for key, part in named.items()}
            if text.lstrip()[:1] == b"[":
                items = decoder(list[msgspec.Raw]).decode(text)
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
    level = [value] if isinstance(value, _DEEP) else []
    while level and levels:
        inner = (outer.values() if isinstance(outer, dict) else outer for outer in level)
        level = [one for values in inner for one in values if isinstance(one, _DEEP)]
        levels -= 1
    return bool(level)


@cache
def _fields(model: Any) -> dict[str, tuple[str, Any, Callable[[msgspec.Raw], Any]]]:
    """Return our names of a model's fields by the API's, their types, and what decodes them."""
    infos = msgspec.structs.fields(model)
    return {one.encode_name: (one.name, one.type, decoder(one.type).decode) for one in infos}


def _parse_int(digits: str) -> int | float:
    return int(digits) if len(digits) < _MAX_DIGITS else Numeral(digits)


def _parse_constant(_name: str) -> None:
    return None  # NaN and the infinities are not JSON, and no number of ours


_PLAIN = json.JSONDecoder(parse_int=_parse_int, parse_float=Numeral, parse_constant=_parse_constant)


def begins(text: msgspec.Raw) -> bytes:
    """Return the first byte of a value, which tells its kind."""
    return bytes(memoryview(text)[:1])


def kind_of(text: msgspec.Raw) -> str:
    """Return what a value is, in a word."""
    names = {
        b"": "nothing", b"{": "an object", b"[": "a list", b'"': "a string", b"n": "null",
        b"t": "a boolean", b"f": "a boolean",
    }  # fmt: skip
    return names.get(begins(text), "a number")


def record_drift(drift: list[str], line: str) -> None:
    """Add a line, if it is not one too many."""
    if len(drift) < _MAX_DRIFT:
        drift.append(line)
