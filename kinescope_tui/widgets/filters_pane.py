"""What a list can be narrowed to, beside its table: statuses, projects, views, with counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.widgets.tree import TreeNode

from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count
from kinescope_tui.resources.filter_choices import Choices, FilterChoice
from kinescope_tui.services.lists.project_names import ProjectNames
from kinescope_tui.services.lists.view import View
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.frame_title import FrameTitle
from kinescope_tui.widgets.project_tree import Place, ProjectTree
from kinescope_tui.widgets.styled import tone_style

_VIEWS = "SAVED VIEWS"
_PROJECTS = "PROJECT"
_INDENT = 2  # cells a level
_MARGIN = 1  # beside a count


@dataclass(frozen=True, slots=True)
class FilterPlace(Place):
    """A line that is no project: a choice, a title, or a gap above one.

    Attributes:
        key: Of the choice; None of a title.
        is_gap: Whether nothing stands there, and the cursor goes past it.
    """

    key: tuple[str, str] | None = None
    is_gap: bool = False


_BLANK = FilterPlace(is_gap=True)


class FiltersPane(FrameTitle, ProjectTree):
    """Shows each thing that a list can be narrowed to on a line; choosing one tells its place.

    Titles are folded by choosing them. A count stands only where somebody counted.

    Args:
        names: The projects and folders.
        catalog_type: Whose.
    """

    DEFAULT_CLASSES = "pane -titled"

    def __init__(self, names: ProjectNames, catalog_type: str) -> None:
        super().__init__(names, {catalog_type: _PROJECTS})
        self.show_root = False
        self.cursor_line = 0  # the projects, as long as nothing else is here
        self._choices: Choices = {}
        self._count: Callable[[View], int | None] = lambda _view: None
        self._place = Place()
        self._drawn: object = None

    def on_mount(self) -> None:
        """Name the key that leads here."""
        self._tell_frame()

    def _tell_frame(self, foot: str = "") -> None:
        key = "" if self.screen.has_class("-typing") else hint("{list.facets}")
        self.tell("Filters", key, foot)

    def tell_key(self) -> None:
        """Name the key that leads here, if letters are keys now."""
        self._tell_frame(self._foot)

    def show(
        self,
        groups: Mapping[str, Choices],
        place: Place,
        counts: Callable[[View], int | None],
        told: str,
    ) -> None:
        """Show what there is to choose from, what is chosen, and how many there are.

        Args:
            groups: The choices by the title above them; saved views stand beneath the projects.
            place: The project and the folder that the list is narrowed to.
            counts: How many there are in a view; None if nobody counted.
            told: How old the counts are.
        """
        self._choices = {key: one for group in groups.values() for key, one in group.items()}
        self._count, self._place = counts, place
        projects = self._roots_of_projects()[0]
        titles = {str(node.label): node for node in self.root.children if node.data != _BLANK}
        for title, group in groups.items():
            node = titles.get(title)
            if node is None:
                before = None if title == _VIEWS else projects
                node = self.root.add(title, FilterPlace(), before=before, expand=True)
            self._fill_in(node, group)
        for title, node in titles.items():
            if title not in groups and node is not projects:
                self._fill_in(node, {})
        self._space_out()
        drawn = [
            (key, one.look, one.is_set, counts(one.counted)) for key, one in self._choices.items()
        ]
        if (place, told, drawn) != self._drawn:
            self._drawn = (place, told, drawn)
            self._tell_frame(told)
            self._draw_anew()

    def _fill_in(self, node: TreeNode[Place], group: Choices) -> None:
        """Have these lines beneath a title; those that are there already stay."""
        here = {one.data.key: one for one in node.children if isinstance(one.data, FilterPlace)}
        if list(here) == list(group):
            return
        if self.cursor_node is not None and self.cursor_node in node.children:
            self.move_cursor(node)
        node.remove_children()
        for key, choice in group.items():
            node.add_leaf(choice.look.text, FilterPlace(key=key))

    def _space_out(self) -> None:
        """Have a gap above each title but the first, where lines are many enough for frames."""
        titles = [node for node in self.root.children if node.data != _BLANK]
        gaps = [node for node in self.root.children if node.data == _BLANK]
        wanted = titles[1:] if self.styles.border_bottom[0] else []
        places = [self.root.children.index(node) for node in gaps]
        if places == [2 * n + 1 for n in range(len(wanted))]:
            return
        for node in gaps:
            node.remove()
        for title in wanted:
            self.root.add_leaf("", _BLANK, before=title)

    def validate_cursor_line(self, value: int) -> int:
        """Go past a gap, in the direction in which the cursor goes."""
        line = super().validate_cursor_line(value)
        node = self.get_node_at_line(line)
        if node is None or node.data != _BLANK:
            return line
        return line + (1 if line >= self.cursor_line else -1)

    def on_click(self, event: events.Click) -> None:
        """Choose nothing by a gap."""
        node = self.get_node_at_line(event.style.meta.get("line", -1))
        if node is not None and node.data == _BLANK:
            event.prevent_default()

    def begin_at_top(self) -> None:
        """Go to the first line."""
        self.move_cursor(self.root.children[0])
        self.focus()

    def choice(self, place: Place) -> FilterChoice | None:
        """Return what a line stands for, if that is a choice."""
        key = place.key if isinstance(place, FilterPlace) else None
        return self._choices.get(key) if key is not None else None

    def render_label(self, node: TreeNode[Place], base_style: Style, style: Style) -> Text:  # noqa: ARG002 - Textual's signature
        """Return a line: its box or sign, its name, and its number at the right."""
        place = node.data
        sign = "▾ " if node.is_expanded else "▸ "
        number, cell, is_set = "", Cell(str(node.label)), False
        if place is None or self._is_title(node):
            return Text(cell.text, style + self._colour(Tone.MUTED))
        if choice := self.choice(place):
            cell, is_set = choice.look, choice.is_set
            counted = self._count(choice.counted)
            number = count(counted) if counted is not None else ""
            key = place.key if isinstance(place, FilterPlace) else None
            sign = ("▣ " if is_set else "□ ") if key and key[0] else ""
        elif place.project_id:
            cell = Cell(place.name or cell.text)
            number = count(place.items) if place.items is not None else ""
            is_set = place == self._place or place.is_in(self._place)
            sign = sign if node.allow_expand else "  "
        else:  # what is waited for, or none
            return Text(cell.text, style + self._colour(Tone.MUTED))
        room = self.scrollable_content_region.width - _INDENT * (self._depth_of(node) - 1)
        room -= len(sign) + (len(number) + _MARGIN if number else 0)
        look = style + Style(bold=True) if is_set else style
        quiet = style + self._colour(Tone.ACCENT if is_set else Tone.MUTED)
        return Text.assemble(
            (sign, quiet),
            *self._named(cell, max(1, room), look),
            (f"{' ' * _MARGIN}{number}" if number else "", style + self._colour(Tone.MUTED)),
        )

    def _named(self, cell: Cell, room: int, look: Style) -> list[tuple[str, Style]]:
        """Return a name, its sign in the colour that it means."""
        text = fit(cell.text, room)
        if cell.tone is Tone.PLAIN or text[1:2] != " ":
            return [(text, look)]
        return [(text[:2], look + self._colour(cell.tone)), (text[2:], look)]

    def _depth_of(self, node: TreeNode[Place]) -> int:
        depth, above = 0, node.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        return depth

    def _is_title(self, node: TreeNode[Place]) -> bool:
        return node.parent is self.root

    def _colour(self, tone: Tone) -> Style:
        style = (self.visual_style + tone_style(tone, self)).rich_style
        return Style(color=style.color)

    def on_resize(self) -> None:
        """Put the numbers to the right of another width."""
        self._space_out()
        self._draw_anew()

    def _draw_anew(self) -> None:
        """Draw all lines, which are where they were: nothing is laid out for that."""
        self._updates += 1
        self._clear_line_cache()  # it would keep a thousand lines as they were
        self.refresh()
