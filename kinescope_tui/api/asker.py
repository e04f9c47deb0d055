"""The part of the program that asks, heard by each request that follows from it, also in tasks."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ASKER: ContextVar[str] = ContextVar("asker", default="")


def asker() -> str:
    """Return the name of what asks here; empty if somebody looks at it."""
    return _ASKER.get()


@contextmanager
def asking_as(name: str) -> Iterator[None]:
    """Give whatever is asked within a name."""
    token = _ASKER.set(name)
    try:
        yield
    finally:
        _ASKER.reset(token)
