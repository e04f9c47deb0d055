"""JSON bodies into models.

There is one way to read anything: its text, cleaned, by the decoder of its type. Where that refuses
a page its rows are read one by one, of a row its fields, of a field its parts: one odd value costs
that value and nothing else, neither the row nor the time of the other rows. Whatever did not fit is
recorded as drift. Of the rows of a list, what their model reads later stays a text.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from kinescope_tui.api.json_values import (
    begins,
    decoder,
    kind_of,
    plain_value,
    read_struct,
    read_value,
    record_drift,
)
from kinescope_tui.api.later import Deferring, read_later_fields
from kinescope_tui.api.models import AnyRow, Model, RawModel, Whole, number_twins
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.text import clean_json_text

M = TypeVar("M", bound=Model)

_QUICK = 2**20  # bytes of a text that models are made of at once: that takes two milliseconds


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


class Decoded(msgspec.Struct, Generic[M]):
    """The items of an answer that could be read.

    Attributes:
        dropped: How many list items were no objects at all.
        drift: What did not fit the models, `path: reason` each, but for what is read later.
        plain: The one item as plain objects, where that is wanted.
    """

    items: list[M]
    meta: Meta = msgspec.field(default_factory=Meta)
    dropped: int = 0
    drift: list[str] = msgspec.field(default_factory=list)
    plain: dict[str, Any] = msgspec.field(default_factory=dict)


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
    return plain_value(clean_json_text(body))


def decode_page(body: bytes, model: type[M]) -> Decoded[M] | None:
    """Return the items of a list's body; None if it is no list in its envelope."""
    try:
        text = clean_json_text(body)
        if not issubclass(model, AnyRow) and len(text) <= _QUICK:
            try:
                page = decoder(_Page[model]).decode(text)  # type: ignore[valid-type]  # known at run time only
                if issubclass(model, RawModel) and page.error is None:
                    _open_rows(text, page.data)
            except (msgspec.ValidationError, ValueError):
                pass  # one row may be the only one that does not fit, or is nested too deep
            else:
                return Decoded(page.data, page.meta or Meta()) if page.error is None else None
        if issubclass(model, AnyRow) and text.lstrip()[:1] == b"[":
            return _page_in(_Envelope(data=msgspec.Raw(text.strip())), model)
        envelope = decoder(_Envelope).decode(text)
        return _page_in(envelope, model) if envelope.error is None else None
    except (ValueError, RecursionError):
        return None


def decode_item(body: bytes, model: type[M], *, keeps_plain: bool = False) -> Decoded[M] | None:
    """Return the one model of a body; None if it is no object in its envelope.

    Args:
        body: What came.
        model: What it should be.
        keeps_plain: Whether it is wanted as plain objects too.
    """
    try:
        text = clean_json_text(body)
        is_quick = not issubclass(model, RawModel | Deferring) and len(text) <= _QUICK
        if is_quick and not keeps_plain:
            try:
                one = decoder(_One[model]).decode(text)  # type: ignore[valid-type]  # known at run time only
            except (msgspec.ValidationError, UnicodeDecodeError):
                pass
            else:
                return Decoded([one.data], one.meta or Meta()) if one.error is None else None
        envelope = decoder(_Envelope).decode(text)
        if envelope.error is not None:
            return None
        return _item_in(envelope, model, keeps_plain=keeps_plain)
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
    envelope: _Envelope = decoder(_Envelope).decode(exact_json(parts).encode())
    return envelope


def _page_in(envelope: _Envelope, model: type[M]) -> Decoded[M]:
    decoded = Decoded[M]([])
    decoded.meta = read_value(Meta | None, envelope.meta, "meta", decoded.drift) or Meta()
    is_quick = len(memoryview(envelope.data)) <= _QUICK
    odd: dict[str, None] = {}
    for number, row in enumerate(_rows(envelope.data, model)):
        path = f"data[{number}]"
        try:
            item = _read_row(model, row, path, decoded.drift, odd)
            if not is_quick:  # later, others would wait for it
                read_later_fields(item, path, decoded.drift)
            decoded.items.append(item)
        except ValueError as error:
            decoded.dropped += 1
            record_drift(decoded.drift, f"{path}: {error}")
    number_twins(item for item in decoded.items if isinstance(item, AnyRow))
    return decoded


def _open_rows(text: bytes, items: Sequence[RawModel]) -> None:
    """Tell the items of a list's text what else came of them.

    Raises:
        ValueError: One of them is nested too deep, perhaps.
    """
    rows = plain_value(bytes(decoder(_Envelope).decode(text).data))
    for item, row in zip(items, rows, strict=True):
        item.raw = item.open(row)


def _item_in(envelope: _Envelope, model: type[M], *, keeps_plain: bool = False) -> Decoded[M]:
    decoded = Decoded[M]([])
    decoded.meta = read_value(Meta | None, envelope.meta, "meta", decoded.drift) or Meta()
    if begins(envelope.data) != b"{":
        raise ValueError(f"data is {kind_of(envelope.data)}, not an object")
    if keeps_plain:
        decoded.plain = plain_value(bytes(envelope.data))
    plain = decoded.plain if keeps_plain else None
    item = _read_row(model, envelope.data, "data", decoded.drift, {}, plain=plain)
    read_later_fields(item, "data", decoded.drift)
    decoded.items.append(item)
    return decoded


def _rows(data: msgspec.Raw, model: type[Model]) -> list[msgspec.Raw]:
    """Return the list in `data`; one documented list was seen as a single object.

    Where a row may be anything, an object without any list is one of names and values.

    Raises:
        ValueError: There is none.
    """
    rows = data
    if begins(data) == b"{":
        parts = decoder(dict[str, msgspec.Raw]).decode(data)
        if "id" in parts or model.is_alone:
            return [data]
        # Nobody documented the list of invoices.
        rows = next((parts[key] for key in ("items", "invoices") if key in parts), data)
        if issubclass(model, AnyRow) and begins(rows) != b"[":
            pairs = [{"name": name, "value": value} for name, value in parts.items()]
            return [msgspec.Raw(msgspec.json.encode(pair)) for pair in pairs]
    if begins(rows) != b"[":
        raise ValueError(f"data is {kind_of(rows)}, not a list")
    items: list[msgspec.Raw] = decoder(list[msgspec.Raw]).decode(rows)
    return items


def _read_row(
    model: type[M],
    text: msgspec.Raw,
    path: str,
    drift: list[str],
    odd: dict[str, None],
    *,
    plain: Any = None,
) -> M:
    """Return one row.

    Args:
        model: What it should be.
        text: The row, cleaned.
        path: Where it stands.
        drift: Gets what does not fit, `path: reason` each.
        odd: See `read_struct`.
        plain: The row as plain objects, where somebody has read it already.

    Raises:
        ValueError: It is no object, or nested too deep, or no model can be made of it.
    """
    if issubclass(model, AnyRow):
        value = plain_value(bytes(text)) if plain is None else plain
        return model(raw=model.open(value if isinstance(value, dict) else {"value": value}))
    if begins(text) != b"{":
        raise ValueError(f"{kind_of(text)}, not an object")
    if issubclass(model, RawModel):
        raw = model.open(plain_value(bytes(text)) if plain is None else plain)
        found: M | None = read_struct(model, text, path, drift, raw=raw)
    else:
        found = read_value(model, text, path, drift, odd)
    if found is None:
        raise ValueError("an object that does not fit")
    return found
