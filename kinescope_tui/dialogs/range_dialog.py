"""From when to when, and in what steps."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Label, Static

from kinescope_tui.api.dates import format_moment
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.moments import range_text
from kinescope_tui.services.time.time_range import (
    PRESETS,
    Bucket,
    RangeError,
    TimeRange,
    range_between,
)
from kinescope_tui.widgets.choice_line import ChoiceLine

_OWN = "from–to"
_USUAL = "usual"


class ChosenRange(msgspec.Struct, frozen=True):
    """The chosen range; without a bucket its usual one is meant."""

    range: TimeRange
    bucket: Bucket | None


class RangeDialog(Dialog[ChosenRange]):
    """Answers with a range that makes sense; why another does not stands beside its field.

    Args:
        shown: The range to begin with.
        now: What time it is in the workspace.
        zone_name: The time zone whose days are meant, as people call it.
        has_buckets: Whether the steps are chosen too; without them there are whole days.
    """

    ENTER = "apply"
    BINDINGS = keymap.bindings("range", "line", "fields")
    KEYS = "←→ choose · tab next · enter applies · esc back"

    preset_line = query_one("#preset", ChoiceLine)
    bucket_line = query_one("#bucket", ChoiceLine)
    start_field = query_one("#from", Input)
    end_field = query_one("#to", Input)

    def __init__(
        self,
        shown: TimeRange,
        now: Callable[[], datetime],
        zone_name: str,
        *,
        has_buckets: bool = True,
    ) -> None:
        super().__init__("Range")
        self._shown = shown.renewed(now())
        self._now = now
        self._zone_name = zone_name
        self._has_buckets = has_buckets
        self._begins = _written(self._shown)

    def compose_content(self) -> ComposeResult:
        """Lay out the presets, the fields with their answers, and the steps."""
        start, end = self._begins
        names = [*PRESETS, _OWN]
        shown = (n for n, name in enumerate(PRESETS) if PRESETS[name](self._now()) == self._shown)
        yield ChoiceLine("", names, next(shown, len(names) - 1), id="preset")
        yield Label("From", classes="name")
        yield Input(start, compact=True, id="from", placeholder="2026-01-31, -2w, -12h, today")
        yield Static(id="from-answer", classes="answer")
        yield Label("To (inclusive)", classes="name")
        yield Input(end, compact=True, id="to", placeholder="today")
        yield Static(id="to-answer", classes="answer")
        line = ChoiceLine("Group by", [_USUAL, *Bucket], 0, id="bucket")
        line.display = self._has_buckets
        yield line
        yield Static(id="told")

    def on_mount(self) -> None:
        """Begin with the presets."""
        self.preset_line.focus()
        self._tell()

    @on(ChoiceLine.Changed, "#preset")
    def take_preset(self) -> None:
        """Write the chosen preset into the fields."""
        names = list(PRESETS)
        if self.preset_line.chosen < len(names):
            self._begins = _written(PRESETS[names[self.preset_line.chosen]](self._now()))
            with self.prevent(Input.Changed):
                self.start_field.value, self.end_field.value = self._begins
        self._tell()

    @on(Input.Changed)
    def take_own(self) -> None:
        """Take what is typed for a range of one's own."""
        if (self.start_field.value, self.end_field.value) != self._begins:
            with self.prevent(ChoiceLine.Changed):
                self.preset_line.chosen = len(PRESETS)
        self._tell()

    @on(ChoiceLine.Changed, "#bucket")
    def _tell(self) -> None:
        """Say what the fields mean, or beside them why they mean nothing."""
        answers = {"from": "", "to": ""}
        told = ""
        try:
            found = self._chosen
            told = f"{range_text(found.range, self._zone)} · {self._zone_name}"
        except RangeError as error:
            answers[error.field] = str(error)
        for field, answer in answers.items():
            self.query_one(f"#{field}-answer", Static).update(Content(answer))
        self.query_one("#told", Static).update(Content(told))

    @property
    def _zone(self) -> tzinfo:
        return self._now().tzinfo or UTC

    @property
    def _chosen(self) -> ChosenRange:
        names = list(PRESETS)
        if self.preset_line.chosen < len(names):
            found = PRESETS[names[self.preset_line.chosen]](self._now())
        else:
            found = range_between(self.start_field.value, self.end_field.value, self._now())
        if not self._has_buckets:
            return ChosenRange(found.in_days(self._zone), None)
        wanted = self.bucket_line.chosen
        bucket = list(Bucket)[wanted - 1] if wanted else None
        if bucket is not None and bucket not in found.buckets:
            fitting = ", ".join(found.buckets)
            raise RangeError("to", f"this range cannot be grouped by {bucket}; try {fitting}")
        return ChosenRange(found, bucket)

    @on(Input.Submitted)
    def action_take(self) -> None:
        """Answer, if the range makes sense."""
        try:
            self.dismiss(self._chosen)
        except RangeError:
            self._tell()


def _written(shown: TimeRange) -> tuple[str, str]:
    return format_moment(shown.dates.start), format_moment(shown.dates.end)
