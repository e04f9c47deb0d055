"""What changed from reading to reading: the latest first, with what was before and after."""

from datetime import timedelta
from pathlib import Path

import pytest
from indexing import NOW, Workspace, database, file, reader, video
from turned_clock import TurnedClock

from kinescope_tui.resources.changes import change_row, changes_list
from kinescope_tui.services.index import changes, index_database
from kinescope_tui.services.index.changes import changes_in
from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.index_filter import moment_of
from kinescope_tui.services.index.index_reader import IndexReader


async def read(there: Workspace, kept: IndexDatabase, *, days: int) -> None:
    await IndexReader(there.client, kept, TurnedClock(NOW + timedelta(days=days))).read(full=True)


async def test_each_kind_of_change_is_told_with_old_and_new(tmp_path: Path) -> None:
    there, kept = Workspace([video(n) for n in range(4)]), database(tmp_path)
    await reader(there, kept).read()
    there.all["v0000"] = video(0, "Renamed")
    there.all["v0001"] = video(1, folder_id="f1", privacy_type="nowhere", status="error")
    del there.all["v0002"]
    there.all["v0007"] = video(7)
    await read(there, kept, days=1)
    there.all["v0003"] = video(3, assets=[file(5)])
    await read(there, kept, days=5)

    base = kept.reading_connection()
    found = changes_in(base, None, 0, 100)
    told = {(c.video_id, c.what, c.old, c.new) for c in found.items}
    assert told == {
        ("v0000", "title", "Video 0", "Renamed"),
        ("v0001", "folder", None, "f1"),
        ("v0001", "privacy", "anywhere", "nowhere"),
        ("v0001", "status", "done", "error"),
        ("v0002", "gone", None, None),
        ("v0007", "new", None, None),
        ("v0003", "size", None, 5),
    }
    assert found.total == 7
    assert not found.is_cut
    assert found.items[0].what == "size"
    since = moment_of("-2d", NOW + timedelta(days=6))
    assert [c.video_id for c in changes_in(base, since, 0, 100).items] == ["v0003"]
    assert [c.what for c in changes_in(base, None, 1, 1).items] == [found.items[1].what]
    base.close()

    columns = {column.title: column for column in changes_list(None).columns}
    rows = {(c.video_id, c.what): change_row(c) for c in found.items}
    assert len({row.id for row in rows.values()}) == 7
    cells = {
        key: tuple(columns[name].cell(row).text for name in ("WHAT", "OLD", "NEW"))
        for key, row in rows.items()
    }
    assert cells["v0000", "title"] == ("renamed", "Video 0", "Renamed")
    assert cells["v0001", "folder"] == ("moved", "—", "f1")
    assert cells["v0003", "size"] == ("size", "—", "5 Bytes")
    assert cells["v0002", "gone"] == ("gone", "", "")


async def test_that_older_changes_are_kept_no_more_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_database, "MOST_CHANGES", 3)
    monkeypatch.setattr(changes, "MOST_CHANGES", 3)
    there, kept = Workspace([video(0)]), database(tmp_path)
    await reader(there, kept).read()
    for n in range(1, 6):
        there.all[f"v{n:04}"] = video(n)
    await read(there, kept, days=1)
    base = kept.reading_connection()
    found = changes_in(base, None, 0, 100)
    base.close()
    assert (len(found.items), found.total, found.is_cut) == (3, 3, True)
