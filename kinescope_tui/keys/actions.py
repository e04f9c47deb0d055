"""The actions of a screen: which there are, why one cannot be done now, and doing it."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from textual import actions
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from kinescope_tui.keys import keymap
from kinescope_tui.keys.keymap import Key

if TYPE_CHECKING:
    _Base = DOMNode
else:
    _Base = object

_INSIDE = {"copy": "view.copy"}
"""Groups of keys of a menu, and the action that opens it."""


class Refusing(_Base):
    """A place that says why something cannot be done there; its key is hidden for as long.

    Stands before the kind of widget among the bases.

    Attributes:
        hidden_actions: What is never done there, though its keys are bound.
    """

    hidden_actions: frozenset[str] = frozenset()

    def disabled_reason(self, action: str, parameters: tuple[object, ...]) -> str:
        """Return why an action cannot be done now, as a sentence; empty if it can."""
        del action, parameters
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what cannot be done now."""
        is_hidden = action in self.hidden_actions or self.disabled_reason(action, parameters)
        return not is_hidden and super().check_action(action, parameters)


class Action(msgspec.Struct, frozen=True):
    """One thing that can be done, and where."""

    key: Key
    place: DOMNode

    @property
    def disabled_reason(self) -> str:
        """The reason why it cannot be done now; empty if it can."""
        namespace, name, parameters = actions.parse(self.key.action)
        place = self.place.app if namespace == "app" else self.place
        if place.check_action(name, parameters):
            return ""
        reason = place.disabled_reason(name, parameters) if isinstance(place, Refusing) else ""
        return reason or f"“{self.key.label}” is not available here."

    async def run(self, app: App[Any]) -> None:
        """Do it, where it belongs; say why not if it cannot be done."""
        if reason := self.disabled_reason:
            app.notify(reason, severity="warning", markup=False)
            return
        if isinstance(self.place, Widget) and self.place.focusable:
            self.place.focus()
        await app.run_action(self.key.action, self.place)


class MenuAction(Action, frozen=True):
    """A letter of a menu, behind the action that opens it."""

    opener: Action

    async def run(self, app: App[Any]) -> None:
        """Open the menu and choose."""
        await self.opener.run(app)
        await app.run_action(self.key.action, app.screen)


def actions_of(screen: Screen[Any]) -> list[Action]:
    """Return what can be done on a screen, each action once; where the focus is comes first."""
    found: dict[str, Action] = {}
    for place in _places(screen):
        ids = _ids_of(type(place))
        for key in keymap.current().keys if ids else ():
            if key.id in ids:
                found.setdefault(key.id, Action(key, place))
    for group, opener in _INSIDE.items():
        if opener in found:
            for key in keymap.keys_of(group):
                found[key.id] = MenuAction(key, screen, found[opener])
    return list(found.values())


def action_of_key(screen: Screen[Any], name: str) -> Action | None:
    """Return what a key would do where the focus is, even if it cannot be done now."""
    keys = keymap.current().by_name.get(name, ())
    for place in _chain(screen) if keys else ():
        for key in keys:
            if key.id in _ids_of(type(place)):
                return Action(key, place)
    return None


def _places(screen: Screen[Any]) -> Iterator[DOMNode]:
    yield from _chain(screen)
    for widget in screen.walk_children(Widget):
        if widget.display and all(parent.display for parent in widget.ancestors):
            yield widget
    yield screen.app


def _chain(screen: Screen[Any]) -> Iterator[DOMNode]:
    """Return the places that a key goes through, from the focus outwards."""
    for place in screen.focused.ancestors_with_self if screen.focused else (screen, screen.app):
        yield place
        if place.is_modal:
            return


@cache
def _ids_of(kind: type[DOMNode]) -> set[str]:
    declared = (base.__dict__.get("BINDINGS", ()) for base in kind.__mro__)
    return {
        binding.id
        for bindings in declared
        for binding in bindings
        if isinstance(binding, Binding) and binding.id
    }
