"""What is shown of a range: the one that is answered, the one that is asked for, the one before."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Generic, Protocol

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.services.time.range_source import A, Question, RangeSource
from kinescope_tui.services.time.time_range import (
    PRESETS,
    RangeError,
    TimeRange,
    parse_range,
    range_words,
)

_PAUSE_S = 0.15  # of ranges that are turned to fast only the last one is asked for


class Cancellable(Protocol):
    """Something that is under way."""

    def cancel(self) -> object:
        """End it."""


Work = Callable[[], Coroutine[None, None, None]]
"""Something that takes a while."""

Run = Callable[[Work], Cancellable]
"""Begins it in the background."""


class RangeModel(Generic[A]):
    """A range that is shown, and the one that is asked for.

    The last range that was asked for is the one that is shown in the end; until its answer is here
    the one before stays, also if it fails. One that was seen before comes from memory. One whose
    place another takes is given up: what is not sent of it never is, and what comes is not heard.

    Attributes:
        asked: What was asked for last; the next key builds on it.
        shown: What the answer is to.
        answer: What is shown; None before the first answer.
        before: The answer to the window before; None if it is not wanted, or not here.
        compares: Whether the window before is wanted.
        failure: Why what was asked for last could not be read; None if it could, or is asked for
            the first time.
        on_asked: Called when another range is asked for, or no longer.
        on_shown: Called when something else is to be shown, with whether that has the same buckets.
        on_failed: Called with the error when what was asked for could not be read.

    Args:
        source: Answers.
        question: Makes a question of a range, and of the steps in which it is wanted, if any.
        preset: The name of the range to begin with.
        clock: Measures the pause in keys.
        run: Runs a question in the background.
        state: How a model was before, see `state`; another range begins where it makes no sense.
    """

    def __init__(
        self,
        source: RangeSource[A],
        question: Callable[[TimeRange, str], Question],
        preset: str,
        *,
        clock: Clock,
        run: Run,
        state: Mapping[str, object],
    ) -> None:
        self._source = source
        self._question = question
        self._clock = clock
        self._run = run
        try:
            first = parse_range(str(state.get("range")), source.now)
        except RangeError:
            first = PRESETS[preset](source.now)
        self.asked = self.shown = question(first, str(state.get("bucket")))
        self.answer: A | None = None
        self.before: A | None = None
        self.compares = bool(state.get("compares"))
        self.failure: KinescopeError | None = None
        self._asking: Cancellable | None = None  # or the pause before it
        self._asking_before: Cancellable | None = None
        self.on_asked: Callable[[], None] = lambda: None
        self.on_shown: Callable[[bool], None] = lambda _keeps: None
        self.on_failed: Callable[[KinescopeError], None] = lambda _error: None

    # What is shown.

    @property
    def is_another_asked(self) -> bool:
        """Whether what is asked for is not what is shown."""
        return self.answer is None or self.asked != self.shown

    @property
    def awaits_another(self) -> bool:
        """Whether the answer to what is asked for is yet to come, and is not to what is shown."""
        return self.is_another_asked and self.failure is None

    @property
    def is_stale(self) -> bool:
        """Whether what is shown was asked for again, and could not be read."""
        return self.failure is not None and not self.is_another_asked

    @property
    def state(self) -> dict[str, object]:
        """How it is, for the next one."""
        words = range_words(self.shown.range, self._source.now)
        return {"range": words, "bucket": str(self.shown.bucket), "compares": self.compares}

    # Asking.

    def turn_to(self, wanted: TimeRange, bucket: str = "") -> None:
        """Ask for another range: from memory at once, else after a pause in keys."""
        self.close()
        question = self._question(wanted, bucket)
        self.asked, self.failure = question, None
        remembered = self._source.remembered(question)
        if remembered is not None:
            self._take(question, remembered)
        else:
            self._asking = self._clock.call_later(_PAUSE_S, self.ask)
            self.on_asked()

    def shift(self, windows: int) -> None:
        """Ask for the range moved by so many windows.

        Raises:
            RangeError: There is nothing later, or the calendar has no such day.
        """
        asked = self.asked
        self.turn_to(asked.range.shifted(windows, self._source.now), asked.bucket)

    def ask(self) -> None:
        """Ask for what was asked for last, now, whatever is remembered."""
        self.close()
        self._asking = self._run(self._ask)

    def ask_all(self) -> None:
        """Forget every range, and ask."""
        self._source.forget()
        self.ask()

    def compare(self) -> None:
        """Show the window before beside this one, or no longer; only then is it asked for."""
        self.compares = not self.compares
        self._close_before()
        self.before = self._known_before
        self.on_shown(True)
        self._want_before()

    def give_up(self) -> None:
        """Ask no longer for anything but what is shown, if something is."""
        if self.answer is not None and self.asked != self.shown:
            self.close()
            self.asked, self.failure = self.shown, None
            self._want_before()  # it was given up for the other range
        self.on_asked()

    def close(self) -> None:
        """Wait for nothing any more."""
        if self._asking is not None:
            self._asking.cancel()
        self._close_before()

    def _close_before(self) -> None:
        if self._asking_before is not None:
            self._asking_before.cancel()

    async def _ask(self) -> None:
        try:
            answer = await self._source.ask(self.asked)
        except KinescopeError as error:
            self.failure = error
            self.on_failed(error)
        else:
            self._take(answer.question, answer)

    def _take(self, question: Question, answer: A) -> None:
        shown, self.shown, self.asked = self.shown, question, question
        self.failure = None
        self.answer, self.before = answer, self._known_before
        self.on_shown(
            (shown.range.dates.start, shown.bucket) == (question.range.dates.start, question.bucket)
        )
        self._want_before()

    # The window before.

    @property
    def _known_before(self) -> A | None:
        """The answer to the window before, if it is wanted, here, and changes no more."""
        if not self.compares:
            return None
        try:
            remembered = self._source.remembered(self.shown.before)
        except RangeError:
            return None  # the calendar begins with this window
        return remembered if remembered is not None and remembered.is_final else None

    def _want_before(self) -> None:
        earlier = self._asking_before
        if self.compares and self.answer is not None and self.before is None:
            self._asking_before = self._run(self._ask_before)
        if earlier is not None:
            earlier.cancel()  # only now: whoever asks for the same goes on with what is under way

    async def _ask_before(self) -> None:
        try:
            before = await self._source.ask(self.shown.before)
        except KinescopeError as error:
            self.on_failed(error)
        except RangeError:
            return
        else:
            self.before = before
            self.on_shown(True)
