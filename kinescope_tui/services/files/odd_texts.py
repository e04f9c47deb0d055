"""Texts in a database that are not UTF-8: sqlite3 gives no row of a query that meets one."""

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

T = TypeVar("T")


def marked(text: bytes) -> str:
    """Return a text with marks for what is not UTF-8; for the `text_factory` of a connection."""
    return text.decode("utf-8", "replace")


def asked(base: "sqlite3.Connection", question: "Callable[[sqlite3.Connection], T]") -> T:
    """Return what a question gives, with such texts marked; others are read as fast as ever.

    Args:
        base: What is asked.
        question: Only reads; it is asked once more where a text is none.
    """
    import sqlite3

    try:
        return question(base)
    except sqlite3.OperationalError as error:
        if not str(error).startswith("Could not decode to UTF-8"):
            raise
    base.text_factory = marked
    try:
        return question(base)
    finally:
        base.text_factory = str
