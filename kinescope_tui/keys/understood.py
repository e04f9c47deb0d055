"""Keys of other layouts, taken for those that are bound."""

from collections.abc import Container

from textual import events
from textual.keys import key_to_character
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.keys.layouts import KeyboardLayouts


def understand(
    event: events.Key, layouts: KeyboardLayouts, focused: Widget | None, bound: Container[str]
) -> None:
    """Give a key of another layout the name that is bound; what is typed into a field stays.

    Args:
        event: The key.
        layouts: What it may mean.
        focused: What has the focus.
        bound: The names that do something now.
    """
    *modifiers, name = event.key.split("+")
    character = key_to_character(name)
    if character is None:
        return
    if not modifiers:
        layouts.hear(character)
        if focused is not None and focused.check_consume_key(event.key, event.character):
            return
    meant = layouts.meant(character)
    if meant == (character,):
        return
    if event.key in bound and not character.isascii():
        return  # the user's own
    names = {"+".join([*modifiers, keymap.key_of_character(key)]): key for key in meant}
    name = next((name for name in names if name in bound), next(iter(names)))
    event.key, event.character = name, None if modifiers else names[name]
