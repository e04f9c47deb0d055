"""The rows that the lists of a session hold, whatever they are of."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

from kinescope_tui.api.ids import plain_id
from kinescope_tui.api.models import Identified

K = TypeVar("K")

_LINKS = ("play_link", "embed_link", "hls_link")


class LoadedThings(Generic[K]):
    """Finds a row by its id, the end of a link, or its number, without asking anybody."""

    def __init__(self) -> None:
        self._lists: list[tuple[K, Callable[[], Iterable[Identified]]]] = []

    def follow(self, kind: K, rows: Callable[[], Iterable[Identified]]) -> Callable[[], None]:
        """Look into a list too from now on; the answer ends that."""
        followed = (kind, rows)
        self._lists.append(followed)
        return lambda: self._lists.remove(followed)

    def find(
        self, text: str, is_wanted: Callable[[K], bool] = lambda _kind: True
    ) -> tuple[K, Any] | None:
        """Return the row that a text means, and what it is; None if it is not here.

        Args:
            text: An id, what stands in a link, or a number.
            is_wanted: Whether a row of that kind would do.
        """
        sought, sought_id = text.casefold(), _folded(text)
        found: tuple[K, Any] | None = None
        for kind, item in self.all():
            if not sought or not is_wanted(kind):
                continue
            if _folded(item.id) == sought_id or _number(item) == sought:
                return kind, item
            if found is None and _has_link_to(item, text):
                found = kind, item
        return found

    def rows_of(self, is_wanted: Callable[[K], bool]) -> Iterator[Any]:
        """Yield the rows of the kinds that are wanted; those of several lists may be the same."""
        return (item for kind, item in self.all() if is_wanted(kind))

    def all(self) -> Iterator[tuple[K, Any]]:
        """Yield all rows, each with what it is; those of several lists may be the same."""
        for kind, rows in self._lists:
            for item in rows():
                yield kind, item


def _folded(text: str) -> str:
    return plain_id(text).casefold()


def _number(item: Any) -> str:
    number = getattr(item, "number", "")
    return number.casefold() if isinstance(number, str) else ""


def _has_link_to(item: Any, key: str) -> bool:
    links = (getattr(item, name, None) for name in _LINKS)
    return any(
        isinstance(link, str) and key in link and key in link.partition("?")[0].split("/")
        for link in links
    )
