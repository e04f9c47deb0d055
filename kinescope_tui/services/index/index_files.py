"""The files of an index: erased and moved whole; no database is opened for that."""

from pathlib import Path

from kinescope_tui.services.files.database_files import files_of


def erase_index(path: Path) -> None:
    """Leave nothing of an index.

    Raises:
        OSError: A file stays.
    """
    for file in files_of(path):
        file.unlink(missing_ok=True)


def move_index(path: Path, to: Path) -> None:
    """Give an index another place; one that cannot be moved is erased, and can be read again.

    Raises:
        OSError: It stays.
    """
    if not path.exists():
        return
    erase_index(to)
    try:
        for file, other in zip(files_of(path), files_of(to), strict=True):
            if file.exists():
                file.replace(other)
    except OSError:
        erase_index(path)
        erase_index(to)
