"""Panes have frames where there is room for them, and nowhere else."""

from kinescope_tui.screens.frame_screen import is_framed


def test_frames_begin_at_100_columns_and_30_rows() -> None:
    assert is_framed(100, 30)
    assert is_framed(200, 60)
    assert not is_framed(99, 60)
    assert not is_framed(200, 29)
