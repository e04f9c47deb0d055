"""Models of Kinescope's answers, read tolerantly.

Every field may be missing, null or of another type in an answer; it then has its default here.
Ids are texts: both UUIDs and short ids occur, and they go back exactly as they came.

Source: the API reference and answers that were recorded; the guidelines, "Response format", show an
id, a title and a status, and the envelope around them.
"""

import hashlib
import math
import os
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import msgspec

from kinescope_tui.api.dates import is_at_edge
from kinescope_tui.api.later import Deferring, Later
from kinescope_tui.api.numeral import MAX_WHOLE, Numeral, exact_json
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import redact_value

Whole = Annotated[int, msgspec.Meta(ge=-MAX_WHOLE, le=MAX_WHOLE)]
"""A whole number."""

if TYPE_CHECKING:
    Number = Whole | float
    """A number that is written as it came: without a fraction it has none here either, and with one
    it is a `Numeral`, which keeps its digits. A model that has one is a `Counting`."""
else:
    Number = Whole | Decimal  # in which it is read; floats have no digits of their own


class Model(msgspec.Struct, gc=False):
    """The base of all models.

    Attributes:
        is_alone: Whether an object in the place of a list is the only row of it.
    """

    is_alone: ClassVar[bool] = False

    @classmethod
    def has_numbers(cls, field: str) -> bool:
        """Return whether a text in a field of the API's is a number: an amount in quotes."""
        del field
        return False


class Counting(Model):
    """A model with numbers; one past any float is none."""

    def __post_init__(self) -> None:
        """Let fractions be floats that know how they were written."""
        numbers_in = _NUMBERS_IN.get(type(self)) or _numbers_in(type(self))
        for value in numbers_in(self):
            if type(value) is Decimal:  # most have none, and there are many
                self._keep_digits()
                return

    def _keep_digits(self) -> None:
        for name in _number_names(type(self)):
            value = getattr(self, name)
            if isinstance(value, Decimal):
                # A text may be any number that decimals have, and some of them no float takes.
                numeral = Numeral(str(value)) if value.is_finite() else None
                is_number = numeral is not None and math.isfinite(numeral)
                setattr(self, name, numeral if is_number else None)


class Identified(Model):
    """A thing with an id. An empty id means that the answer had none."""

    id: str = ""

    @property
    def own_id(self) -> str:
        """The id that it came with."""
        return self.id


