"""The exports of earlier runs that ended with their program: what they wrote is still there."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kinescope_tui.services.files.atomic_file import is_left, save_left
from kinescope_tui.services.files.export import Export

_PLACE = "exports"
_MOST = 20


@dataclass(frozen=True, slots=True)
class LeftDraft:
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
        load: Returns what was noted under a name.
        save: Notes it.
    """

    def __init__(
        self, load: Callable[[str], Any], save: Callable[[str, dict[str, Any]], None]
    ) -> None:
        self._load, self._save = load, save

    def note(self, export: Export[Any]) -> None:
        """Note how an export is: that it is under way, or that it has ended."""
        noted, now = self._noted(), datetime.now(UTC).isoformat(timespec="seconds")
        own = LeftDraft(str(export.path.absolute()), str(export.draft.absolute()), now)
        others = [one for one in noted if one.draft != own.draft]
        if not export.has_ended:
            others.append(own)
        if others != noted:
            self._save(_PLACE, {"drafts": [asdict(one) for one in others[-_MOST:]]})

    def found(self) -> list[LeftDraft]:
        """Return those that nobody writes any more, the newest first."""
        return [one for one in reversed(self._noted()) if is_left(Path(one.draft))]

    def _noted(self) -> list[LeftDraft]:
        kept = self._load(_PLACE)
        rows = kept.state.get("drafts") if kept is not None else None
        found = []
        for row in rows if isinstance(rows, list) else ():
            known = row if isinstance(row, dict) else {}
            texts = [known.get(name) for name in ("path", "draft", "begun_at")]
            values = [text for text in texts if isinstance(text, str) and text]
            if len(values) == len(texts):
                found.append(LeftDraft(*values))
        return found
