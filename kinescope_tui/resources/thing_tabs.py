"""The tabs of a thing: the overview first, those of its resource, the JSON last."""

from typing import Any, Generic, TypeVar

from kinescope_tui.api.errors import NotSentError
from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.lists.thing_page import thing_sections
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.presentation.text.sections import Section, line, table
from kinescope_tui.resources.resource import Names, Resource, Tab, TabContent
from kinescope_tui.services.files.records import record
from kinescope_tui.services.lists.page_reader import dropped_told
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)

OVERVIEW = "Overview"
JSON: Tab[Any] = Tab("JSON")


class ThingTabs(Generic[T]):
    """What each tab is called, and what it asks for.

    Args:
        session: Who asks.
        resource: What the thing is of.
    """

    def __init__(self, session: Session, resource: Resource[T]) -> None:
        self._session = session
        first: Tab[T] = Tab(OVERVIEW, sections=_plain_overview)
        own = [tab for tab in resource.tabs if tab.title == OVERVIEW]
        others = [tab for tab in resource.tabs if tab.title != OVERVIEW]
        self.tabs: list[Tab[T]] = [*(own or [first]), *others, JSON]

    def __getitem__(self, number: int) -> Tab[T]:
        return self.tabs[number]

    def __len__(self) -> int:
        return len(self.tabs)

    def title(self, number: int, thing: T, page: TabContent | None) -> str:
        """Return a tab's title, with how many there are: what it shows itself knows best."""
        tab = self.tabs[number]
        known = page.count if page is not None else None
        total = tab.count(thing) if known is None and tab.count is not None else known
        return tab.title if total is None else f"{tab.title} {count(total)}"

    def nothing(self, number: int, thing: T) -> str:
        """Return what a tab says where it has nothing to show."""
        tab = self.tabs[number]
        name = tab.title if tab.title.isupper() else tab.title.lower()
        # A list that is asked for was received.
        if tab.lists is None and tab.count is not None and tab.count(thing) is None:
            return f"No list of {name} received."
        return f"No {name}."

    async def read(self, number: int, thing: T) -> TabContent:
        """Ask for what a tab shows of a thing.

        Raises:
            NotSentError: There is nothing to ask for.
            KinescopeError: It could not be read.
        """
        tab = self.tabs[number]
        if tab.lists is None:
            if tab.ask is None:
                raise NotSentError(f"Nothing to open on {tab.title}.")
            return await tab.ask(self._session, thing)
        listed = tab.lists(thing)
        page = await listed.first_page(self._session.client)
        columns = listed.columns_for(page.items)
        rows = [tuple(column.cell(item) for column in columns) for item in page.items]
        section = table(tab.title, tuple(column.title for column in columns), rows)
        has_total = page.total is not None and page.total >= len(rows)  # else it is wrong
        known = page.total if has_total else len(rows) if page.is_whole else None
        told = f"{count(len(rows))} of {count(known)}" if rows else ""
        unread = dropped_told(page.dropped) if page.dropped else ""
        foot = " · ".join(filter(None, (told, unread, "enter opens the list" if rows else "")))
        sections = [Section(section.title, section.rows, section.widths, foot)]
        if not rows:
            sections = [line(f"{unread}.")] if unread else []
        is_whole = known == len(rows) and not page.dropped
        return TabContent(sections, page.exchange, known, page.items, is_whole=is_whole)


def _plain_overview(item: Identified, raw: dict[str, Any], _names: Names) -> list[Section]:
    return thing_sections(OVERVIEW, raw or record(item))
