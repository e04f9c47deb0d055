"""Videos, and what belongs to one of them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kinescope_tui.api.client import KinescopeClient, quote_segment
from kinescope_tui.api.models import Annotation, Poster, Subtitle, Video
from kinescope_tui.presentation.lists.poster_picture import poster_link
from kinescope_tui.presentation.lists.statuses import badge
from kinescope_tui.presentation.lists.sum_words import duration_sum, size_sum, sums_told
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import clock
from kinescope_tui.resources.cells import (
    bytes_,
    flag,
    how_many,
    length,
    moment_column,
    quantity_column,
    text,
)
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import CopyItem, Names, Resource, Tab, TabContent, named
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

if TYPE_CHECKING:
    from kinescope_tui.presentation.lists.preview import Preview

_UNTITLED = "(no title)"


def _title(video: Video) -> Cell:
    title = one_line(video.title)
    return Cell(title) if title else Cell(_UNTITLED, Tone.MUTED)


def _size(video: Video) -> int | None:
    """Return the bytes of all files together."""
    sizes = [file.size_bytes for file in video.assets or [] if file.size_bytes is not None]
    return sum(sizes) if sizes else None


def _qualities(video: Video) -> list[str]:
    return list(dict.fromkeys(file.quality for file in video.assets or [] if file.quality))


def _chapters(video: Video) -> Sequence[object] | None:
    return video.chapters.items if video.chapters is not None else None


def _subtitle_languages(video: Video) -> Cell:
    return text(", ".join(track.language or "?" for track in video.subtitles or []))


def _milliseconds(time_ms: float | None) -> Cell:
    return Cell("0:00" if time_ms == 0 else clock((time_ms or 0) / 1000))


# Pages are imported where they are looked at: the first request waits for what stands at the top.


def _overview(video: Video, raw: dict[str, Any], names: Names) -> list[Section]:
    from kinescope_tui.presentation.lists.video_page import video_sections

    return video_sections(video, raw, names)


def _files(video: Video, _raw: dict[str, Any], _names: Names) -> list[Section]:
    from kinescope_tui.presentation.lists.video_page import file_facts, files

    return [files(video), file_facts(video)]


def _chapter_list(video: Video, _raw: dict[str, Any], _names: Names) -> list[Section]:
    from kinescope_tui.presentation.lists.video_page import chapters

    return [chapters(video)]


def _materials(video: Video, _raw: dict[str, Any], _names: Names) -> list[Section]:
    from kinescope_tui.presentation.lists.video_page import materials

    return [materials(video)]


def _wide(page: str) -> Callable[..., list[Section]]:
    """Return one of the pages of parts, by its name."""

    def made(*of: Any) -> list[Section]:
        from kinescope_tui.presentation.lists import part_pages

        sections: list[Section] = getattr(part_pages, page)(*of)
        return sections

    return made


def _preview(video: Video, names: Names, now: datetime) -> "Preview":
    from kinescope_tui.presentation.lists.video_preview import video_preview

    return video_preview(video, names, now)


async def _audience(session: Session, video: Video) -> TabContent:
    from kinescope_tui.presentation.analytics.audience_page import audience_sections
    from kinescope_tui.services.time.range_source import Question
    from kinescope_tui.services.time.time_range import PRESETS, Bucket

    analytics = session.analytics  # knows whose days are meant
    question = Question(PRESETS["28d"](analytics.now), Bucket.DAY, video.id)
    answer = await analytics.ask(question)
    return TabContent(audience_sections(answer), answer.exchange)


async def _material_link(client: KinescopeClient, video: Video) -> str:
    """Return a link to the first additional material, made now."""
    first = next(iter(video.additional_materials or []), None)
    return await client.material_link(first.id) if first is not None else ""


def _subtitles(video: Video) -> Resource[Subtitle]:
    return Resource(
        name="subtitles",
        noun="subtitle track",
        path=f"/v1/videos/{quote_segment(video.id)}/subtitles",
        model=Subtitle,
        columns=(
            Column("LANGUAGE", 8, lambda track: text(track.language)),
            Column("DESCRIPTION", 24, lambda track: text(track.description), is_flexible=True),
            Column("FILE", 28, lambda track: text(track.file_name)),
        ),
        title_of=lambda track: named(track.description or track.language),
    )


def _annotations(video: Video) -> Resource[Annotation]:
    return Resource(
        name="annotations",
        noun="annotation",
        path=f"/v1/videos/{quote_segment(video.id)}/annotations",
        model=Annotation,
        columns=(
            quantity_column("FROM", 8, lambda note: note.start_ms, cell=_milliseconds),
            quantity_column("TO", 8, lambda note: note.end_ms, cell=_milliseconds),
            Column("TITLE", 30, lambda note: text(note.title), is_flexible=True),
            Column("KIND", 6, lambda note: text(note.annotation_type)),
            Column("LINK", 36, lambda note: text(note.link)),
        ),
        title_of=lambda note: named(note.title),
        link=lambda note: note.link,
    )


def _posters(video: Video) -> Resource[Poster]:
    return Resource(
        name="posters",
        noun="poster",
        path=f"/v1/videos/{quote_segment(video.id)}/posters",
        model=Poster,
        columns=(
            quantity_column("AT", 8, lambda poster: poster.from_time_s, cell=_second),
            Column("STATUS", 12, lambda poster: badge(poster.status)),
            Column("ACTIVE", 6, lambda poster: flag(poster.active)),
            Column("PICTURE", 60, lambda poster: text(poster.original), is_flexible=True),
        ),
        link=lambda poster: poster.original,
    )


def _second(seconds: float | None) -> Cell:
    return Cell("0:00" if seconds == 0 else clock(seconds))


def _link(video: Video) -> str:
    return f"[{one_line(video.title) or _UNTITLED}]({video.play_link})" if video.play_link else ""


VIDEOS = Resource(
    **LISTINGS["videos"].facts,
    model=Video,
    columns=(
        Column(
            "STATUS",
            12,
            lambda video: badge(video.status),
            parameter="status[]",
            value=lambda video: video.status,
            key=lambda video: video.status or None,
            has_sign=True,
        ),
        Column(
            "TITLE",
            30,
            _title,
            "title",
            is_flexible=True,
            parameter="q",
            value=lambda video: video.title,
            wanted=43,
        ),
        quantity_column("LENGTH", 9, lambda video: video.duration_s, "duration", cell=length),
        moment_column("CREATED", lambda video: video.created_at, "created_at"),
        Column(
            "PROJECT",
            14,
            lambda video: text(video.project_id, Tone.MUTED),
            parameter="project_id",
            value=lambda video: video.project_id or "",
            is_name=True,
            rank=1,
        ),
        moment_column("UPDATED", lambda video: video.updated_at, "updated_at", rank=2),
        Column("PRIVACY", 9, lambda video: text(video.privacy_type, Tone.MUTED), rank=3),
    ),
    more_columns=(
        quantity_column("SIZE", 9, _size, cell=bytes_),
        Column(
            "FOLDER",
            14,
            lambda video: text(video.folder_id, Tone.MUTED),
            parameter="folder_id",
            value=lambda video: video.folder_id or "",
            is_name=True,
        ),
        Column("TAGS", 20, lambda video: text(", ".join(video.tags or []))),
        Column("SUBTITLES", 9, _subtitle_languages),
        Column("DESCRIPTION", 30, lambda video: text(video.description), "description"),
        Column("SUBTITLE", 20, lambda video: text(video.subtitle)),
        quantity_column("FILES", 6, lambda video: how_many(video.assets)),
        Column("QUALITIES", 20, lambda video: text(", ".join(_qualities(video)))),
        quantity_column("CHAPTERS", 8, lambda video: how_many(_chapters(video))),
        quantity_column("MATERIALS", 9, lambda video: how_many(video.additional_materials)),
        quantity_column("VERSION", 7, lambda video: video.version),
        Column("PLAYER", 36, lambda video: text(video.player_id, Tone.MUTED)),
        Column("DOMAINS", 24, lambda video: text(", ".join(video.privacy_domains or []))),
        Column("PLAY LINK", 40, lambda video: text(video.play_link, Tone.MUTED)),
    ),
    title_of=lambda video: named(video.title, _UNTITLED),
    tabs=(
        Tab("Overview", sections=_overview),
        Tab(
            "Files",
            sections=_files,
            count=lambda video: how_many(video.assets),
            wide=_wide("file_page"),
        ),
        Tab(
            "Chapters",
            sections=_chapter_list,
            count=lambda video: how_many(_chapters(video)),
            wide=_wide("chapter_page"),
        ),
        Tab(
            "Subtitles",
            lists=_subtitles,
            count=lambda video: how_many(video.subtitles),
            wide=_wide("subtitle_page"),
        ),
        Tab("Annotations", lists=_annotations, wide=_wide("annotation_page")),
        Tab("Posters", lists=_posters, picture=poster_link),
        Tab(
            "Materials",
            sections=_materials,
            # Null is how the API says that there are none.
            count=lambda video: len(video.additional_materials or []),
            wide=_wide("material_page"),
        ),
        Tab("Analytics", ask=_audience, wide=_wide("audience_page")),
    ),
    extras=(
        CopyItem("play-link", "play link", lambda video: video.play_link or ""),
        CopyItem("embed-link", "embed link", lambda video: video.embed_link or ""),
        CopyItem("hls-link", "HLS link", lambda video: video.hls_link or ""),
        CopyItem("markdown", "Markdown link", _link),
        CopyItem(
            "download-link", "download link", ask=lambda client, video: client.file_link(video.id)
        ),
        CopyItem("material-link", "material's link", ask=_material_link),
    ),
    is_problem=lambda video: video.status in {"error", "aborted", "suspended"},
    views={
        "failed": View().filtered("status[]", ("error", "aborted")),
        "in progress": View().filtered(
            "status[]", ("pending", "uploading", "pre-processing", "processing")
        ),
        "without folder": View().filtered("without_folder", ("true",)),
    },
    sum_of=lambda videos: sums_told(
        duration_sum(video.duration_s for video in videos), size_sum(map(_size, videos))
    ),
    preview_of=_preview,
)
