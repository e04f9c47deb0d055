"""A line of cells has no caches before somebody looks into them, and is the same line."""

import gc

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from kinescope_tui.terminal import lean_strips
from kinescope_tui.terminal.lean_strips import make_strips_lean


def caches_of(strip: Strip) -> set[str]:
    return {name for name in Strip.__slots__ if name.endswith("_cache") and _is_set(strip, name)}


def _is_set(strip: Strip, name: str) -> bool:
    try:
        object.__getattribute__(strip, name)
    except AttributeError:
        return False
    return True


def test_what_is_asked_for_again_is_remembered_and_nothing_else_is_made() -> None:
    assert make_strips_lean()
    strip = Strip([Segment("one "), Segment("two", Style(bold=True))])
    assert caches_of(strip) == {"_render_cache"}
    assert strip.crop(2, 6) is strip.crop(2, 6)
    assert strip.divide([3, 7]) is strip.divide([3, 7])
    assert strip.crop_extend(0, 9, None).text == "one two  "
    assert caches_of(strip) == {
        "_render_cache", "_crop_cache", "_divide_cache", "_crop_extend_cache"
    }  # fmt: skip
    assert (strip.text, strip.cell_length, len(strip)) == ("one two", 7, 2)
    assert strip == Strip([Segment("one "), Segment("two", Style(bold=True))])
    with pytest.raises(AttributeError):
        _ = strip.other  # type: ignore[attr-defined]  # that is what it is about


def test_a_line_that_is_as_wide_as_wanted_ends_with_its_last_holder() -> None:
    make_strips_lean()
    gc.collect()
    gc.disable()
    try:
        strip = Strip([Segment("one two")])
        assert strip.crop_extend(0, 7, None) is strip
        assert strip.divide([7]) == [strip]
        del strip
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_strips_of_another_kind_are_left_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lean_strips, "_ROOM", {})
    begin = Strip.__init__
    assert not make_strips_lean()
    assert Strip.__init__ is begin
