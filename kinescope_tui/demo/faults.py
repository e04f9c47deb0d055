"""Answers that go wrong, on demand."""

import random
import re
from collections.abc import Callable
from typing import Self

import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from kinescope_tui.demo.body_faults import BODIES
from kinescope_tui.demo.connections import Connections
from kinescope_tui.demo.fault_context import FaultContext, Kind
from kinescope_tui.demo.field_faults import FIELDS, SHAPES
from kinescope_tui.demo.network_faults import HTTP, NETWORK

_FORM = re.compile(
    r"(?P<kind>[a-z0-9-]+?)(x(?P<times>\d+))?(@(?P<path>/[^=]*))?(=(?P<rate>0|0?\.\d+|1(\.0*)?))?"
)
# What stops everything for a while, or takes a while by itself, is asked for by its name.
_NOT_MIXED = {"offline", "hang", "slow", "flood", "bomb", "huge-texts", "marks", "429-hour"}


async def _mixed(context: FaultContext) -> None:
    name = context.chance.choice([name for name in KINDS if name not in {*_NOT_MIXED, "mixed"}])
    await KINDS[name].act(context)


GROUPS = {
    "Connections": NETWORK,
    "HTTP": HTTP,
    "Bodies": BODIES,
    "Lists": SHAPES,
    "Fields": FIELDS,
    "All": {"mixed": Kind(_mixed, "one of these at random, except those that stop everything")},
}
KINDS: dict[str, Kind] = {name: kind for kinds in GROUPS.values() for name, kind in kinds.items()}


def kinds_table() -> str:
    """Return what can go wrong, in groups, a line each."""
    lines = []
    for group, kinds in GROUPS.items():
        lines += ["", group, *(f"  {name:<16}{kind.told}" for name, kind in kinds.items())]
    return "\n".join(lines[1:])


class Fault(msgspec.Struct, dict=True):
    """What goes wrong, where, and how often.

    Attributes:
        kind: A name of `KINDS`.
        path: Only requests whose path begins so, or is that one where it ends with a $.
        rate: The share of them, from 0 to 1.
        times: How many times at most; None for ever.
    """

    kind: str
    path: str = "/"
    rate: float = 1.0
    times: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the fault in `KIND[xTIMES][@PATH][=RATE]`.

        Raises:
            ValueError: There is no such fault.
        """
        found = _FORM.fullmatch(text)
        if found is None or found["kind"] not in KINDS:
            raise ValueError(f"{text!r} is not a fault. Available: {', '.join(KINDS)}.")
        times = int(found["times"]) if found["times"] else None
        return cls(found["kind"], found["path"] or "/", float(found["rate"] or 1), times)


class FaultMiddleware:
    """Lets some requests go wrong, by a seeded choice; the list of faults may change."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        faults: list[Fault],
        connections: Connections,
        go_offline: Callable[[float], None],
        chance: random.Random,
    ) -> None:
        self._app = app
        self._faults = faults
        self._connections = connections
        self._go_offline = go_offline
        self._chance = chance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer wrongly, or let the request pass."""
        for fault in self._faults:
            if scope["type"] != "http" or fault.times == 0:
                continue
            if _is_meant(fault.path, scope["path"]) and self._chance.random() < fault.rate:
                if fault.times is not None:
                    fault.times -= 1
                transport = self._connections.of(scope)
                wrong = (transport, self._chance, self._go_offline)
                await KINDS[fault.kind].act(FaultContext(self._app, scope, receive, send, *wrong))
                return
        await self._app(scope, receive, send)


def _is_meant(path: str, asked: str) -> bool:
    return asked == path[:-1] if path.endswith("$") else asked.startswith(path)
