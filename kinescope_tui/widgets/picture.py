"""A picture in the terminal, by the optional textual-image."""

import io
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from textual.app import ComposeResult
from textual.containers import Vertical

_MAX_PIXELS = 40_000_000
_LARGEST = (1280, 720)


class PictureError(Exception):
    """The bytes are no picture that can be shown."""


def prepare_pictures(environment: Mapping[str, str]) -> None:
    """Ask the terminal what it can show; this must come before Textual takes it over.

    Over SSH pictures are off: they cost more than what they show.
    """
    is_remote = "SSH_CONNECTION" in environment or "SSH_TTY" in environment
    if not is_remote and find_spec("textual_image") is not None:
        import_module("textual_image.widget")  # it asks while it is imported


def can_show_pictures() -> bool:
    """Tell whether pictures are installed and were prepared."""
    return "textual_image.widget" in sys.modules


class Picture(Vertical):
    """Shows a picture.

    Raises:
        PictureError: It is none, or too large.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__()
        from PIL import Image, UnidentifiedImageError

        try:
            with Image.open(io.BytesIO(content)) as found:
                if found.width * found.height > _MAX_PIXELS:
                    raise PictureError("The image has too many pixels.")
                self._picture = found.convert("RGB")
            self._picture.thumbnail(_LARGEST)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise PictureError("This is not an image.") from error
        except Image.DecompressionBombError as error:
            raise PictureError("The image has too many pixels.") from error

    def compose(self) -> ComposeResult:
        """Lay out the picture."""
        from textual_image.widget import Image

        yield Image(self._picture)
