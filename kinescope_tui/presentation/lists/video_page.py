"""Everything that is known of one video, as sections."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from kinescope_tui.api.models import Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import bitrate, size
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.times import clock, full

# A private or signed link opens the video to whoever has it.
_NEVER_SHOWN = {"privacy_share", "download_link", "url"}
_LONGEST = 600  # characters of a field that nobody documented
_MAX_ROWS = 200


def video_sections(
    video: Video, raw: dict[str, Any], names: Mapping[str, str] = MappingProxyType({})
) -> list[Section]:
    """Return the sections of a video's page; empty ones are left out.

    Args:
        video: The video.
        raw: The same as it came, for fields that the model does not know.
        names: The names of projects and folders that are known, by id.
    """
    sections = [
        video_overview(video, names),
        _links(video),
        files(video),
        chapters(video),
        _subtitles(video),
        materials(video),
        _other(raw),
    ]
    return [section for section in sections if section.rows]


def video_overview(video: Video, names: Mapping[str, str]) -> Section:
    """Return what is known of a video without its parts."""
    domains = ", ".join(map(one_line, video.privacy_domains or []))
    privacy = one_line(video.privacy_type) or MISSING
    return pairs(
        "Overview",
        [
            ("Status", badge(video.status)),
            ("Title", _text(video.title)),
            ("Subtitle", _text(video.subtitle)),
            ("Duration", Cell(clock(video.duration_s))),
            ("Created", Cell(full(video.created_at))),
            ("Updated", Cell(full(video.updated_at))),
            ("Project", _named(video.project_id, names)),
            ("Folder", _named(video.folder_id, names)),
            ("Player", _text(video.player_id)),
            ("Privacy", Cell(f"{privacy} · {domains}" if domains else privacy)),
            ("Tags", _text(", ".join(map(one_line, video.tags or [])))),
            ("Version", Cell(MISSING if video.version is None else str(video.version))),
            ("Progress", _progress(video)),
            ("Description", _text(video.description)),
        ],
    )


def _links(video: Video) -> Section:
    poster = video.poster.original or video.poster.md if video.poster else None
    return pairs(
        "Id and links",
        [
            ("Id", _text(video.id)),
            ("Play", _text(video.play_link)),
            ("Embed", _text(video.embed_link)),
            ("HLS", _text(video.hls_link)),
            ("Poster", _text(poster)),
        ],
    )


def files(video: Video) -> Section:
    """Return the files of a video with their sizes and bitrates, and the total size."""
    assets = sorted(video.assets or [], key=lambda asset: -(asset.size_bytes or 0))[:_MAX_ROWS]
    rows: list[tuple[Cell, ...]] = [
        (
            _text(asset.quality),
            _text(asset.resolution.replace("x", "×")),
            Cell(size(asset.size_bytes).rjust(10)),
            Cell(bitrate(asset.size_bytes, video.duration_s).rjust(11)),
            _text(asset.file_type),
        )
        for asset in assets
    ]
    if not rows:
        return Section("Files", (), ())
    known = [asset.size_bytes for asset in assets if (asset.size_bytes or 0) > 0]
    total = Cell(size(sum(n for n in known if n)).rjust(10))
    if len(rows) > 1:
        rows.append((Cell("total", Tone.MUTED), Cell(""), total, Cell(""), Cell("")))
    head = ("QUALITY", "RESOLUTION", "      SIZE", "    BITRATE", "TYPE")
    return table("Files", head, rows)


def chapters(video: Video) -> Section:
    """Return the chapters of a video; the API gives their times in milliseconds."""
    items = (video.chapters.items if video.chapters else [])[:_MAX_ROWS]
    title = "Chapters" if video.chapters and video.chapters.enabled else "Chapters (switched off)"
    starts = [clock((item.time_ms or 0) / 1000).replace(MISSING, "0:00") for item in items]
    return pairs(title, list(zip(starts, (_text(item.title) for item in items), strict=True)))


def _subtitles(video: Video) -> Section:
    tracks = (video.subtitles or [])[:_MAX_ROWS]
    name = "Subtitles" if video.subtitles_enabled else "Subtitles (switched off)"
    return pairs(
        name,
        [(one_line(t.language) or "?", _text(t.description or t.file_name)) for t in tracks],
    )


def materials(video: Video) -> Section:
    """Return the files that viewers may download beside a video."""
    materials = (video.additional_materials or [])[:_MAX_ROWS]
    return pairs(
        "Additional materials",
        [
            (size(material.size_bytes), _text(material.title or material.file_name))
            for material in materials
        ],
    )


def _other(raw: dict[str, Any]) -> Section:
    known = {info.encode_name for info in msgspec.structs.fields(Video)}
    facts = [
        (one_line(key), _text(exact_json(_public(value), indent=0)[:_LONGEST]))
        for key, value in raw.items()
        if key not in known and key not in _NEVER_SHOWN
    ]
    return pairs("Other fields", facts[:_MAX_ROWS])


def _public(value: Any) -> Any:
    """Return decoded JSON without the links that are never shown, however deep they lie."""
    if isinstance(value, list):
        return [_public(item) for item in value]
    if isinstance(value, dict):
        return {key: _public(item) for key, item in value.items() if key not in _NEVER_SHOWN}
    return value


def _progress(video: Video) -> Cell:
    if video.progress is None:
        return Cell(MISSING)
    return Cell(f"{video.progress:g} · as reported", Tone.MUTED)


def _named(item_id: str | None, names: Mapping[str, str]) -> Cell:
    return _text(names.get(item_id or "") or item_id)


def _text(text: str | None) -> Cell:
    line = redact_shapes(one_line(text or ""))
    return Cell(line) if line else Cell(MISSING, Tone.MUTED)
