"""Where the stylesheet is, and what reads it once where Textual would at every new screen."""

from pathlib import Path
from typing import Any

from textual.app import App
from textual.cache import LRUCache
from textual.css import stylesheet
from textual.css.styles import RulesMap
from textual.dom import DOMNode
from textual.widget import Widget

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "styles.tcss"

STYLESHEET = _INSTALLED if _INSTALLED.exists() else _PACKAGE.parent / "styles.tcss"
"""In the installed package, or at the top of a checkout."""


_MAX_FOUND = 4_000  # places of parts whose rules are remembered
# What Textual notes at a part of the rules that it found.
_MARKS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")


class Stylesheet(stylesheet.Stylesheet):
    """Keeps the rules that it has read for as long as the theme is the same, and what they come to.

    Textual reads everything anew whenever a screen is shown that it has not seen since the last
    change of theme, four times before the first frame; and whenever a class changes it looks for
    the rules of every part anew, among several hundred. A part that stands in the same place, with
    the same classes and states around it, has the same ones.
    """

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._known = variables
        self._found: LRUCache[Any, tuple[RulesMap, tuple[bool, ...]]] = LRUCache(_MAX_FOUND)

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take a theme's colours; nothing is read anew if they are those that are known."""
        if variables != self._known:
            self._known = variables
            super().set_variables(variables)

    def parse(self) -> None:
        """Read what is not read yet; other rules may come to something else."""
        super().parse()
        self._found.clear()

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[Any, RulesMap] | None = None
    ) -> None:
        """Give a part the styles that the rules come to for it."""
        del cache  # Textual's own, for one look at all parts
        place = _place_of(node)
        known = self._found.get(place)
        if known is not None:
            rules, marks = known
            for name, mark in zip(_MARKS, marks, strict=True):
                setattr(node, name, mark)
            self.replace_rules(node, rules, animate=animate)
            self._process_component_classes(node)
            return
        found: dict[Any, RulesMap] = {}
        super().apply(node, animate=animate, cache=found)
        # It puts nothing there where a rule looks at a part's neighbours.
        for rules in found.values():
            self._found[place] = rules, tuple(getattr(node, name) for name in _MARKS)

    def reparse(self) -> None:
        """Read what is not read yet with these colours; what was read before holds on an error."""
        self.parse()


def _place_of(node: DOMNode | None) -> tuple[object, ...]:
    """Return all that a rule can ask of a part and of what it stands in, but for neighbours."""
    place: list[object] = []
    while isinstance(node, DOMNode):
        state: object = None
        if isinstance(node, Widget):
            state = (node.mouse_hover, node.has_focus, node.disabled, node.can_focus)
        elif isinstance(node, App):
            state = (node.theme, node.app_focus)
        place += (type(node), node.id, node.classes, state)
        node = node.parent if isinstance(node.parent, DOMNode) else None
    return tuple(place)
