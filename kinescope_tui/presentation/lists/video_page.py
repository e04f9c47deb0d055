"""Everything that is known of one video, as sections."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.models import Asset, Subtitle, Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.chapter_line import ChapterLine
from kinescope_tui.presentation.lists.file_bars import FileBars, FileFacts
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import bitrate, count, size
from kinescope_tui.presentation.text.sections import Section, known, pairs, table
from kinescope_tui.presentation.text.times import clock, day, full

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
        files(video),
        chapters(video),
        _subtitles(video),
        materials(video),
        _other(raw),
    ]
    return [section for section in sections if section.rows]


def video_overview(video: Video, names: Mapping[str, str]) -> Section:
    """Return what is known of a video without its parts; what nobody knows is left out."""
    domains = ", ".join(map(one_line, video.privacy_domains or []))
    privacy = one_line(video.privacy_type)
    is_changed = video.updated_at != video.created_at
    facts = known(
        [
            ("Status", badge(video.status)),
            ("Title", _text(video.title)),
            ("Subtitle", _text(video.subtitle)),
            ("Length", Cell(clock(video.duration_s))),
            ("Created", Cell(full(video.created_at))),
            ("Updated", Cell(full(video.updated_at)) if is_changed else Cell("")),
            ("Project", _named(video.project_id, names)),
            ("Folder", _named(video.folder_id, names)),
            ("Privacy", Cell(f"{privacy} · {domains}" if domains else privacy)),
            ("Tags", _text(", ".join(map(one_line, video.tags or [])))),
            ("Uploaded", Cell(uploaded(video), Tone.MUTED)),
        ]
    )
    section = pairs("Overview", facts)
    description = _text(video.description)
    if description.text != MISSING:
        section = replace(section, rows=(*section.rows, (Cell(""),), (description,)))
    return replace(section, state=version(video))


def files(video: Video) -> Section:
    """Return the files of a video with their sizes and bitrates, the largest first."""
    found = [
        FileFacts(
            _text(asset.quality).text,
            asset.size_bytes,
            bitrate(asset.size_bytes, video.duration_s).replace(MISSING, ""),
            _plain(asset.resolution.replace("x", "×")),
            _plain(asset.file_type),
        )
        for asset in assets(video)
    ]
    if not found:
        return Section("Files", (), ())
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(one.name),
            Cell(one.resolution),
            Cell(size(one.size_bytes).rjust(10)),
            Cell(one.bitrate.rjust(11)),
            Cell(one.kind),
        )
        for one in found
    ]
    head = ("QUALITY", "RESOLUTION", "      SIZE", "    BITRATE", "TYPE")
    known_sizes = [one.size_bytes for one in found if one.size_bytes and one.size_bytes > 0]
    total = f" · {size(sum(known_sizes))}" if known_sizes else ""
    state = Cell(f"{count(len(found))}{total}", Tone.MUTED)
    return replace(table("Files", head, rows), state=state, drawing=FileBars(tuple(found)))


def file_facts(video: Video) -> Section:
    """Return by what each file of a video is told from others: its checksum, id and name."""
    facts = []
    for asset in assets(video):
        named = (("MD5", asset.md5), ("id", asset.id), ("", asset.original_name))
        told = [f"{label} {text}".lstrip() for label, value in named if (text := _plain(value))]
        made = day(asset.created_at).replace(MISSING, "")
        facts.append((_text(asset.quality).text, Cell(" · ".join(filter(None, (*told, made))))))
    return pairs("Checksums and ids", known(facts))


def assets(video: Video) -> list[Asset]:
    """Return the files of a video, the largest first."""
    return sorted(video.assets or [], key=lambda asset: -(asset.size_bytes or 0))[:_MAX_ROWS]


def chapters(video: Video) -> Section:
    """Return the chapters of a video; the API gives their times in milliseconds."""
    found = video.chapters.items if video.chapters else None
    items = (found or [])[:_MAX_ROWS]
    title = "Chapters" if video.chapters and video.chapters.enabled else "Chapters (off)"
    starts = [float(item.time_ms or 0) / 1000 for item in items]
    titles = [_text(item.title) for item in items]
    told = [clock(start).replace(MISSING, "0:00") for start in starts]
    line = ChapterLine(
        tuple(starts), tuple(title.text for title in titles), float(video.duration_s or 0)
    )
    section = pairs(title, list(zip(told, titles, strict=True)))
    return replace(section, state=_how_many(found), drawing=line)


def _subtitles(video: Video) -> Section:
    tracks = (video.subtitles or [])[:_MAX_ROWS]
    name = "Subtitles" if video.subtitles_enabled else "Subtitles (off)"
    section = pairs(name, [(one_line(t.language) or "?", subtitle_cell(t)) for t in tracks])
    return replace(section, state=_how_many(video.subtitles))


def _how_many(parts: Sequence[object] | None) -> Cell:
    """Return how many parts there are; empty if that did not come, or could not be read."""
    return Cell(count(len(parts)) if parts is not None else "", Tone.MUTED)


def subtitle_cell(track: Subtitle) -> Cell:
    """Return what is known of a track beside its language: names, and its size if that came."""
    parts = (_plain(track.description), _plain(track.file_name), _subtitle_size(track))
    return Cell(" · ".join(dict.fromkeys(filter(None, parts))) or MISSING)


def _subtitle_size(track: Subtitle) -> str:
    found = track.raw.get("file_size", track.raw.get("size"))
    return size(found) if isinstance(found, int) and not isinstance(found, bool) else ""


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
    from kinescope_tui.services.files.records import without_links  # the first preview needs none

    known = set(Video.__struct_encode_fields__)
    facts = [
        (one_line(key), _text(exact_json(value, indent=0)[:_LONGEST]))
        for key, value in without_links(raw).items()
        if key not in known
    ]
    return pairs("Other fields", facts[:_MAX_ROWS])


def uploaded(video: Video) -> str:
    """Return how far an upload is; of what is uploaded the API's number says nothing."""
    is_uploading = video.status == "uploading" and video.progress is not None
    return f"{video.progress:g} %, as reported" if is_uploading else ""


def version(video: Video) -> Cell:
    """Return which version of its file a video shows; empty if that is not known."""
    return Cell(f"version {video.version}" if video.version is not None else "", Tone.MUTED)


def _named(item_id: str | None, names: Mapping[str, str]) -> Cell:
    return _text(names.get(item_id or "") or item_id)


def _text(text: str | None) -> Cell:
    line = _plain(text)
    return Cell(line) if line else Cell(MISSING, Tone.MUTED)


def _plain(text: str | None) -> str:
    return redact_shapes(one_line(text or ""))
