"""Kinescope over HTTP, usable without the dashboard.

    from kinescope_tui.api import KinescopeClient, Token

    async with KinescopeClient(Token.parse(text)) as client:
        async for video in client.all_videos(statuses=["error"]):
            print(video.id, video.title)

Everything is read-only. `KinescopeClient` is what can be asked, `errors` what can go wrong. What
is named here is imported when it is asked for: whoever needs a part does not wait for the rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinescope_tui.api.base_url import DEFAULT_BASE_URL, BaseUrlError, parse_base_url
    from kinescope_tui.api.client import CsvFile, Item, KinescopeClient, Page
    from kinescope_tui.api.clock import Clock
    from kinescope_tui.api.content import Content, ContentKind
    from kinescope_tui.api.dates import DateRange
    from kinescope_tui.api.errors import KinescopeError
    from kinescope_tui.api.exchange import Attempt, Exchange, Outcome
    from kinescope_tui.api.invoice import Amount, Day, Invoice, Line, Period
    from kinescope_tui.api.models import (
        AccessToken,
        AdditionalMaterial,
        Annotation,
        AnyRow,
        AnyTokenRow,
        Asset,
        Chapter,
        Chapters,
        Counting,
        CsvRow,
        DrmSettings,
        FileLinks,
        FileRequest,
        Files,
        Folder,
        Identified,
        Link,
        LiveEvent,
        Model,
        Moderator,
        Overview,
        Player,
        Playlist,
        PlaylistEntry,
        Poster,
        Project,
        Quality,
        RawModel,
        ReportRow,
        Restream,
        Schedule,
        Share,
        SpeakParticipant,
        SpeakRoom,
        Stream,
        Subtitle,
        Tag,
        TimelinePoint,
        Top,
        UsageRow,
        Video,
    )
    from kinescope_tui.api.order import Order, SortLevel
    from kinescope_tui.api.pacing import Pacer, Priority
    from kinescope_tui.api.retry import RetryPolicy
    from kinescope_tui.api.token import Token, TokenFormError

__all__ = [
    "DEFAULT_BASE_URL",
    "AccessToken",
    "AdditionalMaterial",
    "Amount",
    "Annotation",
    "AnyRow",
    "AnyTokenRow",
    "Asset",
    "Attempt",
    "BaseUrlError",
    "Chapter",
    "Chapters",
    "Clock",
    "Content",
    "ContentKind",
    "Counting",
    "CsvFile",
    "CsvRow",
    "DateRange",
    "Day",
    "DrmSettings",
    "Exchange",
    "FileLinks",
    "FileRequest",
    "Files",
    "Folder",
    "Identified",
    "Invoice",
    "Item",
    "KinescopeClient",
    "KinescopeError",
    "Line",
    "Link",
    "LiveEvent",
    "Model",
    "Moderator",
    "Order",
    "Outcome",
    "Overview",
    "Pacer",
    "Page",
    "Period",
    "Player",
    "Playlist",
    "PlaylistEntry",
    "Poster",
    "Priority",
    "Project",
    "Quality",
    "RawModel",
    "ReportRow",
    "Restream",
    "RetryPolicy",
    "Schedule",
    "Share",
    "SortLevel",
    "SpeakParticipant",
    "SpeakRoom",
    "Stream",
    "Subtitle",
    "Tag",
    "TimelinePoint",
    "Token",
    "TokenFormError",
    "Top",
    "UsageRow",
    "Video",
    "parse_base_url",
]

_MODULES = {
    "base_url": {"DEFAULT_BASE_URL", "BaseUrlError", "parse_base_url"},
    "client": {"CsvFile", "Item", "KinescopeClient", "Page"},
    "clock": {"Clock"},
    "content": {"Content", "ContentKind"},
    "dates": {"DateRange"},
    "errors": {"KinescopeError"},
    "exchange": {"Attempt", "Exchange", "Outcome"},
    "invoice": {"Amount", "Day", "Invoice", "Line", "Period"},
    "order": {"Order", "SortLevel"},
    "pacing": {"Pacer", "Priority"},
    "retry": {"RetryPolicy"},
    "token": {"Token", "TokenFormError"},
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"{__name__} has no {name}.")
    # What no other module is named for is a model.
    module = next((module for module, names in _MODULES.items() if name in names), "models")
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
