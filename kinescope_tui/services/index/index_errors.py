"""Faults of the index, each with what to do next; the lists of the API go on without it."""

from typing import ClassVar

from kinescope_tui.api.errors import NotSentError


class IndexFaultError(NotSentError):
    """The index could not be read or written; the message says what to do next."""

    told: ClassVar[str] = ""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or self.told)


class NoIndexError(IndexFaultError):
    """There is none yet."""

    told = "This workspace has no index yet. `I` or `:index` builds it."


class OtherOwnerError(IndexFaultError):
    """The file is of another token or another address."""

    told = (
        "This index was built with another token or API address, so it is not shown. `:index "
        "full` erases it and indexes this workspace."
    )


class OtherVersionError(IndexFaultError):
    """Another version of the program has written the file."""

    told = (
        "Another version of the program built this index. `:index full` erases it and indexes "
        "the workspace again."
    )


class DamagedIndexError(IndexFaultError):
    """The file is no database, or no longer one."""

    told = (
        "The index is damaged. `:index full` erases it and indexes the workspace again; "
        "nothing else is lost."
    )


class BusyIndexError(IndexFaultError):
    """Another program writes into the file."""

    told = (
        "Another program is writing to the index. What has been indexed is kept; `:index` "
        "continues from there."
    )


class FullDiskError(IndexFaultError):
    """There is no room for more."""

    told = (
        "The disk is full. The index keeps what it has; free some space, then `:index` continues."
    )


class IndexBoundError(IndexFaultError):
    """The file has the size that it may have."""

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            f"The index has reached its limit of {most_mb} MB. Raise index_mb in config.toml, "
            "then `:index` continues."
        )


class NoTextSearchError(IndexFaultError):
    """SQLite lacks what the index searches with."""

    told = (
        "The index needs an SQLite with full-text search (FTS5 with trigrams, 3.34 or newer); "
        "this Python's has none. Use another Python."
    )


class QueryStoppedError(IndexFaultError):
    """A query was given up: for the next one, or since it took too long."""

    told = "Stopped for a newer query."


class QueryError(IndexFaultError):
    """What was asked makes no sense; the message says why."""
