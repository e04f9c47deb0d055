"""JSON as a tree that folds, and that is searched."""

import asyncio
from bisect import bisect_left, bisect_right
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.folded_json import FoldedJson, Folds, Position, is_large
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.widgets.json_lines import JsonLines
from kinescope_tui.widgets.notices import Notices


class JsonTree(Notices, Vertical):
    """Shows decoded JSON, the first levels open; what was folded stays so in what comes next.

    A large document is gone through beside the keys, to be shown and to be searched.
    """

    BINDINGS = keymap.bindings("json")

    lines = query_one(JsonLines)
    field = query_one(Input)

    def __init__(self) -> None:
        super().__init__()
        self._folds = Folds()
        self._sought = ""
        self._found: tuple[object, str, list[Position]] = (None, "", [])  # in what, what, where

    def compose(self) -> ComposeResult:
        """Lay out the tree, and the field for searching."""
        yield JsonLines()
        yield Input(placeholder="a name or a value", compact=True)

    def on_mount(self) -> None:
        """Begin without a search."""
        self.field.display = False

    def show(self, value: Any) -> None:
        """Show another value, or the same as it is by now; the cursor stays with its name."""
        if is_large(value):
            self._show_soon(value)
        else:
            self.workers.cancel_group(self, "show")
            self.lines.show(FoldedJson(value, self._folds))

    @work(description="show soon", exclusive=True, group="show")
    async def _show_soon(self, value: Any) -> None:
        found = await asyncio.to_thread(FoldedJson, value, self._folds)
        if self.is_attached:
            self.lines.show(found)

    @work(description="turn soon", exclusive=True, group="show")
    async def _turn_soon(self, json: FoldedJson) -> None:
        turned = await asyncio.to_thread(json.turned)
        if self.is_attached and self.lines.json is json:
            self.lines.show(turned, is_same=True)

    def focus_tree(self) -> None:
        """Let keys go to the tree."""
        self.lines.focus()

    def action_cursor_down(self) -> None:
        """Go down."""
        self.lines.move(1)

    def action_cursor_up(self) -> None:
        """Go up."""
        self.lines.move(-1)

    def action_open_node(self) -> None:
        """Unfold the value under the cursor, or go to the first one beneath it."""
        self.lines.open_node()

    def action_close_node(self) -> None:
        """Fold the value under the cursor, or go to what it lies in."""
        self.lines.close_node()

    def action_fold_all(self) -> None:
        """Fold everything; unfold it where all is folded."""
        json = self.lines.json
        if json.is_large:
            self._turn_soon(json)
        else:
            self.lines.show(json.turned(), is_same=True)

    def action_search(self) -> None:
        """Ask what to search for."""
        self.field.display = True
        self.field.focus()

    @on(Input.Submitted)
    def search(self, event: Input.Submitted) -> None:
        """Go to the first place found."""
        event.stop()
        self._sought = event.value.strip().casefold()
        self.leave_field()
        if self._sought:
            self.action_find(1)

    def leave_field(self) -> bool:
        """Take the field away, and tell whether it was there."""
        was_there = bool(self.field.display)
        self.field.display = False
        if was_there:
            self.lines.focus()
        return was_there

    def action_find(self, direction: int) -> None:
        """Go to the next place found, around the end; what is folded over it unfolds."""
        if not self._sought:
            self.notify(hint("No search yet: {json.search} starts one."))
            return
        json, sought = self.lines.json, self._sought
        if self._found[:2] == (json, sought):
            self._go_on(direction)
        elif json.is_large:
            self._find_soon(json, sought, direction)
        else:
            self._found = json, sought, json.positions(sought)
            self._go_on(direction)

    @work(description="find soon", exclusive=True, group="find")
    async def _find_soon(self, json: FoldedJson, sought: str, direction: int) -> None:
        places = await asyncio.to_thread(json.positions, sought)
        if self.is_attached and self.lines.json is json:
            self._found = json, sought, places
            self._go_on(direction)

    def _go_on(self, direction: int) -> None:
        _, sought, places = self._found
        if not places:
            self.warn(f"“{sought}” was not found.")
            return
        here = self.lines.position
        is_next = direction > 0
        place = bisect_right(places, here) if is_next else bisect_left(places, here) - 1
        self.lines.find(places[place % len(places)])
        self.notify(plural(len(places), "place"), title="Found")
