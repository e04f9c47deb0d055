"""Faults of this computer, as the system itself makes them, for as long as a block lasts."""

import resource
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


@contextmanager
def _limited(kind: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(kind, (soft, hard))


def no_more_files() -> AbstractContextManager[None]:
    """Let nothing be opened: there are too many open files."""
    return _limited(resource.RLIMIT_NOFILE)


def no_more_bytes() -> AbstractContextManager[None]:
    """Let no file be written to, like a disk that is full."""
    return _limited(resource.RLIMIT_FSIZE)


@contextmanager
def no_fault() -> Iterator[None]:
    """Let everything be as it is."""
    yield
