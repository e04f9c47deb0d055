"""What Kinescope's answers hold, read tolerantly.

Every field may be missing, null or of another type in an answer; it then has its default here.
Ids are texts: both UUIDs and short ids occur, and they go back exactly as they came.
"""

from datetime import datetime

import msgspec


class Model(msgspec.Struct):
    """The base of all models."""


class Identified(Model):
    """A thing with an id. An empty id means that the answer had none."""

    id: str = ""


class Asset(Identified):
    """One file of a video: the original, or a transcoded quality.

    `url` and `download_link` are signed and expire: they are shown to nobody and never stored.
    """

    quality: str = ""
    resolution: str = ""
    size_bytes: int | None = msgspec.field(name="file_size", default=None)
    file_type: str = msgspec.field(name="filetype", default="")
    original_name: str = ""
    md5: str | None = None
    created_at: datetime | None = None
    url: str | None = None
    download_link: str | None = None


class Chapter(Model):
    """A chapter mark; `time_ms` is in milliseconds."""

    time_ms: float | None = msgspec.field(name="time", default=None)
    title: str = ""


class Chapters(Model):
    """The chapters of a video."""

    items: list[Chapter] = []
    enabled: bool | None = None
    show_on_load: bool | None = None


class Poster(Identified):
    """A still picture of a video, in up to four sizes."""

    status: str = ""
    original: str | None = None
    md: str | None = None
    sm: str | None = None
    xs: str | None = None


class Subtitle(Identified):
    """One subtitle track."""

    language: str = ""
    description: str | None = ""
    file_name: str | None = None
    url: str | None = None


class AdditionalMaterial(Identified):
    """A file that viewers may download beside the video."""

    title: str = ""
    file_name: str = msgspec.field(name="filename", default="")
    file_type: str | None = msgspec.field(name="filetype", default=None)
    size_bytes: int | None = msgspec.field(name="size", default=None)


class Video(Identified):
    """A video, as lists and `GET /v1/videos/{id}` give it.

    Readiness is `status == "done"`; `progress` proves nothing. `duration_s` is in seconds, 0 until
    the video is processed. Links are never made from the id.
    """

    title: str = ""
    subtitle: str | None = None
    description: str | None = ""
    status: str = ""
    progress: float | None = None
    duration_s: float | None = msgspec.field(name="duration", default=None)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    privacy_type: str = ""
    privacy_domains: list[str] | None = None
    project_id: str | None = None
    folder_id: str | None = None
    player_id: str | None = None
    version: int | None = None
    tags: list[str] | None = None
    play_link: str | None = None
    embed_link: str | None = None
    hls_link: str | None = None
    poster: Poster | None = None
    assets: list[Asset] | None = None
    chapters: Chapters | None = None
    subtitles: list[Subtitle] | None = None
    subtitles_enabled: bool | None = None
    additional_materials: list[AdditionalMaterial] | None = None
    additional_materials_enabled: bool | None = None


class Folder(Identified):
    """A folder of a project; folders nest by `parent_id`."""

    name: str = ""
    project_id: str | None = None
    parent_id: str | None = None
    size_bytes: int | None = msgspec.field(name="size", default=None)
    items_count: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class Project(Identified):
    """A project, the top of the catalogue."""

    name: str = ""
    folders: list[Folder] | None = None
    privacy_type: str | None = None
    privacy_domains: list[str] | None = None
    player_id: str | None = None
    favorite: bool | None = None
    size_bytes: int | None = msgspec.field(name="size", default=None)
    items_count: int | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
