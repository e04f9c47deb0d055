"""A picture as the terminal itself draws it, by the optional textual-image."""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.pictures.picture_file import PictureError, opened

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST = (1280, 720)
_LIMIT_S = 5.0


def prepare_pictures() -> None:
    """Ask the terminal what it can show; this must come before Textual takes it over."""
    if find_spec("textual_image") is not None:
        import_module("textual_image.widget")  # it asks while it is imported


def can_show_pictures() -> bool:
    """Tell whether pictures are installed and were prepared."""
    return "textual_image.widget" in sys.modules


async def picture(content: bytes) -> "Picture":
    """Return what shows a picture.

    Raises:
        PictureError: It is none, or too large.
    """
    try:
        found = await call_in_daemon(lambda: opened(content, _LARGEST), limit_s=_LIMIT_S)
    except TimeoutError:
        raise PictureError("The image took too long to load.") from None
    return Picture(found)


class Picture(Vertical):
    """Shows a picture."""

    def __init__(self, found: "Image") -> None:
        super().__init__()
        self._found = found

    def compose(self) -> ComposeResult:
        """Lay out the picture."""
        from textual_image.widget import Image

        yield Image(self._found)
