"""The stylesheet, read once where Textual would read it at every new screen."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from textual.app import App
from textual.cache import LRUCache
from textual.css import stylesheet
from textual.css.model import CombinatorType, RuleSet, Selector, SelectorSet
from textual.css.styles import RulesMap
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "styles.tcss"

STYLESHEET = _INSTALLED if _INSTALLED.exists() else _PACKAGE.parent / "styles.tcss"
"""In the installed package, or at the top of a checkout."""


_PART = re.compile(r"^/\* ===.*$", re.MULTILINE)
_MAX_FOUND = 4_000  # places of parts whose rules are remembered
# What a rule can ask of a part's state; all else is the same for all parts, or looked at apart.
_STATES = {"hover", "focus", "blur", "can-focus", "disabled", "enabled"}
# What Textual notes at a part of the rules that it found; the last two look at neighbours.
_MARKS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")

# The same as Textual's, which is a call: of each part it looks through all rules, several hundred.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


class _Found(NamedTuple):
    """What the rules come to for a part.

    Attributes:
        rules: None where no rule is about it.
        marks: The values of what Textual notes.
        components: The same for each kind of thing that it draws; None where that is not known.
    """

    rules: RulesMap | None
    marks: tuple[bool, ...]
    components: "list[_Found] | None"

    @property
    def asks_for_focus(self) -> bool:
        """Whether it depends on where the focus is within the part, or within what it is in."""
        return self.marks[1]


class _Around(NamedTuple):
    """What rules can ask of something for the sake of the parts that stand in it.

    Attributes:
        answers: Which of the questions of all rules it answers with yes; of an app, all it is.
        is_disabled: Whether it, or what it stands in, is.
        beyond: The same of what it stands in.
    """

    answers: "frozenset[Any] | tuple[object, ...]"
    is_disabled: bool
    beyond: "_Around | None"


class Stylesheet(stylesheet.Stylesheet):
    """Keeps the rules that it has read for as long as the theme is the same, and what they come to.

    Textual reads everything anew whenever a screen is shown that it has not seen since the last
    change of theme, four times before the first frame; and whenever a class changes it looks for
    the rules of every part anew, among several hundred, and sets each. A part has the same ones as
    another of its kind, with the same classes and state, that stands in what rules cannot tell from
    what it stands in; and one that has them already is left as it is.

    A file is read in parts, which such comments divide: `/* === What lists show. === */`. The first
    frame needs a tenth of the rules, and the first rows a third. A screen says in `STYLE_PARTS` how
    many it needs; who says nothing gets all of them.
    """

    # Textual remembers nothing of rules with these; what it is given to remember is for one part.
    _EXCLUDE_PSEUDO_CLASSES_FROM_CACHE = set()  # type: ignore[misc]  # the toolkit's own is final

    def __init__(self, *, variables: dict[str, str]) -> None:
        super().__init__(variables=variables)
        self._known = variables
        self._found: LRUCache[Any, _Found] = LRUCache(_MAX_FOUND)
        self._given: WeakKeyDictionary[DOMNode, _Found] = WeakKeyDictionary()
        self._learned: list[RuleSet] = []
        self._asked_around: dict[Any, Selector] = {}  # what rules ask of what a part stands in
        self._answers: LRUCache[Any, frozenset[Any]] = LRUCache(_MAX_FOUND)  # which of these hold
        self._drawing: tuple[DOMNode | None, _Around | None] = (None, None)
        self._parts_read = 0
        self._later: list[str] = []  # the parts that are not read yet

    def read(self, filename: str | PurePath) -> None:
        """Read the first part of a file."""
        super().read(filename)
        place = next(reversed(self.source))
        whole = self.source[place]
        first, *others = _PART.split(whole.content)
        self.source[place] = whole._replace(content=first)
        self._parts_read, self._later = 1, others

    @property
    def is_whole(self) -> bool:
        """Whether every part is read."""
        return not self._later

    def read_part(self) -> None:
        """Read the next part."""
        self._parts_read += 1
        self.add_source(self._later.pop(0), (str(STYLESHEET), str(self._parts_read)))

    async def read_ahead(self, parts: int = sys.maxsize) -> None:
        """Read parts until so many are read, or all; between two of them keys are heard."""
        while not self.is_whole and self._parts_read < parts:
            self.read_part()
            self.parse()
            await asyncio.sleep(0)

    async def read_defaults(self) -> None:
        """Read what Textual says of each kind of part, one in each turn.

        Else whatever is the first of its kind to be shown waits for it.
        """
        with suppress(AttributeError):  # Textual's own way to them; without it they are read then
            for kind in _kinds_of_parts(Widget):
                for read_from, css, tie_breaker, scope in kind.__new__(kind)._get_default_css():  # noqa: SLF001 - see above
                    self.add_source(css, read_from, True, tie_breaker, scope)
                if self._require_parse:
                    self.parse()
                    await asyncio.sleep(0)
            self.parse()  # what heirs put before others

    def _read_for(self, screen: Screen[object]) -> None:
        """Read all parts that a screen needs."""
        wanted: int | None = vars(type(screen)).get("STYLE_PARTS")  # heirs have more to show
        while not self.is_whole and (wanted is None or self._parts_read < wanted):
            self.read_part()

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take a theme's colours; nothing is read anew if they are those that are known."""
        if variables != self._known:
            self._known = variables
            super().set_variables(variables)
            self._require_parse = True

    def _learn(self, rules: list[RuleSet]) -> None:
        """Learn what other rules ask, and forget what they may come to something else for."""
        known, now = set(self._learned), set(rules)
        self._learned = rules
        for rule in now - known:
            self._asked_around |= _asked_around(rule)
        self._answers.clear()
        self._forget(now ^ known)

    def _forget(self, rules: set[RuleSet]) -> None:
        """Forget the parts that some rules may be about, by what the rules name."""
        names = {name for rule in rules for name in rule.selector_names}
        kinds: dict[type, bool] = {}
        for place in list(self._found.keys()):
            kind, own_id, classes, *_ = place
            if kind not in kinds:
                kinds[kind] = not names.isdisjoint(base.__name__ for base in kind.__mro__)
            is_named = kinds[kind] or f"#{own_id}" in names or "*" in names
            if is_named or any(f".{name}" in names for name in classes):
                self._found.discard(place)

    def apply(
        self, node: DOMNode, *, animate: bool = False, cache: dict[Any, Any] | None = None
    ) -> None:
        """Give a part the styles that the rules come to for it, unless it has them.

        Args:
            node: A part, or a kind of thing that one draws.
            animate: Whether what changes does so slowly.
            cache: What is the same in one look at many parts: here their places.
        """
        if not self.is_whole and isinstance(node, Screen):
            self._read_for(node)
        known = {} if cache is None else cache
        if (rules := self.rules) is not self._learned:  # Textual reads them anew as they are needed
            self._learn(rules)
            known.clear()  # amid a look: now more may be asked of what parts stand in
        place = self._place_of(node, known)
        found, given = self._found.get(place), self._given.get(node)
        if found is not None and found.asks_for_focus:
            found = self._found.get(place + _focus_within(node))
        if found is None:
            found = self._find(node, place, animate=animate)
        elif given == found:
            node.notify_style_update()
            return
        else:
            for name, mark in zip(_MARKS, found.marks, strict=True):
                setattr(node, name, mark)
            if found.rules is not None:
                self.replace_rules(node, found.rules, animate=animate)
            # Each time that leaves garbage; a field that gets the focus draws what it did before.
            if given is None or given.components != found.components:
                self._process_component_classes(node)
        if found is not None and found.components is not None:
            self._given[node] = found
        else:
            self._given.pop(node, None)

    def _find(self, node: DOMNode, place: tuple[object, ...], *, animate: bool) -> _Found | None:
        """Give a part its styles as Textual does, and return what they are if that is lasting."""
        looked_up: dict[Any, RulesMap] = {}
        super().apply(node, animate=animate, cache=looked_up)
        marks = tuple(getattr(node, name) for name in _MARKS)
        if any(marks[2:]):
            return None
        around = self._around(node, {})
        of_component = (
            self._found.get((*_own_place(DOMNode(classes=name)), around))
            for name in sorted(node._get_component_classes())  # noqa: SLF001 - there is no other way to it
        )
        components = [one for one in of_component if one is not None and not one.asks_for_focus]
        is_known = len(components) == len(node._get_component_classes())  # noqa: SLF001 - see above
        rules = next(iter(looked_up.values()), None)
        found = _Found(rules, marks, components if is_known else None)
        self._found[place] = found
        if found.asks_for_focus:
            self._found[place + _focus_within(node)] = found
        return found

    def _process_component_classes(self, node: DOMNode) -> None:
        """Give all kinds of things that a part draws their styles; Textual calls this, too."""
        self._drawing = (node, self._around(node, {}))
        super()._process_component_classes(node)
        self._drawing = (None, None)

    def _place_of(self, node: DOMNode, known: "dict[Any, _Around]") -> tuple[object, ...]:
        """Return all that a rule can ask of a part and of what it stands in, but for neighbours."""
        parent = node.parent
        drawing, around = self._drawing
        if drawing is None or parent is not drawing:
            around = self._around(parent, known) if isinstance(parent, DOMNode) else None
        return (*_own_place(node), around)

    def _around(self, node: DOMNode, known: "dict[Any, _Around]") -> "_Around":
        """Return what rules can ask of a part for the sake of those that stand in it."""
        found = known.get(node)
        if found is None:
            parent, own = node.parent, _own_place(node)
            beyond = self._around(parent, known) if isinstance(parent, DOMNode) else None
            if beyond is None or not isinstance(node, Widget):
                found = _Around(own, is_disabled=False, beyond=beyond)
            else:
                is_disabled = node.disabled or beyond.is_disabled
                found = _Around(self._answers_of(node, own, is_disabled), is_disabled, beyond)
            known[node] = found
        return found

    def _answers_of(
        self, node: DOMNode, own: tuple[object, ...], is_disabled: bool
    ) -> frozenset[Any]:
        answers = self._answers.get((own, is_disabled))
        if answers is None:
            asked = self._asked_around.items()
            answers = frozenset(question for question, ask in asked if ask.check(node))
            self._answers[own, is_disabled] = answers
        return answers

    def reparse(self) -> None:
        """Read what is not read yet with these colours; what was read before holds on an error.

        Textual asks for that at each first screen of a place, and for the styles of all parts of
        the screen before it: nothing was read then, and what is remembered stays.
        """
        if self._require_parse:
            self.parse()


