"""The keys as the user wants them: a preset, and own keys on top."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace
from textual.keys import Keys, key_to_character

from kinescope_tui.api.text import clean
from kinescope_tui.keys import keymap
from kinescope_tui.keys.keymap import Key
from kinescope_tui.services.setup.settings import Preset

_STAYS = {"up", "down", "left", "right", "home", "end", "pageup", "pagedown", "enter", "escape"}
"""What does the same whatever the user says, so that there is always a way on and a way back."""

_RESERVED = {
    **dict.fromkeys(("tab", "shift+tab"), "moves between fields"),
    "ctrl+c": "copies the selection",
    "ctrl+h": "is the same as Backspace in a terminal",
    "ctrl+i": "is the same as Tab in a terminal",
    "ctrl+j": "is the same as Enter in a terminal",
    "ctrl+m": "is the same as Enter in a terminal",
    "ctrl+left_square_bracket": "is the same as Esc in a terminal",
    **dict.fromkeys(("ctrl+s", "ctrl+a", "ctrl+b"), "is reserved by terminals and tmux"),
}

PRESETS = {
    Preset.DEFAULT: {},
    # What fingers do in vim and what is free here; gg is no single key, g does the same.
    Preset.VIM: {
        "table.first-column": "home,circumflex_accent",
        "table.last-column": "end,dollar_sign",
        "mark.range": "v,V",
        "screen.back": "escape,ctrl+o",
        "app.messages": "ctrl+g",
        "detail.next": "J,ctrl+n",
        "detail.previous": "K,ctrl+k",
    },
}

_NAMED = {key.value for key in Keys} | {"space"}
_MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}
_WRITTEN = {shown.casefold(): name for name, shown in keymap.SHOWN.items()}


def remapped(preset: Preset, own: Iterable[tuple[str, str]]) -> keymap.Keymap:
    """Return the keys with a preset and the user's own on top; what clashes is refused."""
    problems: list[str] = []
    base = {key.id: _rekeyed(key, PRESETS[preset].get(key.id, key.keys)) for key in keymap.KEYS}
    wanted: dict[str, Key] = {}
    for name, text in own:
        if name not in base:
            problems.append(
                f"No action is called “{clean(name)}”; press ? for help with all action names."
            )
            continue
        try:
            names = [name_of(part) for part in text.split(",") if part.strip()]
            _check(base[name], names)
        except KeyNameError as error:
            problems.append(f"{name}: {error} The key stays {base[name].shown}.")
            continue
        stay = [known for known in base[name].names if known in _STAYS]
        wanted[name] = _rekeyed(base[name], ",".join(dict.fromkeys([*stay, *names])))
    while clash := _clash(base | wanted, wanted):
        refused, name, other = clash
        del wanted[refused]
        taken = f"{keymap.shown_of(name)} is already used by {other.id} ({other.help})."
        problems.append(f"{refused}: {taken} The key stays {base[refused].shown}.")
    return keymap.Keymap(tuple((base | wanted).values()), tuple(problems))


def _clash(keys: dict[str, Key], own: dict[str, Key]) -> tuple[str, str, Key] | None:
    """Return an own action, a key of it and the action that has it already; the last gives way."""
    for name in reversed(own):
        for place in (scope for scope in keymap.KEY_SCOPES if keys[name].group in scope):
            for other in keys.values():
                shared = set(keys[name].names) & set(other.names) - _STAYS
                if other.id != name and other.group in place and shared:
                    return name, min(shared), other
    return None


class KeyNameError(ValueError):
    """A key cannot be bound; the text is a sentence that says why."""


def name_of(text: str) -> str:
    """Return Textual's name of a key as people write it: `?`, `F6`, `ctrl+f`, `space`.

    Raises:
        KeyNameError: There is no such key.
    """
    text = _WRITTEN.get(text.strip().casefold(), text)
    *modifiers, key = text.strip().split("+") if text.strip() != "+" else ["+"]
    modifiers = [modifier.lower() for modifier in modifiers]
    if len(key) == 1:
        key = keymap.key_of_character(key.lower() if modifiers else key)
    elif key_to_character(key.lower()) is None and key.lower() not in _NAMED:
        key = ""
    else:
        key = key.lower()
    if not key or not _MODIFIERS.issuperset(modifiers):
        raise KeyNameError(f"“{text.strip()}” is not a key.")
    return "+".join([*sorted(modifiers), key])


def _check(key: Key, names: Sequence[str]) -> None:
    if not names:
        raise KeyNameError("An action needs a key.")
    for name in names:
        if name in _RESERVED:
            raise KeyNameError(f"{keymap.shown_of(name)} {_RESERVED[name]}.")
        if name in _STAYS and name not in key.names:
            raise KeyNameError(f"{keymap.shown_of(name)} is fixed and means the same everywhere.")
        if key.has_priority and "+" not in name and key_to_character(name) is not None:
            raise KeyNameError(
                f"{keymap.shown_of(name)} alone could then no longer be typed in fields."
            )


def _rekeyed(key: Key, keys: str) -> Key:
    return key if keys == key.keys else replace(key, keys=keys, shown="")
