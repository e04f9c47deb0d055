"""The parts of a video where there is room for more than a list of them.

Only what answers say that are here already: of the video, of its parts, and of the other videos of
the list that it was opened from.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.models import AdditionalMaterial, Annotation, Chapter, Subtitle, Video
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.lists.beside_others import beside_others
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.lists.time_lanes import Span, TimeLanes, time_section
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count, size
from kinescope_tui.presentation.text.sections import Section, known, pairs
from kinescope_tui.presentation.text.times import clock

_MOST_CARDS = 12
_MOST_LANES = 12
_TONES = (Tone.GOOD, Tone.BUSY, Tone.ACCENT)
_LIST_KEYS = (
    ("{detail.open}", "opens them as a list: sort, search, mark, export"),
    ("{view.copy}", "copies links, the id and the JSON of this video"),
)
_ABSENT = (
    ("{detail.next} {detail.previous}", "the next video of the list, and the one before"),
    ("{view.copy}", "copies links, the id and the JSON of this video"),
)


def broad(sections: Sequence[Section]) -> list[Section]:
    """Return sections that take the whole width, as where there is nothing beside them."""
    return [replace(section, is_broad=True) for section in sections if section.rows]


def audience_page(
    video: Video, listed: Sequence[Section], items: Sequence[Any], others: Sequence[Video]
) -> list[Section]:
    """Return the page of a video's days: the chart takes the lines that are left."""
    del video, items, others
    return broad(listed)


def subtitle_page(
    video: Video, listed: Sequence[Section], tracks: Sequence[Subtitle], others: Sequence[Video]
) -> list[Section]:
    """Return the tracks, each in a box, what they are, and which languages others have."""
    switched = {
        True: "Viewers can choose one of these tracks in the player.",
        False: "Switched off for this video: the player offers none of its tracks.",
    }
    told = switched.get(video.subtitles_enabled) if video.subtitles_enabled is not None else ""
    if not tracks:
        told = "This video has no subtitle track."
    languages = [one_line(track.language) for track in tracks]
    cards = [_track(track, n, len(tracks)) for n, track in enumerate(tracks, 1)]
    return [
        *(cards if len(cards) <= _MOST_CARDS else broad(listed)),
        part_help("About subtitles", [told or ""], _LIST_KEYS if tracks else _ABSENT),
        beside_others(
            "Languages of subtitles",
            others,
            lambda other: [one_line(track.language) for track in other.subtitles or []],
            languages,
        ),
    ]


def _track(track: Subtitle, number: int, of: int) -> Section:
    name = _plain(track.file_name)
    stem, dot, ending = name.rpartition(".")
    found = track.raw.get("file_size", track.raw.get("size"))
    section = pairs(
        f"Track {number} of {of}" if of > 1 else "Track",
        known(
            [
                ("Language", Cell(one_line(track.language))),
                ("Label", Cell(_plain(track.description))),
                ("File", Cell(name)),
                ("Format", Cell(ending.upper() if stem and dot else "")),
                ("Size", Cell(size(found) if type(found) is int else "")),
                ("Link", Cell("signed, never shown" if track.url else "", Tone.MUTED)),
            ]
        ),
    )
    return replace(section, state=Cell(one_line(track.language), Tone.ACCENT))


def annotation_page(
    video: Video, listed: Sequence[Section], notes: Sequence[Annotation], _others: Sequence[Video]
) -> list[Section]:
    """Return the annotations, when each is shown, and what they are."""
    told = "Annotations are shown over the video while it plays, and may lead to a link."
    absent = "" if notes else "This video has none."
    cards = [_note(note, n, video) for n, note in enumerate(notes, 1)]
    return [
        *(cards if len(cards) <= _MOST_CARDS else broad(listed)),
        part_help("About annotations", [told, absent], _LIST_KEYS if notes else _ABSENT),
        *([timeline(video, notes)] if notes else []),
    ]


def _note(note: Annotation, number: int, video: Video) -> Section:
    span = _span(note)
    length = span.end_s - span.start_s
    title = clock(span.start_s) if span.start_s else "0:00"
    until = clock(span.end_s)
    shown = f"{title} – {until}" if note.start_ms is not None and until != MISSING else ""
    section = pairs(
        f"Annotation {number}",
        known(
            [
                ("Title", Cell(_plain(note.title))),
                ("Shown", Cell(shown)),
                ("For", Cell(clock(length) if 0 < length < math.inf else "")),
                ("Chapter", Cell(_chapter_at(video, span.start_s))),
                ("Kind", Cell(_plain(note.annotation_type))),
                ("Link", Cell(_plain(note.link))),
            ]
        ),
    )
    return replace(section, state=Cell(title if shown else "", Tone.WARNING))


def _chapter_at(video: Video, second: float) -> str:
    items = _chapters(video) or []
    begun = [item for item in items if float(item.time_ms or 0) / 1000 <= second]
    return _plain(begun[-1].title) if begun else ""


def _span(note: Annotation, tone: Tone = Tone.ACCENT) -> Span:
    start, end = (float(ms or 0) / 1000 for ms in (note.start_ms, note.end_ms))
    return Span(start, max(start, end), tone)


