"""Projects and folders as a tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.text import Text
from textual import on, work
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import Folder, Project
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.lists.project_names import ProjectNames
from kinescope_tui.widgets.folding_tree import FoldingTree
from kinescope_tui.widgets.part_failed import PartFailed

_ROOTS = {"vod": "Videos", "live": "Live"}


@dataclass(frozen=True, slots=True)
class Place:
    """A node's meaning.

    Attributes:
        catalog_type: Of a root: whose projects are beneath it.
        name: What it is called.
        items: How many things are in it; None if that is not known.
    """

    catalog_type: str = ""
    project_id: str = ""
    folder_id: str = ""
    name: str = field(default="", compare=False)
    items: int | None = field(default=None, compare=False)

    def is_in(self, other: "Place") -> bool:
        """Tell whether it is the project that another place lies in."""
        return bool(self.project_id) and self == Place(project_id=other.project_id)


class ProjectTree(FoldingTree[Place]):
    """Asks for what is beneath a node when it is opened; choosing a node tells its place."""

    BINDINGS = keymap.bindings("tree")
    ENTER = "show"

    @dataclass(eq=False, repr=False)
    class Chosen(Message):
        """A place was chosen; one without a project is everything."""

        place: Place

    def __init__(self, names: ProjectNames, roots: Mapping[str, str] = _ROOTS) -> None:
        super().__init__(Text("Everything"), Place())  # a text in words would be searched for emoji
        self._names = names
        self.auto_expand = False
        self.show_guides = False
        self.guide_depth = 2

        for catalog_type, title in roots.items():  # nothing is asked for yet
            self.root.add(Text(title), Place(catalog_type))
        self.root.expand()

    def _roots_of_projects(self) -> list[TreeNode[Place]]:
        return [node for node in self.root.children if node.data and node.data.catalog_type]

    def begin(self) -> None:
        """Open the first root of projects, now that somebody looks."""
        first = self._roots_of_projects()[0]
        if not first.is_expanded:
            first.expand()

    def forget(self) -> None:
        """Ask anew for what is beneath the roots, when they are opened."""
        for node in self._roots_of_projects():
            if self.cursor_node is not None and self.cursor_node not in self.root.children:
                self.move_cursor(self.root)  # what is under it goes
            node.collapse()
            node.remove_children()
        if self.display:
            self.begin()

    @on(Tree.NodeExpanded)
    def fill(self, event: Tree.NodeExpanded[Place]) -> None:
        """Ask for what is beneath a node, once."""
        event.stop()
        node, place = event.node, event.node.data
        if place is None or node.children:
            return
        if place.catalog_type or (place.project_id and not place.folder_id):
            self._ask(node, place, node.add_leaf(Text("░░░░░░", "dim")))

    @work(description="ask")
    async def _ask(self, node: TreeNode[Place], place: Place, waiting: TreeNode[Place]) -> None:
        projects: list[Project] = []
        folders: list[Folder] = []
        failure: KinescopeError | None = None
        try:
            if place.catalog_type:
                projects = await self._names.projects(place.catalog_type)
            else:
                folders = await self._names.folders(place.project_id)
        except KinescopeError as error:
            failure = error
        if waiting not in node.children:
            return  # all of it is asked for anew meanwhile
        if self.cursor_node is waiting:
            self.move_cursor(node)
        waiting.remove()
        if failure is not None:
            node.collapse()  # opened again, it asks again
            self.post_message(PartFailed(failure))
            return
        with self.filled():
            if place.catalog_type:
                self._add_projects(node, projects)
            else:
                self._add_folders(node, folders, place.project_id)

    def _add_projects(self, node: TreeNode[Place], projects: list[Project]) -> None:
        for project in projects:
            name = _name(project)
            node.add(Text(name), Place("", project.id, "", name, project.items_count))
        if not projects:
            node.add_leaf(Text("none", "dim"))

    def _add_folders(self, node: TreeNode[Place], folders: list[Folder], project_id: str) -> None:
        """Nest folders by their parents; those whose parent is nowhere stand at the top."""
        ids = {folder.id for folder in folders}
        children: dict[str, list[Folder]] = {}
        for folder in folders:
            parent = folder.parent_id or ""
            children.setdefault(parent if parent in ids else "", []).append(folder)
        placed: set[str] = set()

        def add(to: TreeNode[Place], found: list[Folder], *, nests: bool = True) -> None:
            for folder in found:
                if folder.id in placed:
                    continue
                placed.add(folder.id)
                name = _name(folder)
                place = Place("", project_id, folder.id, name, folder.items_count)
                inside = children.get(folder.id, []) if nests else []
                add(to.add(Text(name), place, allow_expand=bool(inside)), inside)

        add(node, children.get("", []))
        add(node, folders, nests=False)  # of folders that are their own ancestors
        if not folders:
            node.add_leaf(Text("no folders", "dim"))

    @on(Tree.NodeSelected)
    def choose(self, event: Tree.NodeSelected[Place]) -> None:
        """Tell what was chosen; a root's name only opens and closes."""
        event.stop()
        place = event.node.data
        if place is None:
            return
        if place.catalog_type or (event.node.parent is self.root and event.node.allow_expand):
            event.node.toggle()
        else:
            self.post_message(self.Chosen(place))


def _name(named: Project | Folder) -> str:
    return one_line(named.name) or "(no name)"
