"""A scrolling page with vi's keys."""

from textual.containers import VerticalScroll

from kinescope_tui.keys import keymap


class ScrollPage(VerticalScroll):
    """Scrolls by lines and screens, without animation: over SSH each frame is paid for."""

    BINDINGS = keymap.bindings("scroll")

    def on_mount(self) -> None:
        """Have the footer name the keys that scroll where there is something to scroll."""
        self.watch(self, "virtual_size", self._tell_keys, init=False)

    def on_resize(self) -> None:
        """Have the footer look again."""
        self._tell_keys()

    def _tell_keys(self) -> None:
        self.screen.refresh_bindings()

    def action_scroll_down(self) -> None:
        """Scroll a line down."""
        self.scroll_down(animate=False)

    def action_scroll_up(self) -> None:
        """Scroll a line up."""
        self.scroll_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll a screen down."""
        self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll a screen up."""
        self.scroll_page_up(animate=False)

    def action_scroll_home(self) -> None:
        """Scroll to the top."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Scroll to the end."""
        self.scroll_end(animate=False)