def _named(note: Annotation) -> str:
    return _plain(note.title) or _plain(note.annotation_type) or "(no title)"


def timeline(video: Video, notes: Sequence[Annotation]) -> Section:
    """Return the video's time with its chapters, and beneath these when annotations are shown."""
    duration = float(video.duration_s or 0)
    items = _chapters(video) or []
    starts = [float(item.time_ms or 0) / 1000 for item in items]
    chapters = [
        Span(start, end, _TONES[number % len(_TONES)])
        for number, (start, end) in enumerate(pairwise([*starts, duration]))
    ]
    lanes = [("Chapters", chapters)] if chapters else []
    lanes += [(_named(note), [_span(note, Tone.WARNING)]) for note in notes[:_MOST_LANES]]
    section = time_section("In the video", TimeLanes(duration, lanes))
    return replace(section, state=Cell(clock(duration).replace(MISSING, ""), Tone.MUTED))


def material_page(
    video: Video,
    _listed: Sequence[Section],
    _rows: Sequence[object],
    others: Sequence[Video],
) -> list[Section]:
    """Return the materials, each in a box, what they are, and how many others have."""
    found = video.additional_materials or []
    cards = [_material(one, n) for n, one in enumerate(found[:_MOST_CARDS], 1)]
    told = "Files that viewers may download beside the video."
    if not found:
        told += " This video has none."
    elif video.additional_materials_enabled is False:
        told += " Switched off for this video: the player offers none."
    keys = [("{view.copy} {copy.material-link}", "a link to the first one, signed when chosen")]
    return [
        *cards,
        _sizes(found),
        part_help("About materials", [told], [*(keys if found else []), *_ABSENT]),
        beside_others(
            "Kinds of materials",
            others,
            lambda other: [_kind(one) for one in other.additional_materials or []],
            [_kind(one) for one in found],
        ),
    ]


def _material(one: AdditionalMaterial, number: int) -> Section:
    return pairs(
        f"Material {number}",
        known(
            [
                ("Title", Cell(_plain(one.title))),
                ("File", Cell(_plain(one.file_name))),
                ("Kind", Cell(_kind(one))),
                ("Size", Cell(size(one.size_bytes))),
            ]
        ),
    )


def _kind(one: AdditionalMaterial) -> str:
    return _plain(one.file_type) or _plain(one.file_name).rpartition(".")[2]


def _sizes(found: Sequence[AdditionalMaterial]) -> Section:
    known_sizes = [one for one in found if one.size_bytes and one.size_bytes > 0][:_MOST_CARDS]
    top = max((one.size_bytes or 0 for one in known_sizes), default=1)
    bars = [
        NamedBar(
            _plain(one.title or one.file_name) or MISSING,
            (one.size_bytes or 0) / top,
            size(one.size_bytes),
        )
        for one in known_sizes
    ]
    total = size(sum(one.size_bytes or 0 for one in known_sizes))
    return bars_section("Sizes", bars, f"{count(len(found))} · {total}")


def file_page(
    video: Video,
    listed: Sequence[Section],
    _rows: Sequence[object],
    others: Sequence[Video],
) -> list[Section]:
    """Return the files, by what each is told from others, and which qualities others have."""
    files = video.assets or []
    told = "The original as it was uploaded, and the qualities that the player chooses from."
    keys = [("{view.copy} {copy.download-link}", "a link to download it, signed when chosen")]
    return [
        *broad(listed),
        part_help(
            "About files",
            [told if files else _told_absent(video.assets, "no files yet", "files")],
            [*(keys if files else []), *_ABSENT],
        ),
        beside_others(
            "Qualities",
            others,
            lambda other: [_plain(file.quality) for file in other.assets or []],
            [_plain(file.quality) for file in files],
        ),
    ]


def chapter_page(
    video: Video,
    listed: Sequence[Section],
    _rows: Sequence[object],
    others: Sequence[Video],
) -> list[Section]:
    """Return the chapters, what they are, and how many others have."""
    items = _chapters(video)
    told = "Viewers go to a chapter by its mark on the player's line of time, or by its title."
    if not items:
        told = _told_absent(items, "no chapters", "chapters")
    elif video.chapters is not None and not video.chapters.enabled:
        told = "Switched off for this video: the player shows no chapters."
    return [
        *broad(listed),
        part_help("About chapters", [told], _ABSENT),
        beside_others("Chapters", others, _chapter_words, _chapter_words(video)),
    ]


def _chapter_words(video: Video) -> list[str]:
    items = _chapters(video)
    if items is None:
        return []
    return ["with chapters" if items else "without chapters"]


def _chapters(video: Video) -> list[Chapter] | None:
    return video.chapters.items if video.chapters is not None else None


def _told_absent(parts: Sequence[object] | None, none: str, name: str) -> str:
    """Return that there are none of some parts, or that they did not come, or not to be read."""
    return f"This video has {none}." if parts is not None else f"No list of {name} received."


def _plain(text: str | None) -> str:
    return redact_shapes(one_line(text or ""))
