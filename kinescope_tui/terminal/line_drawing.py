"""Has screens drawn by lines, where Textual has what that takes."""

from typing import Any

from textual.screen import Screen


def draw_lines(screen: Screen[Any]) -> None:
    """Draw of a screen's parts the lines that change, instead of all that is between them."""
    try:
        from kinescope_tui.terminal.line_compositor import LineCompositor
    except ImportError:  # Textual draws in another way
        return
    if hasattr(screen, "_compositor"):
        screen._compositor = LineCompositor()  # noqa: SLF001 - Textual offers no other way
