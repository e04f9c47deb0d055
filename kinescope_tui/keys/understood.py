"""Keys of other layouts, taken for those that are bound."""

from collections.abc import Callable, Container

from textual import events
from textual.keys import key_to_character
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.keys.layouts import KeyboardLayouts


def understand(
    event: events.Key,
    layouts: KeyboardLayouts,
    focused: Widget | None,
    bound: Callable[[], Container[str]],
) -> None:
    """Give a key of another layout the name that is bound; what is typed into a field stays.

    Args:
        event: The key.
        layouts: What it may mean.
        focused: What has the focus.
        bound: Tells the names that do something now; it is not asked in vain.
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
    names_bound = bound()
    if event.key in names_bound and not character.isascii():
        return  # the user's own
    names = {"+".join([*modifiers, keymap.key_of_character(key)]): key for key in meant}
    name = next((name for name in names if name in names_bound), next(iter(names)))
    event.key, event.character = name, None if modifiers else names[name]
