"""A picture from outside: opened within limits, and made small."""

import io
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 4 * 2**20
_MOST_PIXELS = 16_000_000
_KINDS = ("JPEG", "PNG", "WEBP")  # the fewer are read, the less there is that can go wrong
_SMALL = (128, 72)


class PictureError(Exception):
    """The bytes are no picture that can be shown; the text says why, for people."""


class Pixels(msgspec.Struct, frozen=True):
    """A small picture: rows of pixels from the top, each of three bytes for red, green, blue."""

    width: int
    height: int
    rgb: bytes


def opened(content: bytes, largest: tuple[int, int]) -> "Image":
    """Return a picture, made to fit into a width and a height; this takes a while.

    Raises:
        PictureError: It is none, or too large.
    """
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    del JpegImagePlugin, PngImagePlugin, WebPImagePlugin  # else it imports forty more
    Image.MAX_IMAGE_PIXELS = None  # it warns on the terminal; what is too large ends below
    if len(content) > MOST_BYTES:
        raise PictureError("The image is too large.")
    try:
        with Image.open(io.BytesIO(content), formats=_KINDS) as found:
            if found.width * found.height <= _MOST_PIXELS:
                found.draft("RGB", (largest[0] * 2, largest[1] * 2))
                made = found.convert("RGB")
                made.thumbnail(largest)
                return made
    except Exception as error:
        raise PictureError("This is not an image.") from error
    raise PictureError("The image has too many pixels.")


def pixels(content: bytes) -> Pixels:
    """Return a picture made small; this takes a while.

    Raises:
        PictureError: It is none, or too large.
    """
    made = opened(content, _SMALL)
    return Pixels(made.width, made.height, made.tobytes())
