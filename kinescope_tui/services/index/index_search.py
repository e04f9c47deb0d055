"""Questions to an index over an open connection: rows of a view, counts, groups."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from kinescope_tui.api.order import Order
from kinescope_tui.services.files.odd_texts import marked
from kinescope_tui.services.index import folded
from kinescope_tui.services.index.index_database import SELECT_ROW, parted
from kinescope_tui.services.index.index_errors import QueryError
from kinescope_tui.services.index.index_filter import ALIASES, IndexFilter
from kinescope_tui.services.index.indexed_video import IndexedVideo, video_of
from kinescope_tui.services.index.packed_columns import PackedColumns
from kinescope_tui.services.index.tally import (
    DAY_OF,
    LENGTH_MS,
    TWICE,
    counts_in,
    groups_in,
    month_of,
)
from kinescope_tui.services.lists.view import View

_Check = Callable[[str], bool]

_COUNTED = 10_000  # rows found by a text that are counted at once; `count` counts all
_CHECKED = 500  # the same where each is looked at
_TRIED = 300  # rows that may have a word with a typing error
_MOST_GROUPS = 10_000

_NAME = "(SELECT name FROM term WHERE id = f.{})"
_THING = (
    "(SELECT ifnull(t.name, p.name) FROM term p LEFT JOIN thing t"
    " ON t.kind = '{0}' AND t.id = p.name WHERE p.id = f.{0})"
)
SORTED_BY = {
    "title": "f.title_key",
    "created_at": "f.key",
    "updated_at": "f.updated",
    "duration": "f.duration",
    "size": "f.size",
    "quality": "f.height",
    "files": "f.files",
    "subtitles": "f.subtitles",
    "chapters": "f.chapters",
    "materials": "f.materials",
    "status": _NAME.format("status"),
    "privacy": _NAME.format("privacy"),
    "player": _NAME.format("player"),
    "project": _THING.format("project"),
    "folder": _THING.format("folder"),
    "description": "r.description",
}
"""What the index is sorted by, by the names of columns."""

GROUPED_BY = {
    "project": "f.project",
    "folder": "f.folder",
    "privacy": "f.privacy",
    "status": "f.status",
    "player": "f.player",
    "tag": "l.term",
    "domain": "l.term",
    "quality": "f.height",
    "month": DAY_OF,
    "year": DAY_OF,
}
"""What the index is grouped by; months and years are put together of their days."""

_SEARCHED = ("r.title", "r.description", "r.tags", "r.domains", "r.play_link", "f.id")
_LABELS = ("tag", "domain")
_ONE_EACH = ("status", "privacy", "player", "project", "folder")  # values of one video
_THINGS = ("project", "folder")
_FACETS = ("status", "privacy", "player", "quality", "project", "folder", "tag", "domain")
_LACKS = ("subtitles", "poster", "chapters")
_HEIGHT_BITS = 14
# Of few videos each one is looked up, which takes as long as to go through six.
_ARE_FEW = "(SELECT count(*) FROM hit) * 6 < (SELECT count(*) FROM fact)"
_TITLES = "SELECT title_key FROM fact WHERE title_key != '' GROUP BY 1 HAVING count(*) > 1"
_HAS_TWIN = "SELECT 1 FROM fact g WHERE g.title_key = hit.title AND g.key != hit.key"
_IS_TWICE = (
    f"CASE WHEN {_ARE_FEW} THEN title != '' AND EXISTS ({_HAS_TWIN}) ELSE title IN ({_TITLES}) END"
)


class IndexRows(msgspec.Struct, frozen=True):
    """Some rows of a view.

    Attributes:
        items: The videos.
        total: How many the view has; None if they are more than are counted.
        is_alike: Whether nothing has the words, and these have ones that differ by a letter.
    """

    items: list[IndexedVideo]
    total: int | None
    is_alike: bool = False


class Group(msgspec.Struct, frozen=True):
    """What some videos come to.

    Attributes:
        value: By which they are filtered: a name, an id, `2026-01`; "none" where there is none.
        name: What that is called.
        count: How many they are.
        duration_s: How long they are together.
        size_bytes: What their files take, as far as it is known.
    """

    value: str
    name: str
    count: int
    duration_s: float
    size_bytes: int


class Sums(msgspec.Struct, frozen=True):
    """What some videos come to.

    Attributes:
        count: How many they are.
        sized: How many of them say how large they are.
        duration_s: How long they are together.
        size_bytes: What the files of the sized ones take.
    """

    count: int
    sized: int
    duration_s: float
    size_bytes: int


class IndexSearch:
    """Asks one connection; whoever else asks has another one."""

    def __init__(self, base: sqlite3.Connection, now: datetime) -> None:
        self._base = base
        self._now = now

    def rows(self, view: View, offset: int, limit: int, *, counts: bool = True) -> IndexRows:
        """Return some rows of a view, in its order.

        Args:
            view: Its search, filters and order.
            offset: How many rows come before.
            limit: How many at most.
            counts: Whether it is counted how many there are.

        Raises:
            QueryError: The view makes no sense here.
        """
        words = folded.words(view.search)
        if view.search.strip() and not words:
            return IndexRows([], 0)
        asked = self._asked(view, folded.match(words), folded.needs_check(words))
        self._check_by(lambda text: folded.has_words(text, words))
        keys = self._keys(asked, view.order, offset, limit)
        if words and not keys and not offset and (alike := folded.match_alike(words)):
            asked = self._asked(view, alike, needs_check=True, tried=_TRIED)
            self._check_by(lambda text: folded.has_alike(text, words))
            keys = self._keys(asked, view.order, 0, limit)
            return IndexRows(self._videos(keys), len(keys), is_alike=bool(keys))
        if len(keys) < limit and (keys or not offset):
            return IndexRows(self._videos(keys), offset + len(keys))
        total = self._kept_count(view) if counts else None
        if total is None and counts:
            total = self._count(asked, bool(words))
        return IndexRows(self._videos(keys), total)

    def groups(self, view: View, by: str) -> list[Group]:
        """Return what the videos of a view come to, by the values of a field; most of them first.

        Raises:
            QueryError: The index is not grouped by that.
        """
        if by not in GROUPED_BY:
            raise QueryError(
                f"Cannot group the index by {by}. Try one of: {', '.join(GROUPED_BY)}."
            )
        if not view.search.strip() and not view.filters:
            names = self._thing_names(by)
            groups = [
                Group(value, self._group_name(by, value, names), count, duration, size)
                for value, count, duration, size in groups_in(self._base, by)
            ]
            return sorted(groups, key=lambda group: (-group.count, group.name))[:_MOST_GROUPS]
        words = folded.words(view.search)
        asked = self._asked(view, folded.match(words), folded.needs_check(words))
        self._check_by(lambda text: folded.has_words(text, words))
        sql = _label_sums(asked, by) if by in _LABELS else _sums(asked, GROUPED_BY[by])
        terms, names = self._names(by), self._thing_names(by)
        sums: dict[str, tuple[int, float, float]] = {}
        for value, count, length_ms, size in self._base.execute(sql, asked.values).fetchall():
            told = "none" if value is None else str(terms.get(value, value))
            if value is not None and by in {"month", "year"}:
                told = month_of(value) if by == "month" else month_of(value)[:4]
            before = sums.get(told, (0, 0.0, 0.0))
            sums[told] = before[0] + count, before[1] + length_ms, before[2] + size
        groups = [
            Group(told, self._group_name(by, told, names), count, length_ms / 1000, int(size))
            for told, (count, length_ms, size) in sums.items()
        ]
        return sorted(groups, key=lambda group: (-group.count, group.name))[:_MOST_GROUPS]

    def facets(self, view: View) -> dict[tuple[str, str], int]:
        """Return how many videos of a view have which value, by field and value.

        What a view is filtered by in a field is left out for the values of that field.
        """
        whole = counts_in(self._base)
        if not view.search.strip() and not view.filters:
            return whole
        words = folded.words(view.search)
        asked = self._asked(view, folded.match(words), folded.needs_check(words))
        self._check_by(lambda text: folded.has_words(text, words))
        counts = self._counts(asked)
        for field in {ALIASES.get(name, name) for name, _ in view.filters} & set(_FACETS):
            others = tuple(p for p in view.filters if ALIASES.get(p[0], p[0]) != field)
            if not words and not others:
                counts |= {pair: number for pair, number in whole.items() if pair[0] == field}
                continue
            groups = self.groups(View(search=view.search, filters=others), field)
            counts |= {(field, group.value): group.count for group in groups}
        return counts

    def _counts(self, asked: "_Asked") -> dict[tuple[str, str], int]:
        """Return how many of the videos that are asked for have which value, in one go."""
        names = dict[int, tuple[str, str]]()
        for number, kind, name in self._base.execute("SELECT id, kind, name FROM term"):
            names[number] = kind, name
        bits = max(names, default=0).bit_length()
        packed = PackedColumns(
            [
                *((f"ifnull(f.{field}, 0)", bits) for field in _ONE_EACH),
                (f"min(ifnull(f.height, 0), {2**_HEIGHT_BITS - 1})", _HEIGHT_BITS),
                *((f"ifnull(f.{field}, 0) = 0", 1) for field in _LACKS),
            ]
        )
        columns = ", ".join(f"n{n}" for n in range(len(packed.sql)))
        nothing = "NULL, " * len(packed.sql)
        sql = (
            f"WITH hit (key, title, {columns}) AS"  # noqa: S608 - ours
            f" (SELECT f.key, f.title_key, {', '.join(packed.sql)} {asked.source} {asked.where})"
            f" SELECT {columns}, NULL, count(*) FROM hit GROUP BY {columns}"
            f" UNION ALL SELECT {nothing} term, count(*) FROM label"
            " WHERE key IN (SELECT key FROM hit) GROUP BY term"
            f" UNION ALL SELECT {nothing} 0, count(*) FROM hit WHERE {_IS_TWICE}"
        )
        counts: Counter[tuple[str, str]] = Counter()
        for *row, term, count in self._base.execute(sql, asked.values).fetchall():
            if term is not None:
                counts[names.get(term, TWICE)] += count
                continue
            values = packed.values(row)
            for field, value in zip(_ONE_EACH, values, strict=False):
                counts[names.get(value, (field, "none"))] += count
            height, *lacks = values[len(_ONE_EACH) :]
            counts["quality", f"{height}" if height else "none"] += count
            for field, is_lacking in zip(_LACKS, lacks, strict=True):
                counts[field, "none"] += count * is_lacking
        return dict(counts)

    def count(self, view: View) -> int:
        """Return how many videos a view has, all of them counted."""
        if (kept := self._kept_count(view)) is not None:
            return kept
        words = folded.words(view.search)
        asked = self._asked(view, folded.match(words), folded.needs_check(words))
        self._check_by(lambda text: folded.has_words(text, words))
        sql = f"SELECT count(*) {asked.source} {asked.where}"
        return int(self._base.execute(sql, asked.values).fetchone()[0])

    def _kept_count(self, view: View) -> int | None:
        """Return how many a view of one field has, as it is kept; None if that is not kept."""
        pairs = {(ALIASES.get(name, name), value) for name, value in view.filters}
        field, *others = {field for field, _ in pairs} or {""}
        if field == "without_folder":
            field, pairs = "folder", {("folder", "none")}
        if view.search.strip() or others or field not in _ONE_EACH:
            return None
        found: Counter[str] = Counter()
        query = "SELECT value, count FROM tally WHERE field = ?"
        for value, count in self._base.execute(query, (field,)):
            found[folded.fold(value)] += count  # "done" and "DONE" are one to whoever filters
        wanted = {folded.fold(value.strip()) for _, value in pairs}
        return sum(found[value] for value in wanted) if wanted <= set(found) else None

    def sums(self, view: View) -> Sums:
        """Return what the videos of a view come to, all of them counted."""
        words = folded.words(view.search)
        asked = self._asked(view, folded.match(words), folded.needs_check(words))
        self._check_by(lambda text: folded.has_words(text, words))
        found = f"count(*), count(f.size), total({LENGTH_MS}), total(f.size)"
        sql = f"SELECT {found} {asked.source} {asked.where}"
        count, sized, length_ms, size = self._base.execute(sql, asked.values).fetchone()
        return Sums(count, sized, length_ms / 1000, int(size))

    def videos(self, ids: Sequence[str]) -> list[IndexedVideo]:
        """Return the videos of some ids that are known, in this order."""
        found = {}
        for video_id in ids:
            row = self._base.execute(f"{SELECT_ROW} WHERE f.id = ?", (video_id,)).fetchone()
            if row is not None:
                found[video_id] = video_of(*parted(row))
        return list(found.values())

    # How it is asked.

    def _asked(
        self, view: View, match: str, needs_check: bool, tried: int | None = None
    ) -> "_Asked":
        """Return how a view is asked; of those that match only so many newest ones if tried."""
        where, values = IndexFilter(self._base, self._now).where(view.filters)
        source, several = "FROM fact f", [where] if where else []
        order = view.order.levels[0].field if view.order else ""
        if match:
            source = "FROM found JOIN fact f ON f.key = found.rowid"
            several.insert(0, "found MATCH ?")
            if tried is not None:
                newest = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT"
                source = f"FROM ({newest} {tried}) AS found JOIN fact f ON f.key = found.rowid"
                several.pop(0)
            values = [match, *values]
        if needs_check or order == "description":
            source += " JOIN rest r ON r.key = f.key"
        if needs_check:
            texts = (f"CAST({one} AS BLOB)" for one in _SEARCHED)  # they may be no UTF-8
            several.append(f"is_found({', '.join(texts)})")
        text = f"WHERE {' AND '.join(several)}" if several else ""
        return _Asked(source, text, values, bool(match), needs_check, bool(where))

    def _check_by(self, is_found: _Check) -> None:
        """Let rows that match be looked at once more."""

        def check(*texts: bytes) -> bool:
            return is_found(marked(b"\n".join(texts)))

        self._base.create_function("is_found", len(_SEARCHED), check)

    def _keys(self, asked: "_Asked", order: Order, offset: int, limit: int) -> list[int]:
        sql = f"SELECT f.key {asked.source} {asked.where} {self._order(asked, order)}"
        found = self._base.execute(f"{sql} LIMIT ? OFFSET ?", (*asked.values, limit, offset))
        return [key for (key,) in found]

    def _order(self, asked: "_Asked", order: Order) -> str:
        key = "found.rowid" if asked.is_matched else "f.key"
        levels, is_down = [], True
        for level in order.levels:
            column = SORTED_BY.get(level.field)
            if column is None:
                told = (
                    f"Cannot sort the index by {level.field}. Try one of: {', '.join(SORTED_BY)}."
                )
                raise QueryError(told)
            is_down = level.descending
            if column == "f.key":
                break  # no two are the same
            levels.append(f"{column} {'DESC' if is_down else 'ASC'} NULLS LAST")
        levels.append(f"{key} {'DESC' if is_down else 'ASC'}")
        return f"ORDER BY {', '.join(levels)}"

    def _count(self, asked: "_Asked", is_search: bool) -> int | None:
        if not is_search:
            sql = f"SELECT count(*) {asked.source} {asked.where}"
            return int(self._base.execute(sql, asked.values).fetchone()[0])
        most = _CHECKED if asked.is_checked or asked.is_filtered else _COUNTED
        source = asked.source if asked.is_checked or asked.is_filtered else "FROM found"
        inside = f"SELECT 1 {source} {asked.where} LIMIT {most + 1}"
        sql = f"SELECT count(*) FROM ({inside})"  # noqa: S608 - ours
        count = int(self._base.execute(sql, asked.values).fetchone()[0])
        return count if count <= most else None

    def _videos(self, keys: Sequence[int]) -> list[IndexedVideo]:
        marks = ",".join(map(str, keys))
        sql = SELECT_ROW.replace("SELECT f.id", "SELECT f.key, f.id", 1)
        found = self._base.execute(f"{sql} WHERE f.key IN ({marks})")
        by_key = {row[0]: row[1:] for row in found}
        return [video_of(*parted(by_key[key])) for key in keys if key in by_key]

    def _names(self, by: str) -> dict[int, str]:
        if by not in GROUPED_BY or by in {"month", "year", "quality"}:
            return {}
        return dict(self._base.execute("SELECT id, name FROM term WHERE kind = ?", (by,)))

    def _thing_names(self, by: str) -> dict[str, str]:
        if by not in _THINGS:
            return {}
        return dict(self._base.execute("SELECT id, name FROM thing WHERE kind = ?", (by,)))

    def _group_name(self, by: str, value: str, names: Mapping[str, str]) -> str:
        """Return what a group is called, by what it is filtered by."""
        if value == "none":
            return f"no {by}"
        return f"{value}p" if by == "quality" else names.get(value) or value


class _Asked(msgspec.Struct, frozen=True):
    source: str
    where: str
    values: Sequence[object]
    is_matched: bool
    is_checked: bool
    is_filtered: bool


def _sums(asked: _Asked, column: str) -> str:
    """Return what gives the number, milliseconds and bytes of videos by the values of a column."""
    sums = f"count(*), total({LENGTH_MS}), total(f.size)"
    return f"SELECT {column} AS value, {sums} {asked.source} {asked.where} GROUP BY 1"


def _label_sums(asked: _Asked, kind: str) -> str:
    """Return the same by tags or domains; of those that have none too.

    Labels are gone through, since looking up each one for each video takes as many times as long as
    there are labels.
    """
    sums = "count(*), total(hit.length_ms), total(hit.size)"
    hits = f"SELECT f.key, {LENGTH_MS}, f.size {asked.source} {asked.where}"
    of_kind = f"term IN (SELECT id FROM term WHERE kind = '{kind}')"  # noqa: S608 - a name of ours
    labelled = f"SELECT key FROM label WHERE {of_kind}"  # noqa: S608 - ours
    return (
        f"WITH hit (key, length_ms, size) AS ({hits})"  # noqa: S608 - ours
        f" SELECT label.term, {sums} FROM label CROSS JOIN hit ON hit.key = label.key"
        f" WHERE label.{of_kind} GROUP BY 1"
        f" UNION ALL SELECT NULL, {sums} FROM hit"
        f" WHERE CASE WHEN {_ARE_FEW} THEN key NOT IN"
        f" ({labelled} AND +key IN (SELECT key FROM hit)) ELSE key NOT IN ({labelled}) END"
        " HAVING count(*) > 0"
    )
