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

    told = "There is no index of this workspace yet. `I`, `:index` begins one."


class OtherOwnerError(IndexFaultError):
    """The file is of another token or another address."""

    told = (
        "The index here was read with another token or at another address, and is not shown."
        " `:index full` erases it and reads this workspace."
    )


class OtherVersionError(IndexFaultError):
    """Another version of the program has written the file."""

    told = (
        "The index is of another version of the program."
        " `:index full` erases it and reads the workspace again."
    )


class DamagedIndexError(IndexFaultError):
    """The file is no database, or no longer one."""

    told = (
        "The index is damaged. `:index full` erases it and reads the workspace again;"
        " nothing else is lost."
    )


class BusyIndexError(IndexFaultError):
    """Another program writes into the file."""

    told = (
        "Another program writes into the index just now. What was read is kept;"
        " `:index` goes on from there."
    )


class FullDiskError(IndexFaultError):
    """There is no room for more."""

    told = (
        "The disk is full. What is in the index stays as it is;"
        " with more room `:index` goes on from there."
    )


class IndexBoundError(IndexFaultError):
    """The file has the size that it may have."""

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            f"The index has the {most_mb} MB that it may have, and takes in no more."
            " index_mb in config.toml raises that; `:index` goes on from there."
        )


class NoTextSearchError(IndexFaultError):
    """SQLite lacks what the index searches with."""

    told = (
        "This Python's SQLite cannot search texts (FTS5 with trigrams, since 3.34):"
        " there is no index here. Another Python has it."
    )


class QueryStoppedError(IndexFaultError):
    """A query was given up: for the next one, or since it took too long."""

    told = "Stopped for the next question."


class QueryError(IndexFaultError):
    """What was asked makes no sense; the message says why."""
