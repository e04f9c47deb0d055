"""The model of a detail screen: a thing, its pages that are asked for one by one, neighbours."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

import msgspec

from kinescope_tui.api.client import Item
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Identified
from kinescope_tui.services.files.records import record

T = TypeVar("T", bound=Identified)
P = TypeVar("P")


class PageQuestion(msgspec.Struct, Generic[T], frozen=True):
    """A page that is asked for, of a thing; each question is one of its own."""

    number: int
    thing: T


class ThingModel(Generic[T, P]):
    """A thing as the list knew it, then as it came, with pages of its own.

    Answers are for the thing that is shown when they come, or they are dropped, failures too.

    Attributes:
        thing: What is shown.
        item: The same as it came; None before that.
        failure: Why it did not come when it was asked for last; None if it did, or was not.
        pages: Those that came, by number; one that is asked for again stays until then.
        failures: Why others did not.

    Args:
        thing: What to begin with.
        read: Asks for a thing.
        read_page: Asks for a page of it, by its number.
        neighbour: Returns the next one in the list by so many places, or None.
        item: The thing, if it came already.
    """

    def __init__(
        self,
        thing: T,
        read: Callable[[T], Awaitable[Item[T]]],
        read_page: Callable[[int, T], Awaitable[P]],
        neighbour: Callable[[int], Awaitable[T | None]] | None = None,
        item: Item[T] | None = None,
    ) -> None:
        self.thing = item.value if item is not None else thing
        self.item = item
        self.failure: KinescopeError | None = None
        self.pages: dict[int, P] = {}
        self.failures: dict[int, KinescopeError] = {}
        self._read = read
        self._read_page = read_page
        self._neighbour = neighbour
        self._asked: object = None
        self._asked_pages: dict[int, PageQuestion[T]] = {}
        self._steps = 0
        self._is_moving = False

    @property
    def has_neighbours(self) -> bool:
        """Whether it stands in a list."""
        return self._neighbour is not None

    @property
    def is_known(self) -> bool:
        """Whether there is more to show of it than an id."""
        return self.item is not None or any(
            value for key, value in record(self.thing).items() if key != "id"
        )

    @property
    def raw(self) -> dict[str, Any]:
        """The thing as it came, without secrets; what is known of it before that."""
        return self.item.raw if self.item is not None else record(self.thing)

    async def ask(self) -> bool:
        """Ask for the thing; return whether it came, and is still what is shown.

        Raises:
            KinescopeError: It could not be read, and is still what is shown.
        """
        question = self._asked = object()
        old = dict(self.pages)
        try:
            item = await self._read(self.thing)
        except KinescopeError as error:
            if question is not self._asked:
                return False
            self.failure = error
            raise
        if question is not self._asked:
            return False
        self.failure = None
        self.item, self.thing = item, item.value
        # A page that came meanwhile is as new as the thing.
        self.pages = {n: page for n, page in self.pages.items() if page is not old.get(n)}
        self.failures.clear()
        return True

    def is_asking_for(self, number: int) -> bool:
        """Whether a page is on its way."""
        return number in self._asked_pages

    def ask_page(self, number: int) -> PageQuestion[T]:
        """Begin to ask for a page; `answer_page` waits for it."""
        question = self._asked_pages[number] = PageQuestion(number, self.thing)
        return question

    async def answer_page(self, question: PageQuestion[T]) -> bool:
        """Return whether a page came, and still belongs to what is shown.

        Raises:
            KinescopeError: It could not be read, and would belong to what is shown.
        """
        number = question.number
        try:
            page = await self._read_page(number, question.thing)
        except KinescopeError as error:
            if self._asked_pages.get(number) is not question:
                return False
            self.failures[number] = error
            raise
        else:
            if self._asked_pages.get(number) is not question:
                return False
            self.pages[number] = page
            self.failures.pop(number, None)
            return True
        finally:
            if self._asked_pages.get(number) is question:
                del self._asked_pages[number]

    async def move(self, places: int) -> bool | None:
        """Go to a neighbour, step by step; steps that are wanted meanwhile are taken along.

        Returns:
            Whether every step led somewhere; None where a move under way takes this one along.

        Raises:
            KinescopeError: A neighbour could not be read; the steps until there were made.
        """
        self._steps += places
        if self._is_moving or self._neighbour is None:
            return None
        self._is_moving = True
        try:
            while self._steps:
                step = 1 if self._steps > 0 else -1
                self._steps -= step
                found = await self._neighbour(step)
                if found is None:
                    return False
                self._show(found)
        finally:
            self._steps, self._is_moving = 0, False
        return True

    def _show(self, thing: T) -> None:
        self.thing, self.item = thing, None
        self._asked = self.failure = None
        self.pages, self.failures, self._asked_pages = {}, {}, {}
