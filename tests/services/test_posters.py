"""Posters: shown where that costs little, asked for once, and harmless when they are none."""

import asyncio
import io
import zlib

import pytest
from PIL import Image
from scripted_server import ScriptedServer, answer

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.models import Poster, Video
from kinescope_tui.demo.pictures import landscape
from kinescope_tui.presentation.lists.poster_picture import (
    PosterPicture,
    poster_lines,
    poster_link,
)
from kinescope_tui.presentation.text.sections import Ink
from kinescope_tui.services.pictures import picture_file
from kinescope_tui.services.pictures.picture_file import PictureError, Pixels, pixels
from kinescope_tui.services.pictures.posters import Posters
from kinescope_tui.services.setup.settings import load_settings
from kinescope_tui.services.setup.shown_pictures import shows_pictures

_SSH = {"SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"}
_PNG = landscape("a", 64, 36)


def _png_head(width: int, height: int) -> bytes:
    head = b"IHDR" + width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n\0\0\0\r" + head + zlib.crc32(head).to_bytes(4)


def _written(kind: str, size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    ("options", "environment", "colours", "are_shown"),
    [
        ({}, {}, "truecolor", True),
        ({}, {}, "256", True),
        ({}, {}, "standard", False),
        ({}, {}, None, False),
        ({}, _SSH, "truecolor", False),
        ({}, {"SSH_TTY": "/dev/pts/1"}, "truecolor", False),
        ({}, {"NO_COLOR": "1"}, "truecolor", False),
        ({"glyphs": "ascii"}, {}, "truecolor", False),
        ({"posters": "on"}, _SSH, "truecolor", True),
        ({"posters": "off"}, {}, "truecolor", False),
    ],
)
def test_posters_are_shown_where_the_terminal_is_near_and_has_colours(
    options: dict[str, str], environment: dict[str, str], colours: str | None, are_shown: bool
) -> None:
    settings = load_settings(None, environment, options)
    assert shows_pictures(settings, environment, colours) is are_shown


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_the_usual_kinds_are_made_small(kind: str) -> None:
    found = pixels(_written(kind, (800, 450)))
    assert (found.width, found.height) == (128, 72)
    assert len(found.rgb) == 128 * 72 * 3


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"<svg/>", _PNG[:-200], _PNG[:40],
        _written("JPEG", (320, 180))[:300], _written("GIF", (8, 8)), _written("BMP", (8, 8)),
        _png_head(100_000, 100_000) + _PNG[33:], _png_head(0, 0), b"\xff\xd8\xff" + b"\0" * 99,
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_plain_words(content: bytes) -> None:
    with pytest.raises(PictureError, match="image"):
        pixels(content)


def test_a_picture_that_is_too_large_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = _written("PNG", (4001, 4000))
    assert len(bomb) < 100_000
    with pytest.raises(PictureError, match="too many pixels"):
        pixels(bomb)
    monkeypatch.setattr(picture_file, "MOST_BYTES", 100)
    with pytest.raises(PictureError, match="too large"):
        pixels(_PNG)


async def test_a_poster_is_asked_for_once_whatever_came_of_it(server: ScriptedServer) -> None:
    server.script = [
        answer(_PNG, content_type="image/png"),
        answer("gone", "404 Not Found"),
    ]
    posters = Posters(Clock())
    good, bad = f"{server.url}/good.png", f"{server.url}/bad.png"
    assert posters.get(good) is None
    await asyncio.gather(*(posters.ask(good) for _ in range(3)))
    await posters.ask(bad)
    await posters.ask(bad)
    assert isinstance(posters.get(good), Pixels)
    assert posters.get(bad) == "The server refused the image with 404."
    assert len(server.requests) == 2


def test_half_blocks_fill_the_room_whatever_the_shape() -> None:
    for width, height in ((1, 1), (3, 200), (200, 3), (128, 72), (40, 72)):
        shades = bytes(n % 251 for n in range(width * height * 3))
        lines = poster_lines(Pixels(width, height, shades), 35, 10)
        assert [sum(slot.width for slot in line) for line in lines] == [35] * 10
        assert all(isinstance(slot.tone, Ink) for line in lines for slot in line)
    upper, lower = bytes((255, 0, 0)) * 4, bytes((0, 0, 255)) * 4
    (first, *_, last) = poster_lines(Pixels(2, 4, upper + lower), 8, 8)
    assert first[0].tone == Ink((255, 0, 0), (255, 0, 0))
    assert last[0].tone == Ink((0, 0, 255), (0, 0, 255))


def test_a_poster_takes_the_same_room_before_it_comes_and_without_it() -> None:
    sizes = {
        len(PosterPicture(found).lines(44)) for found in (None, "No image.", Pixels(1, 1, b"abc"))
    }
    assert sizes == {12}
    assert poster_lines(None, 35, 4) == []  # too few lines for a picture
    assert len(PosterPicture(None).lines(200)) == 14


def test_a_poster_lies_where_the_api_says() -> None:
    assert poster_link(None) == poster_link(Video(id="v")) == ""
    assert poster_link(Video(id="v", poster=Poster(id="p"))) == ""
    assert poster_link(Video(id="v", poster=Poster(id="p", xs="x", original="o"))) == "x"
