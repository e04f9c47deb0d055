"""What the command palette offers: what can be done here, where to go, and what to set."""

from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from kinescope_tui.keys.actions import actions_of
from kinescope_tui.presentation.palette_list import PaletteEntry
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint

if TYPE_CHECKING:
    from kinescope_tui.app.kinescope_app import KinescopeApp

_ROW, _GO, _SETTINGS, _HERE, _LIST = (
    "This row", "Go to", "Settings", "This screen", "This list",
)  # fmt: skip
_ORDER = (_ROW, _LIST, _HERE, _GO, _SETTINGS)
_OF_GROUP = {
    "mark": _ROW, "copy": _ROW, "detail": _ROW, "request": _ROW, "invoice": _ROW,
    "settings": _SETTINGS, "token": _SETTINGS, "app": _SETTINGS, "screen": _GO,
}  # fmt: skip
_OF_KEY = {
    "table.open": _ROW, "list.details": _ROW, "list.analytics": _ROW, "list.same": _ROW,
    "report.analytics": _ROW, "chart.open": _ROW, "view.copy": _ROW, "view.open-link": _ROW,
    "view.command": _GO, "view.log": _GO, "view.problem": _GO, "view.help": _GO,
    "billing.usage": _GO,
}  # fmt: skip
_UNOFFERED = {"table", "scroll", "choices", "choice", "tree", "json", "screen", "chart", "copy"}
"""Groups that nobody opens a palette for; they are found, but not offered."""

_OFFERED = {"table.open", "chart.open"}


class PaletteCommand(NamedTuple):
    """An entry, and what does it."""

    entry: PaletteEntry
    run: Callable[[], Awaitable[object] | None]


def palette_commands(app: "KinescopeApp") -> list[PaletteCommand]:
    """Return the commands of the screen that is looked at, those of a group together."""
    commands = [*_actions(app), *_places(app), *_settings(app)]
    return sorted(commands, key=lambda command: _ORDER.index(command.entry.group))


def _actions(app: "KinescopeApp") -> Iterator[PaletteCommand]:
    actions = actions_of(app.screen)
    others = _LIST if any(action.key.group == "list" for action in actions) else _HERE
    for action in actions:
        key = action.key
        # A place has an entry of its own.
        if key.group == "mode" or key.id == "app.palette" or action.disabled_reason:
            continue
        group = _OF_KEY.get(key.id) or _OF_GROUP.get(key.group, others)
        is_copy = key.group == "copy"
        shown = hint(f"{{view.copy}} {key.first}") if is_copy else key.shown
        title = f"copy {key.help}" if is_copy else key.help
        is_offered = key.group not in _UNOFFERED or key.id in _OFFERED
        title = f"{title[:1].upper()}{title[1:]}"
        entry = PaletteEntry(key.id, group, title, shown, is_offered)
        yield PaletteCommand(entry, partial(action.run, app))


def _places(app: "KinescopeApp") -> Iterator[PaletteCommand]:
    gate = app.gate
    if gate.session is None:
        return
    for place in gate.places.values():
        entry = PaletteEntry(
            f"place {place.name}", _GO, place.full_title, place.key or f":{place.name}"
        )
        yield PaletteCommand(entry, partial(app.action_show, place.name))
    for profile in gate.sign_in.choices:
        title = f"Profile {one_line(profile.name)} · {one_line(profile.base_url)}"
        entry = PaletteEntry(f"profile {profile.name}", _GO, title, ":profile")
        yield PaletteCommand(entry, partial(gate.use, profile))


def _settings(app: "KinescopeApp") -> Iterator[PaletteCommand]:
    from kinescope_tui.dialogs.preview import Preview
    from kinescope_tui.presentation.requests.code_book import code_book

    def show_codes() -> None:
        app.push_screen(Preview("Error codes", code_book()))

    theme = PaletteEntry("theme", _SETTINGS, "Theme, with live preview", ":theme")
    yield PaletteCommand(theme, app.search_themes)
    codes = PaletteEntry("codes", _SETTINGS, "Error codes and their meaning")
    yield PaletteCommand(codes, show_codes)
    forget = "Forget this workspace: erase rows kept for the next start"
    yield PaletteCommand(PaletteEntry("forget", _SETTINGS, forget, ":forget"), app.gate.forget)
