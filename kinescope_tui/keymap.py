"""Every key of the program, declared once; bindings, footer, help and the README read it here."""

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Key:
    """One action and the keys that run it.

    Attributes:
        id: `group.name`, stable, for remapping.
        keys: Textual's names, comma-separated; the first one is shown.
        action: The action as Textual calls it.
        label: A word or two for the footer.
        help: One sentence part for help and README.
        shown: The keys as people read them.
        in_footer: Whether the footer names it.
        is_first: Whether it goes before what a field or a popup makes of the key.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: str
    in_footer: bool = False
    is_first: bool = False

    @property
    def group(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]


GROUPS = {
    "app": "Everywhere",
    "mode": "Places",
    "screen": "Leaving",
    "view": "What is shown",
    "table": "Moving in a table",
    "list": "Lists",
    "mark": "Rows",
    "search": "Typing a search",
    "tree": "The tree of projects",
    "detail": "One thing",
    "json": "JSON",
    "choices": "Lists in popups",
    "sort": "Sort levels",
    "facets": "Filters",
    "views": "Saved views",
    "export": "Export",
    "choice": "A choice",
    "request": "A request",
    "requests": "Requests",
    "copy": "Copy menu, after y",
    "line": "Command line",
    "scroll": "Moving in a text",
    "dialog": "Popups",
    "confirm": "Questions",
}

KEYS = (
    Key("mode.videos", "1", "app.show('videos')", "Videos", "videos", "1"),
    Key("mode.requests", "4", "app.show('requests')", "Requests", "what was asked, what came", "4"),
    Key(
        "screen.back",
        "escape",
        "back",
        "back",
        "back: popup, waiting, problem, marks, filters, screen; never quits",
        "esc",
    ),
    Key("screen.leave", "q", "leave", "quit", "back, and quit at the first screen", "q"),
    Key("app.quit", "ctrl+q", "quit", "quit", "quit at once", "ctrl+q", is_first=True),
    Key(
        "app.palette",
        "ctrl+p",
        "command_palette",
        "palette",
        "command palette",
        "ctrl+p",
        is_first=True,
    ),
    Key(
        "app.suspend",
        "ctrl+z",
        "suspend_process",
        "shell",
        "back to the shell for a while; fg comes back",
        "ctrl+z",
    ),
    Key("table.open", "enter", "open", "open", "open what is under the cursor", "enter", True),
    Key("table.down", "down,j", "move(1)", "down", "next row", "↓ j"),
    Key("table.up", "up,k", "move(-1)", "up", "previous row", "↑ k"),
    Key("table.left", "left,h", "move_column(-1)", "left", "column to the left", "← h"),
    Key("table.right", "right,l", "move_column(1)", "right", "column to the right", "→ l"),
    Key("table.page-down", "pagedown", "move_screen(1)", "screen", "a screen down", "PgDn"),
    Key("table.page-up", "pageup", "move_screen(-1)", "screen", "a screen up", "PgUp"),
    Key("table.half-down", "ctrl+d", "move_screen(0.5)", "half", "half a screen down", "ctrl+d"),
    Key("table.half-up", "ctrl+u", "move_screen(-0.5)", "half", "half a screen up", "ctrl+u"),
    Key("table.first", "g,ctrl+home", "first", "first", "first row", "g ctrl+Home"),
    Key("table.last", "G,ctrl+end", "last", "last", "last row; asks for the last page only", "G"),
    Key("table.first-column", "home", "first_column", "first", "first column", "Home"),
    Key("table.last-column", "end", "last_column", "last", "last column", "End"),
    Key(
        "table.next-page",
        "right_square_bracket,greater_than_sign",
        "move_page(1)",
        "page",
        "next page of the API",
        "] >",
    ),
    Key(
        "table.previous-page",
        "left_square_bracket,less_than_sign",
        "move_page(-1)",
        "page",
        "previous page of the API",
        "[ <",
    ),
    Key("list.sort", "s", "sort", "sort", "sort by this column: ▲, ▼, off", "s", True),
    Key("list.sort-more", "S", "sort_more", "level", "add or flip it as a further level", "S"),
    Key("list.sort-editor", "z", "edit_sort", "levels", "the sort levels as a list", "z"),
    Key("list.search", "slash", "search", "search", "search on the server, as you type", "/", True),
    Key("list.facets", "f", "facets", "filter", "filters: status, project, folder", "f", True),
    Key("list.same", "asterisk", "same", "same", "only rows with this cell", "*"),
    Key("list.views", "F", "views", "views", "saved views", "F"),
    Key("list.tree", "b", "tree", "tree", "projects and folders beside the table", "b"),
    Key("list.preview", "p", "preview", "preview", "preview: right, below, off", "p"),
    Key("list.export", "e", "export", "export", "export marked, loaded or all rows", "e", True),
    Key("list.export-again", "E", "export_again", "again", "the same export once more", "E"),
    Key("mark.one", "space", "mark", "mark", "mark the row, and go on", "space", True),
    Key("mark.range", "v", "mark_range", "range", "begin or end a range of marks", "v"),
    Key("mark.all", "A", "mark_all", "all", "mark all loaded rows, or none", "A"),
    Key("mark.next-problem", "n", "find_problem(1)", "problem", "next row with a problem", "n"),
    Key("mark.last-problem", "N", "find_problem(-1)", "problem", "previous one", "N"),
    Key("search.give-up", "escape", "give_up", "give up", "as it was before", "esc"),
    Key("search.keep", "down", "keep", "keep", "keep it, and go to the rows", "enter ↓"),
    Key("tree.down", "j", "cursor_down", "down", "down", "j"),
    Key("tree.up", "k", "cursor_up", "up", "up", "k"),
    Key("tree.open", "right,l", "open_node", "open", "open, or into it", "→ l"),
    Key("tree.close", "left,h", "close_node", "close", "close, or out of it", "← h"),
    Key("detail.next-tab", "right_square_bracket", "move_tab(1)", "tab", "next tab", "]", True),
    Key("detail.last-tab", "left_square_bracket", "move_tab(-1)", "tab", "previous tab", "["),
    Key("detail.next", "J", "move_item(1)", "next", "the next one of the list", "J", True),
    Key("detail.previous", "K", "move_item(-1)", "previous", "the previous one", "K"),
    Key("detail.open", "enter", "open_list", "open", "open this tab's list", "enter"),
    Key("json.down", "j", "cursor_down", "down", "down", "j"),
    Key("json.up", "k", "cursor_up", "up", "up", "k"),
    Key("json.open", "right,l", "open_node", "open", "unfold, or into it", "→ l"),
    Key("json.close", "left,h", "close_node", "close", "fold, or out of it", "← h"),
    Key("json.fold", "z", "fold_all", "fold", "fold all, unfold all", "z", True),
    Key("json.search", "slash", "search", "search", "search names and values", "/", True),
    Key("json.next", "n", "find(1)", "next", "next place found", "n"),
    Key("json.last", "N", "find(-1)", "previous", "previous place found", "N"),
    Key("choices.down", "j", "cursor_down", "down", "next", "↓ j"),
    Key("choices.up", "k", "cursor_up", "up", "previous", "↑ k"),
    Key("sort.toggle", "space", "choose", "add", "add the field, or drop it", "space", True),
    Key("sort.flip", "s", "flip", "flip", "flip its direction", "s", True),
    Key("sort.raise", "K", "shift(-1)", "up", "a level up", "K", True),
    Key("sort.lower", "J", "shift(1)", "down", "a level down", "J", True),
    Key("facets.toggle", "space", "choose", "choose", "choose it, or no longer", "space", True),
    Key("facets.count", "c", "count", "count", "count each: a request apiece", "c", True),
    Key("facets.clear", "x", "clear", "clear", "clear all filters", "x", True),
    Key("views.add", "a", "add", "add", "save what is shown under a name", "a", True),
    Key("views.drop", "x", "drop", "drop", "drop it", "x", True),
    Key("export.go-on", "enter", "go_on", "go on", "begin, go on, or close what is done", "enter"),
    Key("export.stop", "ctrl+x", "stop", "stop", "stop it; it can go on later", "ctrl+x", True),
    Key(
        "view.refresh",
        "r",
        "refresh",
        "refresh",
        "refresh, retry what failed, retry now",
        "r",
        True,
    ),
    Key("view.refresh-all", "R", "refresh_all", "all", "refresh past what is remembered", "R"),
    Key("view.watch", "w", "watch", "watch", "refresh by itself: off, 15 s, 60 s, 5 min", "w"),
    Key("view.copy", "y", "copy_menu", "copy", "copy menu", "y", True),
    Key("view.open-link", "o", "open_link", "browser", "open in the browser", "o"),
    Key("view.command", "colon", "app.command_line", "command", "row, page or place", ":"),
    Key("view.log", "grave_accent", "app.request_log", "log", "requests, over this screen", "`"),
    Key("view.problem", "exclamation_mark", "app.last_problem", "problem", "the last problem", "!"),
    Key("view.token", "t", "app.enter_token", "token", "enter another token", "t"),
    Key(
        "view.help",
        "question_mark,f1",
        "app.help",
        "help",
        "the keys of this screen",
        "? F1",
        in_footer=True,
    ),
    Key("request.again", "x", "again", "again", "ask the same again", "x", True),
    Key("requests.failures", "f", "failures", "failures", "only what failed, or all", "f", True),
    Key("requests.export", "e", "export", "export", "save as JSON lines or HAR", "e", True),
    Key("choice.next", "right,l", "choose(1)", "choose", "the next choice", "→"),
    Key("choice.last", "left,h", "choose(-1)", "choose", "the one before", "←"),
    Key("line.back", "escape", "back", "back", "close it", "esc"),
    Key("dialog.back", "escape,q", "back", "back", "close it", "esc q"),
    Key("copy.id", "y,i", "copy('id')", "id", "the id", "y i"),
    Key("copy.play-link", "u", "copy('play-link')", "play link", "the play link", "u"),
    Key("copy.embed-link", "e", "copy('embed-link')", "embed link", "the embed link", "e"),
    Key("copy.hls-link", "h", "copy('hls-link')", "HLS link", "the HLS link", "h"),
    Key("copy.markdown", "m", "copy('markdown')", "Markdown", "a Markdown link", "m"),
    Key(
        "copy.download-link",
        "d",
        "copy('download-link')",
        "download",
        "the original's download link, made now",
        "d",
    ),
    Key(
        "copy.material-link",
        "a",
        "copy('material-link')",
        "material",
        "the additional material's link, made now",
        "a",
    ),
    Key("copy.cell", "v", "copy('cell')", "cell", "the cell under the cursor", "v"),
    Key("copy.rows", "t", "copy('rows')", "rows", "the marked rows as TSV, or this one", "t"),
    Key("copy.json", "j", "copy('json')", "JSON", "JSON, as it came, without secrets", "j"),
    Key("copy.curl", "c", "copy('curl')", "curl", "a curl line, without the token", "c"),
    Key("copy.request-id", "r", "copy('request-id')", "request id", "the request id", "r"),
    Key("copy.bundle", "s", "copy('bundle')", "support", "a support bundle, shown first", "s"),
    Key("confirm.yes", "enter,y", "yes", "yes", "do it", "enter y", True),
    Key("scroll.down", "down,j", "scroll_down", "down", "a line down", "↓ j"),
    Key("scroll.up", "up,k", "scroll_up", "up", "a line up", "↑ k"),
    Key("scroll.half-down", "ctrl+d,pagedown,space", "page_down", "down", "a screen down", "PgDn"),
    Key("scroll.half-up", "ctrl+u,pageup", "page_up", "up", "a screen up", "PgUp"),
    Key("scroll.first", "g,home,ctrl+home", "scroll_home", "top", "to the top", "g Home"),
    Key("scroll.last", "G,end,ctrl+end", "scroll_end", "end", "to the end", "G End"),
)


def bindings(*groups: str) -> list[BindingType]:
    """Return the bindings of these groups."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            id=key.id,
            show=key.in_footer,
            key_display=key.shown.partition(" ")[0],
            priority=key.is_first,
        )
        for key in KEYS
        if key.group in groups
    ]


def keys_of(group: str) -> list[Key]:
    """Return the keys of a group, in their order."""
    return [key for key in KEYS if key.group == group]
