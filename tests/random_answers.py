"""Answers with values at random: of the types that the models know, or of none at all."""

import asyncio
import random
import types
import typing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import msgspec
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import models
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.later import type_of
from kinescope_tui.demo.field_faults import HOSTILE
from kinescope_tui.resources.invoices import INVOICES
from kinescope_tui.resources.registry import RESOURCES

if typing.TYPE_CHECKING:
    from collections.abc import Callable

PAGE = 7
# What ends with it is a list of these, or one of them.
LISTS: dict[str, type[msgspec.Struct]] = {
    "/subtitles": models.Subtitle, "/annotations": models.Annotation, "/posters": models.Poster,
    "/folders": models.Folder, "/entities": models.PlaylistEntry, "/videos": models.Video,
    "/qos": models.Quality, "/participants": models.SpeakParticipant,
    "/analytics": models.ReportRow, "/billing/usage": models.UsageRow,
    **{resource.path: resource.model for resource in (*RESOURCES.values(), INVOICES)},
}  # fmt: skip
ONES: dict[str, type[msgspec.Struct]] = {
    "/analytics/overview": models.Overview,
    "/link": models.Link,
}
INVOICE = [
    "id",
    "number",
    "status",
    "issued_at",
    "due_date",
    "paid_at",
    "total",
    "currency",
    "subtotal",
    "vat",
    "paid_amount",
    "balance",
    "items",
    "period_from",
    "period_to",
    "period",
    "url",
    "product",
    "quantity",
    "unit",
    "price",
    "amount",
]
DATES = {"issued_at", "due_date", "paid_at", "period_from", "period_to"}
AMOUNTS = {"total", "subtotal", "vat", "paid_amount", "balance", "quantity", "price", "amount"}
WORDS = (
    "done",
    "RUB",
    "cdn",
    "storage",
    "Москва",
    "DE",
    "урок 3",
    "2026-08-22",
    "2026-02-30",
    "12.50",
)
WHOLE = (0, 1, 7, 60, 4699, 2**31, 2**53 + 1, -1)
FRACTIONS = (0.1, 12.345, 99.999, 1e-9, 1e17)
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class RandomAnswers:
    """Answers whatever is asked.

    Args:
        seed: The same one answers the same.
        is_loose: Whether values are of any type, and things of any form.
        fractions: Whether numbers have them.
    """

    def __init__(self, seed: int, *, is_loose: bool, fractions: bool = True) -> None:
        self._numbers = (*WHOLE, *FRACTIONS) if fractions else WHOLE
        self._chance = random.Random(seed)  # noqa: S311 - values, not secrets
        self._is_loose = is_loose

    def serve(self, server: ScriptedServer) -> None:
        """Let a server answer so from now on."""

        def say(writer: asyncio.StreamWriter) -> Any:
            writer.write(answer(self.document(server.requests[-1].target)))
            return writer.drain()

        server.script = [[say]]

    def document(self, target: str) -> Any:
        """Return the answer to a request."""
        path = urlsplit(target).path
        for end, one in ONES.items():
            if path.endswith(end):
                return {"data": self._thing(one)}
        model = next((found for end, found in LISTS.items() if path.endswith(end)), None)
        if model is None:
            above = path.rpartition("/")[0]
            found = next((found for end, found in LISTS.items() if above.endswith(end)), None)
            return {"data": self._thing(found or models.RawModel)}
        items = [self._thing(model) for _ in range(self._chance.randrange(PAGE))]
        pagination = {"page": 1, "per_page": 100, "total": len(items)}
        return {"meta": {"pagination": pagination, "order": {}}, "data": items}

    def _thing(self, model: type[msgspec.Struct]) -> Any:
        if self._is_loose and self._chance.random() < 0.05:
            return self._anything(2)
        return self.thing(model)

    def thing(self, model: type[msgspec.Struct]) -> dict[str, Any]:
        """Return an object with the fields of a model."""
        named = {info.encode_name: type_of(info) for info in msgspec.structs.fields(model)}
        if model is Invoice:  # of which nothing is documented
            named |= {name: Any if self._is_loose else _guessed(name) for name in INVOICE}
        named |= {"id": str} if "id" in named else {}
        left_out = 0.15 if self._is_loose else 0.0
        thing = {
            name: self._value(kind)
            for name, kind in named.items()
            if self._chance.random() >= left_out and name != "raw"
        }
        if not self._is_loose and "id" in thing:
            thing["id"] = f"{self._chance.getrandbits(64):016x}"
        if not self._is_loose and model is models.UsageRow:  # nothing without each of these
            thing["date"] = f"2026-08-{self._chance.randint(10, 31)}T00:00:00Z"
            thing["product"] = self._chance.choice(WORDS)
            thing["usage"] = abs(self._chance.choice(self._numbers))
        return thing

    def _value(self, kind: Any) -> Any:
        if self._is_loose and self._chance.random() < 0.2:
            return self._anything(2)
        chance = self._chance
        origin, kinds = typing.get_origin(kind), typing.get_args(kind)
        if origin in {types.UnionType, typing.Union}:
            others = [other for other in kinds if other is not type(None)]
            return None if chance.random() < 0.2 else self._value(chance.choice(others))
        if origin is typing.Annotated:
            return self._value(kinds[0])
        if origin is list:
            return [self._value(kinds[0]) for _ in range(chance.randrange(4))]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._thing(kind)
        ways: dict[Any, Callable[[], Any]] = {
            str: self._text,
            int: lambda: int(chance.choice(self._numbers)),
            float: lambda: chance.choice(self._numbers),
            Decimal: lambda: chance.choice(self._numbers),
            bool: lambda: chance.random() < 0.5,
            datetime: self._moment,
        }
        return ways.get(kind, lambda: self._anything(2))()

    def _text(self) -> str:
        chance = self._chance
        text = chance.choice([*WORDS, *HOSTILE, "", " ", "x" * 300, "https://kinescope.io/x?a=1"])
        return text * chance.choice([1, 1, 1, 2])

    def _moment(self) -> str:
        chance = self._chance
        moment = chance.choice([FIRST, LAST, datetime(2026, 8, 22, 12, tzinfo=UTC)])
        near = timedelta(seconds=chance.randrange(90 * 86_400))
        moment = (
            moment - near if moment == LAST else moment + near if moment == FIRST else moment - near
        )
        text = moment.replace(tzinfo=None).isoformat()
        return text + chance.choice(["Z", "Z", ".5Z", "+03:00", "-11:30"])

    def _anything(self, depth: int) -> Any:
        chance = self._chance
        ways: list[Callable[[], Any]] = [
            lambda: None,
            lambda: chance.random() < 0.5,
            lambda: chance.choice(self._numbers),
            self._text,
            self._moment,
        ]
        if depth:
            ways += [
                lambda: [self._anything(depth - 1) for _ in range(chance.randrange(3))],
                lambda: {
                    self._text(): self._anything(depth - 1) for _ in range(chance.randrange(4))
                },
            ]
        return chance.choice(ways)()


def _guessed(name: str) -> Any:
    """Return of which type a field of an invoice would be."""
    if name == "items":
        return list[models.RawModel]
    return datetime if name in DATES else Decimal if name in AMOUNTS else str
