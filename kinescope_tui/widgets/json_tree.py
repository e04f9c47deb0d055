"""JSON as a tree that folds, and that is searched."""

from typing import Any

from rich.style import Style
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.getters import query_one
from textual.widgets import Input
from textual.widgets.tree import TreeNode

from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.widgets.folding_tree import FoldingTree
from kinescope_tui.widgets.notices import Notices

_LONGEST = 2_000  # characters of a value
_MAX = 2_000  # nodes; what is beyond is said, and is in the copy
_OPEN_LEVELS = 2


Path = tuple[str, ...]
"""The names and numbers that lead to a value."""


class JsonTree(Notices, Vertical):
    """Shows decoded JSON, the first levels open; what was folded stays so in what comes next."""

    BINDINGS = keymap.bindings("json")
    COMPONENT_CLASSES = {"json-tree--text", "json-tree--number", "json-tree--quiet"}

    nodes: query_one[FoldingTree[Path]] = query_one(FoldingTree)
    field = query_one(Input)

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""
        self._value: Any = None
        self._left = _MAX
        self._open: dict[Path, bool] = {}

    def compose(self) -> ComposeResult:
        """Lay out the tree, and the field for searching."""
        tree: FoldingTree[Path] = FoldingTree("{}", ())
        tree.guide_depth = 2
        tree.show_root = False
        yield tree
        yield Input(placeholder="a name or a value", compact=True)

    def on_mount(self) -> None:
        """Begin without a search."""
        self.field.display = False
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.show(self._value))

    def show(self, value: Any) -> None:
        """Show another value, or the same as it is by now; the cursor stays with its name."""
        self._value = value
        self._left = _MAX
        before = _all_nodes(self.nodes.root)
        self._open |= {
            node.data: node.is_expanded for node in before if node.data and node.children
        }
        cursor = self.nodes.cursor_node
        at = cursor.data if cursor is not None else None
        self.nodes.clear()
        self._add(self.nodes.root, value, 0)
        if self._left <= 0:
            self.nodes.root.add_leaf(
                Text(
                    hint("… more: {view.copy} {copy.json} copies everything"), self._style("quiet")
                )
            )
        self.nodes.root.expand()
        self.nodes.cursor_line = max(self.nodes.cursor_line, 0)
        found = (node for node in _all_nodes(self.nodes.root) if at and node.data == at)
        if (node := next(found, None)) is not None:
            # Its line is counted with the next refresh.
            self.call_after_refresh(lambda: self.nodes.move_cursor(node))

    def _add(self, node: TreeNode[Path], value: Any, level: int) -> None:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            self._left -= 1
            if self._left <= 0:
                return
            quiet = self._style("quiet")
            path = (*(node.data or ()), str(key))
            name = Text(one_line(str(key)), quiet if isinstance(value, list) else "")
            if isinstance(inner, dict | list) and inner:
                kind = "{%d}" if isinstance(inner, dict) else "[%d]"
                label = Text.assemble(name, "  ", (kind % len(inner), quiet))
                is_open = self._open.get(path, level + 1 < _OPEN_LEVELS)
                child = node.add(label, path, expand=is_open)
                self._add(child, inner, level + 1)
            else:
                node.add_leaf(Text.assemble(name, "  ", self._told(inner)), path)

    def _told(self, value: Any) -> Text:
        match value:
            case None:
                return Text("null", self._style("quiet"))
            case bool():
                return Text("true" if value else "false", self._style("number"))
            case int() | float():
                return Text(str(value)[:_LONGEST], self._style("number"))
            case str():
                return Text(f"“{one_line(value[:_LONGEST])}”", self._style("text"))
            case _:
                return Text("[]" if isinstance(value, list) else "{}", self._style("quiet"))

    def _style(self, name: str) -> Style:
        # The colour alone: the background is the cursor's.
        return Style(color=self.get_component_rich_style(f"json-tree--{name}").color)

    def focus_tree(self) -> None:
        """Let keys go to the tree."""
        self.nodes.focus()

    def action_cursor_down(self) -> None:
        """Go down."""
        self.nodes.action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go up."""
        self.nodes.action_cursor_up()

    def action_open_node(self) -> None:
        """Unfold the node under the cursor, or go to its first child."""
        self.nodes.action_open_node()

    def action_close_node(self) -> None:
        """Fold the node under the cursor, or go to its parent."""
        self.nodes.action_close_node()

    def action_fold_all(self) -> None:
        """Fold everything; unfold it where all is folded."""
        children = self.nodes.root.children
        if any(node.is_expanded for node in children):
            for node in children:
                node.collapse_all()
        else:
            for node in children:
                node.expand_all()

    def action_search(self) -> None:
        """Ask what to search for."""
        self.field.display = True
        self.field.focus()

    @on(Input.Submitted)
    def search(self, event: Input.Submitted) -> None:
        """Go to the first place found."""
        event.stop()
        self._sought = event.value.strip().casefold()
        self.leave_field()
        if self._sought:
            self.action_find(1)

    def leave_field(self) -> bool:
        """Take the field away, and tell whether it was there."""
        was_there = bool(self.field.display)
        self.field.display = False
        if was_there:
            self.nodes.focus()
        return was_there

    def action_find(self, direction: int) -> None:
        """Go to the next place found, around the end; what is folded over it unfolds."""
        if not self._sought:
            self.notify(hint("No search yet: {json.search} starts one."))
            return
        nodes = _all_nodes(self.nodes.root)
        found = [n for n, node in enumerate(nodes) if self._sought in _plain(node)]
        if not found:
            self.warn(f"“{self._sought}” was not found.")
            return
        cursor = self.nodes.cursor_node
        here = nodes.index(cursor) if cursor in nodes else -1
        later = [n for n in found if (n > here if direction > 0 else n < here)]
        place = (later or found)[0 if direction > 0 else -1]
        node = nodes[place]
        parent = node.parent
        while parent is not None:
            parent.expand()
            parent = parent.parent
        # The lines of what was unfolded are counted with the next refresh.
        self.call_after_refresh(lambda: self.nodes.move_cursor(node))
        self.notify(plural(len(found), "place"), title="Found")


def _plain(node: TreeNode[Path]) -> str:
    return str(node.label).casefold()


def _all_nodes(node: TreeNode[Path]) -> list[TreeNode[Path]]:
    return [found for child in node.children for found in (child, *_all_nodes(child))]
