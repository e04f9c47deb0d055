"""The last line of a screen: what the keys do here and now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Input

from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import action_of_key
from kinescope_tui.keys.keymap import character_of

_WAYS_BACK = (
    "palette.back",
    "search.give-up",
    "screen.back",
    "screen.leave",
    "line.back",
    "dialog.back",
    "help.back",
    "escape",
    "app.quit",
)
_FIXED = ("view.command", "view.help")
_TOOLKIT = {"enter": "", "escape": "close"}  # what they do where they are the toolkit's
_GAP = 2  # cells between the groups, and before what is fixed
_BACK = len(" esc back ")  # what a shorter way back takes too: the others stay where they are


class Entry(NamedTuple):
    """A key of the line.

    Attributes:
        key: As Textual names it.
        shown: As people read it.
        label: What it does.
        action: What it runs.
        is_enabled: Whether it can do so now.
        rank: How soon there is room for it.
        group: That of its key: what concerns the whole view stands apart.
    """

    key: str
    shown: str
    label: str
    action: str
    is_enabled: bool = True
    rank: int = 1
    group: str = ""

    @property
    def width(self) -> int:
        """Its cells, with a space on either side and one in the middle."""
        return cell_len(self.shown) + cell_len(self.label) + 3

    @property
    def width_in_pair(self) -> int:
        """Its cells beside a key of the same label, which is told once."""
        return cell_len(self.shown) + 1

    def is_pair_of(self, other: "Entry") -> bool:
        """Tell whether both have one label: one goes there, and one back."""
        return (self.label, self.group) == (other.label, other.group)


def fitting(entries: Sequence[Entry], room: int) -> list[Entry]:
    """Return as many entries as fit, the ones of the lowest rank first, in their own order.

    Keys of one label are shown together: one that goes there alone says that none goes back.
    """
    pairs, chosen = paired(entries), set[int]()
    for place in sorted(range(len(pairs)), key=lambda place: min(e.rank for e in pairs[place])):
        first, *others = pairs[place]
        width = first.width + sum(other.width_in_pair for other in others)
        if width <= room:
            room -= width
            chosen.add(place)
    return [entry for place in sorted(chosen) for entry in pairs[place]]


def paired(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Return entries with those of the same label beside them."""
    pairs: list[list[Entry]] = []
    for entry in entries:
        if pairs and entry.is_pair_of(pairs[-1][0]):
            pairs[-1].append(entry)
        else:
            pairs.append([entry])
    return pairs


class KeyLine(Widget):
    """Shows the keys that are alive where the focus is, and at the right the way back.

    A key that would be typed into the field with the focus is not alive. As many are shown as
    there is room for, by their rank; a click presses one. One widget, where Textual's footer makes
    one of every key at every change of them.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"key-line--key", "key-line--label"}

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._fixed: tuple[Entry, ...] = ()
        self._is_behind = True

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def on_unmount(self) -> None:
        """Follow them no longer."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _follow(self, screen: Screen[Any]) -> None:
        # They change several times until a screen is drawn, and to look through them takes long.
        if screen is self.screen:
            self._is_behind = True
            self.refresh()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What there is to be shown at the left, as far as there is room."""
        self._look()
        return self._entries

    @property
    def fixed(self) -> tuple[Entry, ...]:
        """What is shown at the right, the way back last."""
        self._look()
        return self._fixed

    def _look(self) -> None:
        # While another window has the focus, nothing here has it: what is shown stays.
        if not self._is_behind or not self.app.app_focus:
            return
        self._is_behind = False
        screen = self.screen
        alive = dict(self._alive(screen))
        way_back, label = getattr(screen, "way_back", ("", ""))
        if way_back not in alive:
            way_back, label = next((name for name in _WAYS_BACK if name in alive), ""), ""
        fixed = [alive[name] for name in _FIXED if name in alive]
        if way_back:
            back = alive[way_back]
            fixed.append(back._replace(label=label or back.label))
        order = {key.id: place for place, key in enumerate(keymap.current().keys)}
        others = [name for name in alive if name not in (*_WAYS_BACK, *_FIXED)]
        others.sort(key=lambda name: (alive[name].group == "view", order.get(name, -1)))
        self._entries = tuple(alive[name] for name in others)
        self._fixed = tuple(fixed)

    def _alive(self, screen: Screen[Any]) -> Iterable[tuple[str, Entry]]:
        """Yield the keys that have a rank, each action once, by its id."""
        focused, seen = screen.focused, set[str]()
        labels: Mapping[str, str] = getattr(screen, "labels", {})
        told: Collection[str] = getattr(screen, "told_keys", ())
        known = {key.id: key for key in keymap.current().keys}
        for name, (place, binding, is_enabled, _) in screen.active_bindings.items():
            if focused is not None and focused.check_consume_key(name, character_of(name)):
                continue
            found = known.get(binding.id or "")
            if isinstance(place, Input) and binding.action.startswith("scroll_"):
                # A field scrolls no lines: such a key goes on to what the field stands in.
                meant = action_of_key(screen, name)
                found = meant.key if meant is not None and not meant.disabled_reason else None
            if found is None:
                if entry := _of_toolkit(name, place, binding):
                    yield name, entry
            elif found.rank and found.id not in {*seen, *told} and _has_more(place, found):
                seen.add(found.id)
                entry = _entry(name, found, is_enabled=is_enabled)
                yield found.id, entry._replace(label=labels.get(found.id, entry.label))

    def render(self) -> Content:
        """Return the line; what has no room is in the help."""
        width = self.size.width
        fixed = list(self.fixed)
        while len(fixed) > 1 and sum(entry.width for entry in fixed) > width // 2:
            del fixed[0]
        drawn = [self._drawn([entry]) for entry in fixed]
        if drawn:
            drawn.insert(-1, Content(" " * (_BACK - drawn[-1].cell_length)))
        right = Content("").join(drawn)
        room = width - right.cell_length - _GAP
        shown = fitting(self.entries, room - _GAP)
        groups = ([e for e in shown if (e.group == "view") is is_view] for is_view in (False, True))
        left = Content(" " * _GAP).join(
            Content("").join(map(self._drawn, paired(group))) for group in groups if group
        )
        return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right

    def _drawn(self, pair: Sequence[Entry]) -> Content:
        keys = [self._part(f" {entry.shown}", "key", entry) for entry in pair]
        return Content("").join([*keys, self._part(f" {pair[0].label} ", "label", pair[0])])

    def _part(self, text: str, look: str, entry: Entry) -> Content:
        drawn = Content(text).stylize(self._style(look if entry.is_enabled else "label"))
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


def _has_more(place: DOMNode, key: keymap.Key) -> bool:
    """Tell whether a key that scrolls has something to scroll."""
    return key.group != "scroll" or not isinstance(place, Widget) or place.max_scroll_y > 0


def _entry(name: str, key: keymap.Key, *, is_enabled: bool) -> Entry:
    shown = key.first if name == key.names[0] else keymap.shown_of(name)
    return Entry(name, shown, key.label, key.action, is_enabled, key.rank, key.group)


def _of_toolkit(name: str, place: DOMNode, binding: Binding) -> Entry | None:
    """Return what enter does in a field, a list or a tree, as what they stand in calls it."""
    labels = (getattr(node, "ENTER", "") for node in place.ancestors_with_self)
    label = next(filter(None, labels), "") if name == "enter" else _TOOLKIT.get(name, "")
    return Entry(name, keymap.shown_of(name), label, binding.action) if label else None
