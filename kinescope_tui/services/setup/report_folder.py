"""The folder of reports of the program's own faults."""

import contextlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from kinescope_tui.services.files.atomic_file import SaveError, save_file

_MAX = 10
_OWN = re.compile(r"fault-\d{8}T\d{12}Z-\d+\.txt")


class ReportFolder:
    """Keeps the last reports, each a file for its owner alone.

    Args:
        path: The folder; without one nothing is kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def keep(self, report: str) -> Path | None:
        """Write a report and return where it is; None if it could not be written."""
        if self._path is None:
            return None
        now = datetime.now(UTC)
        file = self._path / f"fault-{now:%Y%m%dT%H%M%S%f}Z-{os.getpid()}.txt"
        try:
            self._path.mkdir(mode=0o700, parents=True, exist_ok=True)
            save_file(file, report.encode("utf-8", "replace"))
        except (SaveError, OSError):
            return None
        with contextlib.suppress(OSError):  # the report is there all the same
            own = (old for old in self._path.iterdir() if _OWN.fullmatch(old.name) and old != file)
            for old in sorted(own)[: 1 - _MAX]:
                old.unlink(missing_ok=True)
        return file
