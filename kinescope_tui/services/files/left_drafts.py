"""The exports of earlier runs that ended with their program: what they wrote is still there."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import asdict

from kinescope_tui.services.files.atomic_file import is_left, save_left
from kinescope_tui.services.files.export import Export
from kinescope_tui.services.workspace.state_store import StateStore

_PLACE = "exports"
_MOST = 20


class LeftDraft(msgspec.Struct, frozen=True):
    """An export that was under way.

    Attributes:
        path: Where it was to go.
        draft: Where its rows are.
        begun_at: When it began, RFC3339.
    """

    path: str
    draft: str
    begun_at: str

    def save(self) -> Path:
        """Put it where it was to go, marked as incomplete, and return where it is.

        Raises:
            SaveError: It could not be done; the draft is as it was.
        """
        return save_left(Path(self.draft), Path(self.path))


class LeftDrafts:
    """Notes the exports of a workspace while they are under way, and finds those that were left.

    Every method may take as long as the disk does.

    Args:
        store: Where they are noted.
    """

    def __init__(self, store: StateStore) -> None:
        self._store = store

    def note(self, export: Export[Any]) -> None:
        """Note how an export is: that it is under way, or that it has ended."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        own = LeftDraft(str(export.path.absolute()), str(export.draft.absolute()), now)
        is_noted = not export.has_ended

        def noted(kept: dict[str, Any]) -> dict[str, Any]:
            found = [one for one in _drafts_in(kept) if one.draft != own.draft]
            found += [own] if is_noted else []
            return {"drafts": [asdict(one) for one in found[-_MOST:]]}

        self._store.update(_PLACE, own.draft, noted)

    def found(self) -> list[LeftDraft]:
        """Return those that nobody writes any more, the newest first."""
        return [one for one in reversed(self._noted()) if is_left(Path(one.draft))]

    def _noted(self) -> list[LeftDraft]:
        kept = self._store.load(_PLACE)
        return _drafts_in(kept.state) if kept is not None else []


def _drafts_in(state: dict[str, Any]) -> list[LeftDraft]:
    rows = state.get("drafts")
    found = []
    for row in rows if isinstance(rows, list) else ():
        known = row if isinstance(row, dict) else {}
        texts = [known.get(name) for name in ("path", "draft", "begun_at")]
        values = [text for text in texts if isinstance(text, str) and text]
        if len(values) == len(texts):
            found.append(LeftDraft(*values))
    return found
