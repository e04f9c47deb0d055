"""A video of the index is previewed as that of the server's list is."""

from datetime import UTC, datetime

from kinescope_tui.api.models import Asset, Video
from kinescope_tui.resources.indexed_videos import INDEX
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.index.indexed_video import row_of, video_of

NOW = datetime(2026, 8, 22, 12, tzinfo=UTC)
VIDEO = Video(
    id="v1",
    title="Live Q&A",
    status="done",
    duration_s=687.313,
    created_at=datetime(2026, 8, 21, tzinfo=UTC),
    project_id="p1",
    privacy_type="custom",
    privacy_domains=["lms.example.org"],
    tags=["draft"],
    assets=[Asset(quality="720p", size_bytes=2_000_000)],
)


def test_it_tells_the_same_of_what_both_know() -> None:
    row = row_of(VIDEO)
    kept = video_of(row.id, row.names, row.facts, row.texts)
    names = {"p1": "Academy"}
    listed, indexed = VIDEOS.preview(VIDEO, names, NOW), INDEX.preview(kept, names, NOW)
    told = {label: cell.text for label, cell in indexed.facts}
    assert told["Length"] == "11:27"
    assert told["Project"] == "Academy"
    assert indexed.facts == listed.facts
    assert indexed.files == listed.files
    assert indexed.keys == listed.keys
