"""The last line of a screen: what the keys do here and now."""

from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

_MORE = "…"


class Entry(NamedTuple):
    """A key of the line.

    Attributes:
        key: As Textual names it.
        shown: As people read it.
        label: What it does.
        is_enabled: Whether it can do so now.
    """

    key: str
    shown: str
    label: str
    is_enabled: bool

    @property
    def width(self) -> int:
        """Its cells, with a space on either side and one in the middle."""
        return cell_len(self.shown) + cell_len(self.label) + 3


class KeyLine(Widget):
    """Shows the keys of the footer, as many as there is room for; a click presses one.

    One widget, where Textual's footer makes one of every key at every change of them.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--label"}

    entries: reactive[tuple[Entry, ...]] = reactive(())

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._take)

    def on_unmount(self) -> None:
        """Follow them no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _take(self, screen: Screen[Any]) -> None:
        if not self.app.app_focus or screen is not self.screen:
            return
        found: dict[str, Entry] = {}
        for _, binding, is_enabled, _ in screen.active_bindings.values():
            if binding.show:
                shown = self.app.get_key_display(binding)
                entry = Entry(binding.key, shown, binding.description, is_enabled)
                found.setdefault(binding.action, entry)
        self.entries = tuple(found.values())

    def render(self) -> Content:
        """Return the line; what has no room is in the help, and is hinted at."""
        room = self.size.width
        all_fit = sum(entry.width for entry in self.entries) <= room
        room -= 0 if all_fit else len(_MORE) + 1
        parts: list[Content] = []
        for entry in self.entries:
            room -= entry.width
            if room < 0:
                break
            parts.append(self._drawn(entry))
        if not all_fit:
            parts.append(Content(f" {_MORE}").stylize(self._style("label")))
        return Content("").join(parts)

    def _drawn(self, entry: Entry) -> Content:
        key = Content(f" {entry.shown} ").stylize(self._style("key"))
        label = Content(f"{entry.label} ").stylize(self._style("label"))
        drawn = key + label
        if not entry.is_enabled:
            drawn = drawn.stylize(Style(dim=True))
        return drawn.stylize(Style.from_meta({"key": entry.key, "is_enabled": entry.is_enabled}))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"key-line--{name}")

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key and event.style.meta["is_enabled"]:
            self.app.simulate_key(key)
        elif key:
            self.app.bell()