def _kinds_of_parts(kind: type[Widget]) -> Iterator[type[Widget]]:
    """Yield the kinds of parts that this program has, as far as they are imported."""
    for heir in kind.__subclasses__():
        if heir.__module__.startswith(f"{_PACKAGE.name}."):
            yield heir
        yield from _kinds_of_parts(heir)


def _asked_around(rule: RuleSet) -> dict[Any, Selector]:
    """Return what a rule asks of what a part stands in."""
    found: dict[Any, Selector] = {}
    for one in (one for selectors in rule.selector_set for one in _before_last(selectors)):
        states = one.pseudo_classes & _STATES
        asked = Selector(one.name, type=one.type, pseudo_classes=states)
        found[one.type, one.name, frozenset(states)] = asked
    return found


def _before_last(selectors: SelectorSet) -> list[Selector]:
    """Return what is asked of what a part stands in; the last of them ask the part itself."""
    every = selectors.selectors
    last = max(n for n, one in enumerate(every) if not n or one.combinator != CombinatorType.SAME)
    return every[:last]


def _focus_within(node: DOMNode) -> tuple[bool, ...]:
    """Return whether the focus is within a part, and within each that it stands in."""
    return tuple(
        one.has_focus_within for one in node.ancestors_with_self if isinstance(one, Widget)
    )


def _own_place(node: DOMNode) -> tuple[object, ...]:
    state: object = None
    if isinstance(node, Widget):
        state = (node.mouse_hover, node.has_focus, node.disabled, node.can_focus)
    elif isinstance(node, App):
        state = (node.theme, node.app_focus)
    return (type(node), node.id, node.classes, state)
