"""A tree that is opened and closed with the keys to the right and to the left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self, TypeVar

from rich.cells import cell_len
from rich.text import Text, TextType
from textual.geometry import Region
from textual.widget import PseudoClasses
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

T = TypeVar("T")


class FoldingTree(Tree[T]):
    """Opens what is under the cursor, then goes into it; closes it, then goes out of it."""

    # Textual's tree knows it from its first drawing on, and breaks if the mouse is quicker.
    _pseudo_class_state = PseudoClasses(enabled=True, focus=False, hover=False)
    _is_filled = False

    @contextmanager
    def filled(self) -> Iterator[None]:
        """Draw once for all nodes that come and go meanwhile, not for each of them."""
        self._is_filled = True
        try:
            yield
        finally:
            self._is_filled = False
            self.refresh(layout=True)

    def refresh(self, *regions: Region, **what: Any) -> Self:
        """Draw it soon, unless it is being filled."""
        return self if self._is_filled else super().refresh(*regions, **what)

    def process_label(self, label: TextType) -> Text:
        """Return a label as it is: a name from outside is no markup, nor has it signs in words."""
        text = Text(label) if isinstance(label, str) else label
        return super().process_label(text) if "\n" in text.plain else text

    def get_label_width(self, node: TreeNode[T]) -> int:
        """Return the cells of a label with its sign; Textual would draw each to see."""
        return cell_len(str(node.label)) + (len(self.ICON_NODE) if node.allow_expand else 0)

    def action_open_node(self) -> None:
        """Open the node under the cursor, or go to its first child."""
        node = self.cursor_node
        if node is not None and node.allow_expand and not node.is_expanded:
            node.expand()
        elif node is not None and node.children:
            self.move_cursor(node.children[0])

    def action_close_node(self) -> None:
        """Close the node under the cursor, or go to the one above it that is shown."""
        node = self.cursor_node
        if node is not None and node.allow_expand and node.is_expanded:
            node.collapse()
        elif node is not None and (above := node.parent) is not None:
            self.move_cursor(node if above.is_root and not self.show_root else above)
