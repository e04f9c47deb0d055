"""Keys that belong together on a line: there and back, the letters of the copy menu, the places."""

from collections.abc import Sequence

from msgspec.structs import replace

from kinescope_tui.keys.keymap import Key

_OPPOSITES = (
    ("down", "up"), ("left", "right"), ("first", "last"), ("home", "end"), ("open", "close"),
    ("next", "last"), ("next", "previous"), ("raise", "lower"),
)  # fmt: skip


def paired(keys: Sequence[Key]) -> list[tuple[Key, ...]]:
    """Return keys of one group, those that belong together in one tuple."""
    found: list[tuple[Key, ...]] = []
    for key in keys:
        if key.group == "mode" and found:
            found[0] = (*found[0], key)
        elif found and len(found[-1]) == 1 and _belong(found[-1][0], key):
            found[-1] = (found[-1][0], key)
        else:
            found.append((key,))
    return found


def as_one(keys: tuple[Key, ...]) -> Key:
    """Return the first one of them as it stands for all: `] [`, `next / previous page`."""
    first, last = keys[0], keys[-1]
    if first is last:
        return first
    if first.group == "mode":
        shown, told = f"{first.first} … {last.first}", f"{first.label} … {last.label}"
    elif first.group == "copy":
        shown, told = f"{first.first} {last.first}", f"{first.label} · {last.label}"
    else:
        shown, told = f"{first.first} {last.first}", _joined(first.help, last.help)
    label = first.label if first.label == last.label else f"{first.label} / {last.label}"
    return replace(first, shown=shown, help=told, label=label)


def _belong(key: Key, other: Key) -> bool:
    if key.group in {"copy", "screen"}:
        return True
    action, _, parameter = key.action.partition("(")
    # What is named in quotes is another thing each time: only numbers lead there and back.
    if parameter and "'" not in parameter and action == other.action.partition("(")[0]:
        return True
    name, another = (one.id.partition(".")[2] for one in (key, other))
    if another.startswith(f"{name}-"):  # the same, and more
        return True
    return any(a in name and name.replace(a, b) == another for a, b in _OPPOSITES)


def _joined(text: str, other: str) -> str:
    """Return two texts as one, what both begin or end with told once."""
    words, others = text.split(), other.split()
    same = 0
    while same < min(len(words), len(others)) and words[same] == others[same]:
        same += 1
    if same:
        return f"{text} / {' '.join(others[same:])}"
    while same < min(len(words), len(others)) - 1 and words[-1 - same] == others[-1 - same]:
        same += 1
    return f"{' '.join(words[: len(words) - same])} / {other}"
