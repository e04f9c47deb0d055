"""Questions to the index that hold up nobody: in threads, and given up for the next ones."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from kinescope_tui.services.index.audit_answers import AuditAnswer, audit_answers
from kinescope_tui.services.index.changes import Changes, changes_in
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_search import Group, IndexRows, IndexSearch
from kinescope_tui.services.index.index_sql import SqlAnswer, run_sql
from kinescope_tui.services.index.indexed_video import IndexedVideo
from kinescope_tui.services.index.query_lane import LIMIT_S, Ask, QueryLane
from kinescope_tui.services.index.view_counts import ViewCounts, view_counts_in
from kinescope_tui.services.lists.view import View

_LONG_S = 120.0  # for what nobody types and waits for


class IndexQuery:
    """Asks the index for rows, counts, groups and SQL.

    Rows have a thread of their own, so that no count delays them. Each kind of question gives up
    the one of its kind before it, unless both are of the same view.
    """

    def __init__(
        self, database: IndexDatabase, now: Callable[[], datetime], *, limit_s: float = LIMIT_S
    ) -> None:
        self._now = now
        self._rows = QueryLane(database, limit_s=limit_s)
        self._counts = QueryLane(database, limit_s=limit_s)
        self._sql = QueryLane(database, limit_s=limit_s)
        self._audits = QueryLane(database, limit_s=_LONG_S)
        self._others = QueryLane(database, limit_s=limit_s)
        self._totals: dict[tuple[int, View], int | None] = {}

    async def rows(self, view: View, offset: int = 0, limit: int = 100) -> IndexRows:
        """Return some rows of a view; see `IndexSearch.rows`.

        Raises:
            IndexFaultError: They cannot be read, or were given up for another view.
        """

        def ask(search: IndexSearch, version: int) -> IndexRows:
            key = version, View(search=view.search, filters=view.filters)
            is_known = key in self._totals
            found = search.rows(view, offset, limit, counts=not is_known)
            if is_known and found.total is None:
                found = IndexRows(found.items, self._totals[key], found.is_alike)
            elif not offset and limit > 1:
                self._totals = {key: found.total}
            return found

        def with_version(base: Any) -> IndexRows:
            (version,) = base.execute("PRAGMA data_version").fetchone()
            return ask(IndexSearch(base, self._now()), version)

        lane = self._rows if limit > 1 else self._counts  # one is asked for by who only counts
        return await lane.ask(("rows", view), with_version)

    async def facets(self, view: View) -> dict[tuple[str, str], int]:
        """Return how many videos of a view have which value; see `IndexSearch.facets`."""
        return await self._counts.ask(("facets", view), self._asking(lambda it: it.facets(view)))

    async def count(self, view: View) -> int:
        """Return how many videos a view has."""
        return await self._counts.ask(("count", view), self._asking(lambda it: it.count(view)))

    async def groups(self, view: View, by: str) -> list[Group]:
        """Return what the videos of a view come to by a field; see `IndexSearch.groups`."""
        return await self._rows.ask(
            ("groups", view, by), self._asking(lambda it: it.groups(view, by))
        )

    async def videos(self, ids: Sequence[str]) -> list[IndexedVideo]:
        """Return the videos of these ids that are known."""
        return await self._counts.ask(
            ("videos", tuple(ids)), self._asking(lambda it: it.videos(ids))
        )

    async def audits(self) -> list[AuditAnswer]:
        """Return what the audits found; see `audit_answers`."""
        return await self._audits.ask(("audits",), lambda base: audit_answers(base, self._now()))

    async def view_counts(self) -> ViewCounts | None:
        """Return what is known of views and the price of storage; None if nobody asked yet."""
        return await self._audits.ask(("audits",), view_counts_in)

    async def changes(self, since: datetime | None, offset: int, limit: int) -> Changes:
        """Return some of what changed from reading to reading; see `changes_in`."""
        return await self._rows.ask(
            ("changes", since), lambda base: changes_in(base, since, offset, limit)
        )

    async def names(self) -> dict[str, str]:
        """Return what projects and folders are called, by id."""
        query = "SELECT id, name FROM thing WHERE kind IN ('project', 'folder')"
        found: dict[str, str] = await self.read(lambda base: dict(base.execute(query)))
        return found

    async def sql(self, text: str) -> SqlAnswer:
        """Return what a SELECT of the user's gives; see `run_sql`.

        Raises:
            QueryError: It makes no sense, or is not allowed.
            IndexFaultError: The index cannot be read, or it took too long.
        """
        return await self._sql.ask(("sql", object()), lambda base: run_sql(base, text))

    async def read(self, question: Ask[Any]) -> Any:
        """Return what a function reads from a connection; for questions of other modules."""
        return await self._others.ask(None, question)

    def close(self) -> None:
        """Give up what is asked, and leave the file."""
        for lane in (self._rows, self._counts, self._sql, self._audits, self._others):
            lane.close()

    def _asking(self, ask: Callable[[IndexSearch], Any]) -> Ask[Any]:
        return lambda base: ask(IndexSearch(base, self._now()))
