"""An export under anything: every state has a way on, and what is claimed is so."""

import asyncio
import csv
import errno
import json
import os
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from conftest import FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kinescope_tui.api import Exchange, Page, Priority
from kinescope_tui.api.errors import UnreachableError
from kinescope_tui.api.models import Video
from kinescope_tui.api.order import Order
from kinescope_tui.services.files import atomic_file
from kinescope_tui.services.files.export import Export, State
from kinescope_tui.services.files.records import FileFormat

if TYPE_CHECKING:
    from collections.abc import Callable

BEGAN = datetime(2026, 8, 21, tzinfo=UTC)
EXCHANGE = Exchange("GET", "/v1/videos", (), BEGAN)
SIZE = 4  # rows of a page
MAX_ASKED = 500
put_down = atomic_file._put_down  # noqa: SLF001 - a disk is full at a byte of the test's choice


def ids_in(path: Path, form: FileFormat) -> list[str]:
    text = path.read_text()
    if form is FileFormat.JSON:
        return [row["id"] for row in json.loads(text)]
    if form is FileFormat.JSON_LINES:
        return [json.loads(line)["id"] for line in text.splitlines()]
    return [row["id"] for row in csv.DictReader(text.splitlines())]


class Exports(RuleBasedStateMachine):
    """Somebody exports a list that changes, from a server that fails or lies, to a disk that fills.

    What is to happen happens amid the reading: one thing at each request.
    """

    @initialize(
        size=st.integers(0, 26),
        form=st.sampled_from([FileFormat.CSV, FileFormat.JSON_LINES, FileFormat.JSON]),
        server=st.sampled_from(["by age", "by age", "by name", "no total", "lies", "drops"]),
    )
    def begin(self, size: int, form: FileFormat, server: str) -> None:
        self.form, self.server = form, server
        self.numbers = count()
        self.items = [self.made() for _ in range(size)]
        self.plans: list[Callable[[], None]] = []
        self.room: int | None = None
        self.others: dict[Path, bytes] = {}
        self.folder = TemporaryDirectory()
        self.place = Path(self.folder.name)
        self.names = count()
        self.loop = asyncio.new_event_loop()
        self.patch = patch.object(atomic_file, "_put_down", self.put_down)
        self.patch.start()
        self.start()

    def start(self) -> None:
        self.there_always = {item.id for item in self.items}
        self.sent: set[str] = set()
        self.asked = self.changes = 0
        self.has_run = False
        self.export: Export[Video] = Export(self.name(), self.form, "videos", Video, self.fetch)

    def made(self) -> Video:
        number = next(self.numbers)
        age = BEGAN + timedelta(seconds=number // 2)  # some are of one age
        return Video(id=f"v{number}", created_at=age if self.server == "by age" else None)

    def name(self) -> Path:
        return self.place / f"x{next(self.names)}.{self.form}"

    def put_down(self, file: Any, at: int, content: bytes) -> None:
        if self.room is not None and at + len(content) > self.room:
            put_down(file, at, content[: max(0, self.room - at)])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put_down(file, at, content)

    async def fetch(self, page: int, per_page: int, priority: Priority) -> Page[Video]:
        assert priority is Priority.BULK
        self.asked += 1
        assert self.asked < MAX_ASKED, "it asks for ever"
        await asyncio.sleep(0)
        if self.plans:
            self.plans.pop(0)()
        size = min(per_page, SIZE)
        found = self.items[(page - 1) * size : page * size]
        self.sent |= {item.id for item in found}
        total = None if self.server == "no total" else len(self.items) + 3 * (self.server == "lies")
        dropped = self.server == "drops" and page == 1
        return Page(found[dropped:], page, size, total, Order(), EXCHANGE, dropped=dropped)

    def run_it(self) -> None:
        self.has_run = True
        self.loop.run_until_complete(self.export.run())

    # What happens amid the next run.

    @rule()
    def upload(self) -> None:
        def happen() -> None:
            self.changes += 1
            at = len(self.items) if self.server == "by age" else len(self.items) // 2
            self.items.insert(at, self.made())

        self.plans.append(happen)

    @rule(at=st.integers(0, 40))
    def delete(self, at: int) -> None:
        def happen() -> None:
            self.changes += 1
            if self.items:
                gone = self.items.pop(at % len(self.items))
                self.there_always.discard(gone.id)

        self.plans.append(happen)

    @rule(kind=st.sampled_from(["network", "fault", "stop"]))
    def fail(self, kind: str) -> None:
        def happen() -> None:
            if kind == "stop":
                self.export.stop()
            else:
                raise UnreachableError("gone") if kind == "network" else TypeError("ours")

        self.plans.append(happen)

    @rule(room=st.none() | st.integers(0, 8_000))
    def fill(self, room: int | None) -> None:
        self.room = room

    @rule()
    def take_the_name(self) -> None:
        path = self.export.path
        if not self.export.has_ended and not path.exists():
            path.write_bytes(b"somebody's")
            self.others[path] = b"somebody's"

    # What the user does.

    @property
    def stands(self) -> bool:
        return not self.export.has_ended

    @precondition(lambda self: self.stands)
    @rule(renames=st.booleans(), gives_up=st.booleans())
    def go_on(self, renames: bool, gives_up: bool) -> None:
        part = gives_up and self.export.written > 0 and not self.export.is_taken
        place = self.name() if renames and self.export.wants_place else None
        self.export.begin(place, only_what_came=part)
        self.run_it()

    @precondition(lambda self: self.stands and self.export.is_taken)
    @rule()
    def replace(self) -> None:
        self.others.pop(self.export.path)
        self.export.begin(self.export.path, replaces=True)
        self.run_it()

    @precondition(lambda self: self.export.has_ended)
    @rule()
    def export_again(self) -> None:
        self.start()

    @rule(pages=st.integers(1, 3))
    def nothing(self, pages: int) -> None:
        self.plans += pages * [lambda: None]

    # What holds.

    @invariant()
    def is_whole_or_not_there(self) -> None:
        export, drafts = self.export, list(self.place.glob(".*.part"))
        assert export.state is not State.RUNNING or not self.has_run
        assert all(path.read_bytes() == content for path, content in self.others.items())
        if not export.has_ended:
            assert export.saved is None
            assert len(drafts) == 1
            content = drafts[0].read_bytes()
            if self.form is FileFormat.JSON:  # its end may stand there already
                content = content.removesuffix(b"]\n").removesuffix(b"\n")
            assert content.count(b"\n") == export.written + self.heads
            return
        assert drafts == []
        assert export.saved is not None
        ids = ids_in(export.saved, self.form)
        assert len(ids) == len(set(ids)) == export.written
        assert set(ids) <= self.sent
        if export.state is State.DONE:
            self.check_claim(set(ids))
        else:
            assert ".incomplete" in export.saved.name

    @property
    def heads(self) -> int:
        return self.form is FileFormat.CSV and self.export._writer is not None  # noqa: SLF001

    def check_claim(self, ids: set[str]) -> None:
        assert self.server not in {"lies", "drops"} or not self.items or self.changes
        if self.export.is_proved or not self.changes:
            assert ids >= self.there_always
        if not self.changes and self.export.total is not None:
            assert len(ids) == self.export.total == len(self.items)

    def teardown(self) -> None:
        """Whatever happened, there is a way to an end."""
        if not hasattr(self, "export"):
            return
        self.room, self.plans = None, []
        for _ in range(2):
            if not self.export.has_ended:
                self.export.begin(self.name() if self.export.wants_place else None)
                self.run_it()
        assert self.export.state in {State.DONE, State.INCOMPLETE}
        self.is_whole_or_not_there()
        self.patch.stop()
        self.loop.close()
        self.folder.cleanup()


def test_an_export_survives_anything() -> None:
    # Many small steps, of which the first ones lay out what will happen.
    run_state_machine_as_test(
        Exports,
        settings=settings(
            max_examples=1_000 if FULL else 20,
            stateful_step_count=24,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
