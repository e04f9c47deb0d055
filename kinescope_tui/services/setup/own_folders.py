"""The folders of the program's files, on any system."""

from collections.abc import Callable
from pathlib import Path


def config_folder() -> Path | None:
    """Return the folder of the user's own choices; None where no home is known."""
    from platformdirs import user_config_path

    return _found(user_config_path)


def state_folder() -> Path | None:
    """Return the folder of what is kept from one start to the next; None where no home is known."""
    from platformdirs import user_state_path

    return _found(user_state_path)


def _found(folder_of: Callable[..., Path]) -> Path | None:
    try:
        path = folder_of("kinescope-tui", appauthor=False)
    except RuntimeError:
        return None
    # Where it begins with ~, or is relative, it would be made wherever the program starts.
    return path if path.is_absolute() else None
