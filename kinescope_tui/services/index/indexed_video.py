"""A video as the index keeps it, and the row that it is kept in."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from kinescope_tui.api.models import Asset, Number, Subtitle, Video, Whole
from kinescope_tui.api.numeral import MAX_WHOLE
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.services.index.folded import document, fold

_MOST_TEXT = 4_000  # characters of a description
_MOST_TITLE = 500
_MOST_ID = 100
_MOST_NAMES = 50  # tags, domains, languages and files of one video
_MOST_NAME = 100
_SHORT = 20  # characters of a quality or a language
_TITLE_KEY = 32  # characters of a title by which it is sorted
_read_json = msgspec.json.Decoder().decode  # three times as quick as the standard one
_write_json = msgspec.json.Encoder().encode
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEIGHT = re.compile(r"(\d{3,4})p\b|\d{2,5}x(\d{2,4})")
_ORIGINAL = "original"


class IndexedVideo(Video):
    """A video as it was read for the index: what lists show of it, and no links but its own.

    Attributes:
        height: Of the best transcoded quality, in pixels; None if there is none.
        size_bytes: Of all files together; None where none says its size.
        original_bytes: Of the file that was uploaded.
        best_bytes: Of the best transcoded quality.
        has_poster: Whether it has a still picture.
        chapter_count: How many chapters it has; None if it did not say.
        material_count: The same of additional materials.
    """

    height: Whole | None = None
    size_bytes: Whole | None = None
    original_bytes: Whole | None = None
    best_bytes: Whole | None = None
    has_poster: bool | None = None
    chapter_count: Whole | None = None
    material_count: Whole | None = None


class VideoRow(msgspec.Struct, frozen=True):
    """What is kept of a video; times are in milliseconds since 1970, sizes in bytes.

    Attributes:
        names: What few values stand in, by its column: status, privacy, project, folder, player.
        facts: Numbers by column, as in `FACTS`.
        texts: By column, as in `TEXTS`.
        digest: Tells whether two rows are the same.
    """

    id: str
    title_key: str
    created: int | None
    names: tuple[str | None, ...]
    facts: tuple[int | float | None, ...]
    texts: tuple[str, ...]
    tags: tuple[str, ...]
    domains: tuple[str, ...]
    digest: int

    @property
    def document(self) -> str:
        """What of it is looked for."""
        return document_of(self.id, self.texts)


NAMES = ("status", "privacy", "project", "folder", "player")
"""Columns of which few values are kept once, by a number."""

FACTS = (
    "created", "updated", "duration", "size", "height", "original", "best",
    "subtitles", "chapters", "poster", "materials", "files",
)  # fmt: skip
"""Columns with numbers; 0 and 1 for a poster; None where nothing is known."""

TEXTS = ("title", "description", "tags", "domains", "play_link", "more")
"""Columns with texts: tags and domains as JSON, `more` as a JSON object."""


def document_of(video_id: str, texts: Sequence[str]) -> str:
    """Return what is looked for of a row: title, description, tags, domains, its id, its link."""
    title, description, tags, domains, play_link, _more = texts
    return document([title, description, tags, domains, video_id, play_link])


def row_of(video: Video) -> VideoRow:
    """Return what is kept of a video."""
    assets = (video.assets or [])[:_MOST_NAMES]
    sized = [asset.size_bytes for asset in assets if asset.size_bytes is not None]
    original = next((asset for asset in assets if asset.quality == _ORIGINAL), None)
    heights = [height_of(asset) or 0 for asset in assets]
    height = max(heights, default=0)
    best = assets[heights.index(height)] if height else None
    tags, domains = _names(video.tags), _names(video.privacy_domains)
    languages = None if video.subtitles is None else [t.language[:_SHORT] for t in video.subtitles]
    chapters = video.chapters.items if video.chapters is not None else None
    more = {
        "subtitle": (video.subtitle or "")[:_MOST_TITLE],
        "version": video.version,
        "languages": None if languages is None else languages[:_MOST_NAMES],
        "assets": None
        if video.assets is None
        else [[asset.quality[:_SHORT], asset.size_bytes] for asset in assets],
    }
    created = _ms(video.created_at)
    texts = (
        video.title[:_MOST_TITLE],
        (video.description or "")[:_MOST_TEXT],
        _json(tags) if tags else "",
        _json(domains) if domains else "",
        _plain_link(video.play_link or ""),
        _json({name: value for name, value in more.items() if value not in (None, "")}),
    )
    facts = (
        created,
        _ms(video.updated_at),
        video.duration_s,
        min(sum(sized), MAX_WHOLE) if sized else None,
        height or None,
        original.size_bytes if original is not None else None,
        best.size_bytes if best is not None else None,
        None if video.subtitles is None else len(video.subtitles),
        None if chapters is None else len(chapters),
        int(video.poster is not None),
        None if video.additional_materials is None else len(video.additional_materials),
        None if video.assets is None else len(video.assets),
    )
    names = tuple(
        (name or "")[:_MOST_ID] or None
        for name in (
            video.status,
            video.privacy_type,
            video.project_id,
            video.folder_id,
            video.player_id,
        )
    )
    digest = blake2b(repr((names, facts, texts)).encode("utf-8", "replace"), digest_size=8)
    return VideoRow(
        video.id[:_MOST_ID],
        title_key(video.title),
        created,
        names,
        facts,
        tuple(map(_sound, texts)),
        tags,
        domains,
        int.from_bytes(digest.digest(), "big", signed=True),
    )


def title_key(title: str) -> str:
    """Return what titles are sorted by, the same for those that read alike."""
    key = " ".join(_sound(fold(title)).split())
    if len(key) <= _TITLE_KEY:
        return key
    return key[:_TITLE_KEY] + blake2b(key.encode(), digest_size=6).hexdigest()


def height_of(asset: Asset) -> int | None:
    """Return the height of a transcoded file in pixels; None of an original, or if unknown."""
    if asset.quality == _ORIGINAL:
        return None
    return _height_in(f"{asset.quality[:_SHORT]} {asset.resolution[:_SHORT]}")


@lru_cache(maxsize=1_024)
def _height_in(text: str) -> int | None:
    found = _HEIGHT.search(text)
    return int(found[1] or found[2]) if found is not None else None


def video_of(
    video_id: str,
    names: Sequence[str | None],
    facts: Sequence[Number | None],
    texts: Sequence[str],
) -> IndexedVideo:
    """Return the video of a row."""
    status, privacy, project, folder, player = names
    known = dict(zip(FACTS, facts, strict=True))
    title, description, tags, domains, play_link, written = texts
    more = _read_json(written) if written else {}
    assets, languages = more.get("assets"), more.get("languages")
    return IndexedVideo(
        id=video_id,
        title=title,
        subtitle=more.get("subtitle"),
        description=description,
        status=status or "",
        duration_s=known["duration"],
        created_at=_moment(known["created"]),
        updated_at=_moment(known["updated"]),
        privacy_type=privacy or "",
        privacy_domains=_read_json(domains) if domains else [],
        project_id=project,
        folder_id=folder,
        player_id=player,
        version=more.get("version"),
        tags=_read_json(tags) if tags else [],
        play_link=play_link or None,
        assets=None
        if assets is None
        else [Asset(quality=quality, size_bytes=size) for quality, size in assets],
        subtitles=None if languages is None else [Subtitle(language=name) for name in languages],
        height=_whole(known["height"]),
        size_bytes=_whole(known["size"]),
        original_bytes=_whole(known["original"]),
        best_bytes=_whole(known["best"]),
        has_poster=bool(known["poster"]),
        chapter_count=_whole(known["chapters"]),
        material_count=_whole(known["materials"]),
    )


def _whole(value: Number | None) -> int | None:
    return None if value is None else int(value)


def _names(names: Iterable[str] | None) -> tuple[str, ...]:
    found = dict.fromkeys(_sound(name[:_MOST_NAME]) for name in names or () if name)
    return tuple(found)[:_MOST_NAMES]


def _plain_link(link: str) -> str:
    """Return a link that lets nobody in by itself, else nothing."""
    return link if len(link) <= _MOST_TITLE and redact_shapes(link) == link else ""


def _json(value: Any) -> str:
    try:
        return _write_json(value).decode()
    except UnicodeEncodeError:  # a lone surrogate, which is replaced later
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sound(text: str) -> str:
    """Return a text that a database takes."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "")


def _ms(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def _moment(ms: Number | None) -> datetime | None:
    return None if ms is None else _EPOCH + timedelta(milliseconds=ms)