class RawModel(Identified):
    """A thing of which only a part is documented.

    Attributes:
        raw: All that came of a row, with cleaned strings and without secrets; empty in things that
            are part of another one.
    """

    # No answer has a field of that name: what comes in is cleaned.
    raw: dict[str, Any] = msgspec.field(name="\x7fraw", default_factory=dict)

    @classmethod
    def open(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Return what may be known of a row as it came."""
        opened: dict[str, Any] = redact_value(row)
        return opened


class AnyRow(RawModel):
    """A row of a list of which nobody documented anything; what is no object has a `value`.

    Its id is its own, else made from what it holds: rows of any kind are told from each other.
    """

    def __post_init__(self) -> None:
        """Find the id."""
        self.id = (
            self.own_id
            or f"~{hashlib.blake2b(exact_json(self.raw).encode(), digest_size=8).hexdigest()}"
        )

    @property
    def own_id(self) -> str:
        """The id that it came with; empty if it had none, or one that is hidden."""
        values = (self.raw.get(name) for name in ("id", "uuid", "user_id"))
        texts = (str(v) for v in values if isinstance(v, str | int) and not isinstance(v, bool))
        return next((text for text in texts if text and HIDDEN not in text), "")


def number_twins(rows: Iterable[AnyRow]) -> None:
    """Tell rows of one answer apart that hold the same, and have no id of their own."""
    seen: Counter[str] = Counter()
    for row in rows:
        if not row.own_id:
            seen[row.id] += 1
            row.id += f"#{seen[row.id]}" if seen[row.id] > 1 else ""


class CsvRow(AnyRow):
    """Such a row of a CSV, which does not tell its numbers from its texts."""

    @classmethod
    def has_numbers(cls, field: str) -> bool:
        """Return that what looks like a number is one."""
        del field
        return True


class AnyTokenRow(AnyRow):
    """Such a row where ids may be tokens."""

    @classmethod
    def open(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with its id masked."""
        return AccessToken.open(row) if "id" in row else super().open(row)


class Asset(Identified):
    """One file of a video: the original, or a transcoded quality; its links are `FileLinks`."""

    quality: str = ""
    resolution: str = ""
    size_bytes: Whole | None = msgspec.field(name="file_size", default=None)
    file_type: str = msgspec.field(name="filetype", default="")
    original_name: str = ""
    md5: str | None = None
    created_at: datetime | None = None


class FileLinks(Model):
    """Where a file of a video can be had.

    Both links are signed and expire: they are asked for when they are wanted, and never stored.
    """

    size_bytes: Whole | None = msgspec.field(name="file_size", default=None)
    url: str | None = None
    download_link: str | None = None


class Files(Model):
    """A video as the files that it has."""

    assets: list[FileLinks] | None = None


class Chapter(Counting):
    """A chapter mark; `time_ms` is in milliseconds."""

    time_ms: Number | None = msgspec.field(name="time", default=None)
    title: str = ""


class Chapters(Model):
    """The chapters of a video."""

    items: list[Chapter] | None = None
    enabled: bool | None = None
    show_on_load: bool | None = None


class Poster(Counting, RawModel):
    """A still picture of a video, in up to four sizes; `from_time_s` is in seconds."""

    status: str = ""
    active: bool | None = None
    from_time_s: Number | None = msgspec.field(name="from_time", default=None)
    original: str | None = None
    md: str | None = None
    sm: str | None = None
    xs: str | None = None


class Subtitle(RawModel):
    """One subtitle track."""

    language: str = ""
    description: str | None = ""
    file_name: str | None = None
    url: str | None = None


class Annotation(Counting, RawModel):
    """Something shown over a video while it plays; times are in milliseconds."""

    title: str = ""
    annotation_type: str = ""
    start_ms: Number | None = msgspec.field(name="start_time", default=None)
    end_ms: Number | None = msgspec.field(name="end_time", default=None)
    link: str | None = None


class AdditionalMaterial(Identified):
    """A file that viewers may download beside the video."""

    title: str = ""
    file_name: str = msgspec.field(name="filename", default="")
    file_type: str | None = msgspec.field(name="filetype", default=None)
    size_bytes: Whole | None = msgspec.field(name="size", default=None)


_STATUSES = frozenset(
    {
        "pending",
        "uploading",
        "pre-processing",
        "processing",
        "done",
        "error",
        "aborted",
        "suspended",
    }
)


def plain_status(status: str) -> str:
    """Return a video's status as it is documented, however it is spelled; others as they came."""
    plain = status if status in _STATUSES else status.strip().casefold()
    return plain if plain in _STATUSES else status


class Video(Counting, Identified, Deferring):
    """A video, as lists and `GET /v1/videos/{id}` give it.

    Readiness is `status == "done"`; `progress` proves nothing. A status that is documented is
    spelled as it is there; others occur, and are as they came. `duration_s` is in seconds, 0 until
    the video is processed. Links are never made from the id. Poster, files, chapters, subtitles and
    materials are most of it, and read when they are asked for.
    """

    title: str = ""
    subtitle: str | None = None
    description: str | None = ""
    status: str = ""
    progress: Number | None = None
    duration_s: Number | None = msgspec.field(name="duration", default=None)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    privacy_type: str = ""
    privacy_domains: list[str] | None = None
    project_id: str | None = None
    folder_id: str | None = None
    player_id: str | None = None
    version: Whole | None = None
    tags: list[str] | None = None
    play_link: str | None = None
    embed_link: str | None = None
    hls_link: str | None = None
    poster: Later[Poster | None] = None
    assets: Later[list[Asset] | None] = None
    chapters: Later[Chapters | None] = None
    subtitles: Later[list[Subtitle] | None] = None
    subtitles_enabled: bool | None = None
    additional_materials: Later[list[AdditionalMaterial] | None] = None
    additional_materials_enabled: bool | None = None

    def __post_init__(self) -> None:
        """Spell the status as it is compared."""
        super().__post_init__()
        if self.status not in _STATUSES:
            self.status = plain_status(self.status)


class Folder(RawModel):
    """A folder of a project; folders nest by `parent_id`."""

    name: str = ""
    project_id: str | None = None
    parent_id: str | None = None
    size_bytes: Whole | None = msgspec.field(name="size", default=None)
    items_count: Whole | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Project(RawModel):
    """A project, the top of the catalogue."""

    name: str = ""
    folders: list[Folder] | None = None
    privacy_type: str | None = None
    privacy_domains: list[str] | None = None
    player_id: str | None = None
    favorite: bool | None = None
    encrypted: bool | None = None
    size_bytes: Whole | None = msgspec.field(name="size", default=None)
    items_count: Whole | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Playlist(RawModel):
    """A list of videos to be played in an order."""

    name: str = ""
    description: str | None = ""
    privacy_type: str = ""
    play_link: str | None = None
    embed_link: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class PlaylistEntry(Counting, RawModel):
    """A video's place in a playlist; `duration_s` is in seconds."""

    position: Whole | None = None
    title: str = ""
    status: str = ""
    duration_s: Number | None = msgspec.field(name="duration", default=None)
    created_at: datetime | None = None


class DrmSettings(AnyRow):
    """How players ask for keys: of a workspace, or of a project; its password is hidden."""

    is_alone: ClassVar[bool] = True


class Stream(Identified):
    """The last stream of a live event."""

    status: str = ""
    started_at: datetime | None = None
    finished_at: datetime | None = None


class Schedule(Model):
    """The schedule of a live event."""

    time: datetime | None = None


class Restream(Identified):
    """Another service to which a live event is passed on; its key is never read."""

    name: str = ""
    url: str = ""
    status: str = ""
    enabled: bool | None = None


class LiveEvent(RawModel):
    """A live event (`/v2/live`); its stream key is never read."""

    name: str = ""
    type: str = ""
    play_link: str | None = None
    parent_id: str | None = None
    scheduled: Schedule | None = None
    stream: Stream | None = None
    restreams: list[Restream] | None = None
    created_at: datetime | None = None


class Quality(Counting):
    """The quality of a live stream in 30 seconds: bitrates in kbit/s, 0 for a good status."""

    time: datetime | None = None
    bitrate_video: Number | None = None
    bitrate_audio: Number | None = None
    frame_rate: Number | None = None
    status: Whole | None = None

    def __post_init__(self) -> None:
        """Take the edges of the calendar for no date: nothing is counted there."""
        self.time = _inside(self.time)
        super().__post_init__()


class Tag(RawModel):
    """A tag of projects, folders and files."""

    tag: str = ""
    archived: bool | None = None


class Player(RawModel):
    """A player with its settings."""

    name: str = ""
    default: bool | None = None
    is_default: bool | None = None
    created_at: datetime | None = None


class FileRequest(RawModel):
    """A place where others may upload; lists call it by name, its making by title."""

    name: str = ""
    title: str = ""
    media_count: Whole | None = None
    user_count: Whole | None = None
    expired_at: datetime | None = None
    archived_at: datetime | None = None
    created_at: datetime | None = None


class Moderator(RawModel):
    """A person who moderates chats; known by `user_id`."""

    id: str = msgspec.field(name="user_id", default="")
    username: str = ""
    email: str = ""


class SpeakRoom(RawModel):
    """A room of Kinescope Speak. No document shows one: these are the fields it is sorted by."""

    name: str = ""
    code: str = ""
    type: str = ""
    status: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


class SpeakParticipant(RawModel):
    """Somebody in a room, known by what they are sorted by, too."""

    name: str = ""
    role: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None


class AccessToken(RawModel):
    """An API token of the workspace. Its id is masked: it may be the secret itself.

    Tokens whose masked ids are alike are told from each other by what follows in `id`, which means
    nothing in another process.
    """

    name: str = ""

    @classmethod
    def open(cls, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row with its id masked."""
        secret = row.get("id")
        is_plain = isinstance(secret, str | int | float) and not isinstance(secret, bool)
        return {**super().open(row), "id": _masked(str(secret) if is_plain else "")}

    def __post_init__(self) -> None:
        """Mask the id."""
        if self.id:
            key = hashlib.blake2b(self.id.encode("utf-8", "replace"), digest_size=8, key=_KEY)
            self.id = f"{_masked(self.id)}{_APART}{key.hexdigest()}"

    @property
    def own_id(self) -> str:
        """The id that it came with, masked."""
        return self.id.rpartition(_APART)[0]

    @property
    def is_in_use(self) -> bool:
        """Whether this is the token that asked: a client strikes that out of all that comes."""
        return self.own_id == _masked(_STRUCK)

    @property
    def permissions(self) -> str:
        """The rights of the token, `read, write`; empty if the API does not say.

        Older answers say for which of the APIs it is instead, `upload, api`.
        """
        scope = self.raw.get("scope")
        api = scope.get("api") if isinstance(scope, dict) else None
        allowed = api.get("permissions") if isinstance(api, dict) else scope
        return ", ".join(map(str, allowed)) if isinstance(allowed, list) else ""


class Link(Model):
    """A link that is good for a short while."""

    link: str = ""


class TimelinePoint(Counting):
    """The metrics counted from a moment on; which of them come is not promised.

    `watch_time_s` is in seconds. What `online` counts is documented nowhere.
    """

    date: datetime | None = None
    views: Number | None = None
    unique_views: Number | None = None
    watch_time_s: Number | None = msgspec.field(name="watch_time", default=None)
    player_loads: Number | None = None
    online: Number | None = None

    def __post_init__(self) -> None:
        """Take the edges of the calendar for no date: nothing is counted there."""
        if self.date is not None and is_at_edge(self.date):
            self.date = None
        super().__post_init__()


class Share(Counting):
    """The part of a range that came from one country, device, browser or operating system."""

    name: str = ""
    code: str = ""
    views: Number | None = None
    player_loads: Number | None = None


class Top(Model):
    """The breakdowns of a range."""

    countries: list[Share] = []
    devices: list[Share] = []
    browsers: list[Share] = []
    oses: list[Share] = []


class Overview(Model):
    """`GET /v1/analytics/overview`: a range as a whole, in buckets, and by kinds of viewers."""

    total: TimelinePoint | None = None
    timeline: list[TimelinePoint] = []
    top: Top | None = None


class ReportRow(Counting):
    """A row of `GET /v1/analytics`: one thing in one bucket, with what was counted.

    Which of the fields come depends on what was asked for; `watch_time_s` is in seconds.
    """

    date: datetime | None = None
    video_id: str = ""
    country_code: str = ""
    city: str = ""
    device: str = ""
    project_id: str = ""
    project_name: str = ""
    folder_id: str = ""
    folder_name: str = ""
    view: Number | None = None
    unique_view: Number | None = None
    player_load: Number | None = None
    watch_time_s: Number | None = msgspec.field(name="watch_time", default=None)

    def __post_init__(self) -> None:
        """Take the edges of the calendar for no date: nothing is counted there."""
        self.date = _inside(self.date)
        super().__post_init__()


class UsageRow(Model):
    """A row of `GET /v1/billing/usage`: what of a product was used on a day of UTC.

    Bytes of cdn and storage, minutes of encoding. Storage is what lay there that day.
    """

    date: datetime | None = None
    product: str = ""
    usage: Decimal | None = None
    project_id: str | None = None

    def __post_init__(self) -> None:
        """Take the edges of the calendar for no date: nothing is counted there."""
        self.date = _inside(self.date)


@cache
def _number_names(model: type[Model]) -> list[str]:
    return [info.name for info in msgspec.structs.fields(model) if info.type == Number | None]


# By type: what gets all numbers of a model. A lookup is all that it costs a row.
_NUMBERS_IN: dict[type[Model], Callable[[Model], tuple[object, ...]]] = {}


def _numbers_in(model: type[Model]) -> Callable[[Model], tuple[object, ...]]:
    names = _number_names(model)
    if len(names) == 1:
        names = names * 2  # of one name there would be no tuple
    return _NUMBERS_IN.setdefault(model, attrgetter(*names) if names else lambda _model: ())


_APART, _KEY = "~", os.urandom(16)
_STRUCK = "----"  # how a token ends that was struck out of an answer


def _masked(secret: str) -> str:
    return f"····{secret[-4:]}" if secret else ""


def _inside(moment: datetime | None) -> datetime | None:
    return None if moment is None or is_at_edge(moment) else moment
