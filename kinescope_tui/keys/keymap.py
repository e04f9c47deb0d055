"""Every key of the program, declared once; bindings, footer, help and the README read it here."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

from kinescope_tui.presentation.text.hints import name_keys
from kinescope_tui.resources.places import PLACES


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
        show_in_footer: Whether the footer names it.
        has_priority: Whether it goes before what a field or a popup makes of the key.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    shown: str
    show_in_footer: bool = False
    has_priority: bool = False

    @property
    def group(self) -> str:
        """The first part of the id."""
        return self.id.partition(".")[0]

    @property
    def first(self) -> str:
        """The key that is named where there is room for one only."""
        return self.shown.partition(" ")[0]

    @property
    def names(self) -> list[str]:
        """Textual's names of its keys."""
        return self.keys.split(",")


GROUPS = {
    "app": "Everywhere",
    "mode": "Places",
    "screen": "Leaving",
    "view": "What is shown",
    "token": "Tokens",
    "sign-in": "Signing in",
    "table": "Moving in a table",
    "list": "Lists",
    "mark": "Rows",
    "search": "Typing a search",
    "tree": "Filters beside a list",
    "detail": "One thing",
    "json": "JSON",
    "endpoint": "What an endpoint answers",
    "window": "Moving through time",
    "analytics": "Analytics",
    "chart": "A chart",
    "report": "Tables of analytics",
    "dimension": "Top videos and other reports",
    "billing": "Billing",
    "invoice": "Invoices",
    "usage": "Usage",
    "choices": "Lists in popups",
    "sort": "Sort levels",
    "columns": "Columns",
    "facets": "Filters",
    "views": "Saved views",
    "export": "Export",
    "choice": "A choice",
    "range": "A range",
    "settings": "Settings",
    "request": "A request",
    "requests": "Requests",
    "copy": "Copy menu, after {view.copy}",
    "bundle": "Support bundle of several requests",
    "command": "Command line",
    "line": "Lines that are typed",
    "help": "Help",
    "palette": "Command palette",
    "scroll": "Moving in a text",
    "dialog": "Popups",
    "confirm": "Questions",
}

KEYS = (
    *(
        Key(
            f"mode.{place.name}",
            place.key,
            f"app.show('{place.name}')",
            place.title,
            place.help,
            place.key,
        )
        for place in PLACES
        if place.key
    ),
    Key(
        "screen.back",
        "escape",
        "back",
        "back",
        "back: popup, waiting, problem, marks, filters, screen; never quits",
        "esc",
    ),
    Key("screen.leave", "q", "leave", "quit", "back, and quit at the first screen", "q"),
    Key("app.quit", "ctrl+q", "quit", "quit", "quit at once", "ctrl+q", has_priority=True),
    Key(
        "app.palette",
        "ctrl+p",
        "command_palette",
        "palette",
        "command palette",
        "ctrl+p",
        has_priority=True,
    ),
    Key(
        "app.suspend",
        "ctrl+z",
        "suspend_process",
        "shell",
        "back to the shell for a while; fg comes back",
        "ctrl+z",
    ),
    Key("app.redraw", "ctrl+l", "app.redraw", "redraw", "draw the screen anew", "ctrl+l"),
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
    Key(
        "list.sort",
        "s",
        "sort",
        "sort",
        "sort by this column: ▲, ▼, off",
        "s",
        True,
    ),
    Key("list.sort-more", "S", "sort_more", "level", "add or flip it as a further level", "S"),
    Key("list.sort-editor", "z", "edit_sort", "levels", "the sort levels as a list", "z"),
    Key(
        "list.search",
        "slash",
        "search",
        "search",
        "search as you type: server or ○ here",
        "/",
        True,
    ),
    Key(
        "list.facets",
        "f",
        "facets",
        "filter",
        "filters: status, project, folder",
        "f",
        True,
    ),
    Key("list.same", "asterisk", "same", "same", "only rows with this cell", "*"),
    Key("list.views", "F", "views", "views", "saved views", "F"),
    Key("list.columns", "C", "columns", "columns", "columns: which, their order, width", "C"),
    Key("list.tree", "b", "tree", "tree", "filters, projects and folders beside the table", "b"),
    Key("list.preview", "p", "preview", "preview", "preview: right, below, off", "p"),
    Key(
        "list.details", "d", "details", "page", "its own page, where enter leads into it", "d", True
    ),
    Key("list.analytics", "a", "analytics", "analytics", "analytics of this video", "a"),
    Key("list.export", "e", "export", "export", "export marked, loaded or all rows", "e", True),
    Key("list.export-again", "E", "export(True)", "again", "the same export once more", "E"),
    Key("list.csv", "X", "csv", "CSV", "try the server's own CSV of this list", "X"),
    Key("list.index", "I", "index", "index", "the same in the index of all videos, and back", "I"),
    Key("mark.one", "space", "mark", "mark", "mark the row, and go on", "space", True),
    Key("mark.range", "v", "mark_range", "range", "begin or end a range of marks", "v"),
    Key("mark.all", "A", "mark_all", "all", "mark all loaded rows, or none", "A"),
    Key("mark.next-problem", "n", "find_problem(1)", "problem", "next row with a problem", "n"),
    Key("mark.last-problem", "N", "find_problem(-1)", "problem", "previous one", "N"),
    Key("search.give-up", "escape", "give_up", "give up", "as it was before", "esc"),
    Key("search.keep", "down", "keep", "keep", "keep it, and go to the rows", "enter ↓"),
    Key("tree.down", "j", "cursor_down", "down", "down", "j"),
    Key("tree.up", "k", "cursor_up", "up", "up", "k"),
    Key(
        "tree.choose",
        "space",
        "select_cursor",
        "filter",
        "filter by it, or no longer",
        "space",
        True,
    ),
    Key("tree.open", "right,l", "open_node", "open", "open, or into it", "→ l"),
    Key("tree.close", "left,h", "close_node", "close", "close, or out of it", "← h"),
    Key("detail.next-tab", "right_square_bracket", "move_tab(1)", "tab", "next tab", "]", True),
    Key("detail.last-tab", "left_square_bracket", "move_tab(-1)", "tab", "previous tab", "["),
    Key("detail.next", "J", "move_item(1)", "next", "the next one of the list", "J", True),
    Key("detail.previous", "K", "move_item(-1)", "previous", "the previous one", "K"),
    Key("detail.analytics", "a", "analytics", "analytics", "analytics of this video", "a", True),
    Key(
        "detail.open",
        "enter",
        "open_list",
        "open",
        "open this tab's list, or what is in it",
        "enter",
    ),
    Key("window.range", "t", "range", "range", "another range", "t", True),
    Key("window.earlier", "comma", "shift(-1)", "earlier", "one window earlier", ","),
    Key("window.later", "full_stop", "shift(1)", "later", "one window later", "."),
    Key("window.compare", "c", "compare", "compare", "beside the window before, or not", "c", True),
    Key("analytics.zoom-in", "plus", "zoom(0.5)", "zoom", "half the range, around the cursor", "+"),
    Key("analytics.zoom-out", "minus", "zoom(2)", "wider", "twice the range", "-"),
    Key("analytics.bucket", "b", "bucket", "steps", "in hours, days, weeks or months", "b", True),
    Key("analytics.metric", "m", "metric(1)", "metric", "the next metric", "m", True),
    Key("analytics.last-metric", "M", "metric(-1)", "metric", "the one before", "M"),
    Key("analytics.report", "v", "report", "top videos", "top videos and other reports", "v", True),
    Key("analytics.table", "T", "table", "table", "the chart as a plain table", "T"),
    Key("analytics.export", "e", "export", "export", "save as CSV, TSV, JSON lines or SVG", "e"),
    Key("chart.left", "left,h", "move(-1)", "left", "the bar to the left", "← h"),
    Key("chart.right", "right,l", "move(1)", "right", "the bar to the right", "→ l"),
    Key("chart.first", "home,g", "first", "first", "the first bar", "Home g"),
    Key("chart.last", "end,G", "last", "last", "the last bar", "End G"),
    Key("chart.open", "enter", "open", "drill", "what happened in it, and why", "enter", True),
    Key(
        "dimension.next",
        "d",
        "dimension(1)",
        "by",
        "by video, country, city, device …",
        "d",
        True,
    ),
    Key("dimension.last", "D", "dimension(-1)", "by", "the one before", "D"),
    Key("report.sort", "s", "sort", "sort", "sort by this column, here", "s", True),
    Key("report.sort-more", "S", "sort_more", "level", "add or flip it as a further level", "S"),
    Key("report.analytics", "a", "analytics", "analytics", "analytics of this video", "a"),
    Key("report.export", "e", "export", "export", "save as CSV, TSV or JSON lines", "e", True),
    Key("billing.usage", "u", "app.show('usage')", "usage", "what was used, day by day", "u", True),
    Key("billing.by-id", "i", "app.command_line('invoice ')", "by id", "an invoice by its id", "i"),
    Key("invoice.csv", "c", "csv", "CSV", "CSV of marked invoices, or this one", "c", True),
    Key("usage.product", "m", "product(1)", "product", "the next product", "m", True),
    Key("usage.last-product", "M", "product(-1)", "product", "the one before", "M"),
    Key("usage.exact", "x", "exact", "exact", "every digit, or rounded", "x", True),
    Key("usage.sort", "s", "sort", "sort", "sort the projects by this column, here", "s"),
    Key(
        "usage.export", "e", "export", "export", "save the days as CSV, TSV, JSON lines", "e", True
    ),
    Key("json.down", "j", "cursor_down", "down", "down", "j"),
    Key("json.up", "k", "cursor_up", "up", "up", "k"),
    Key("json.open", "right,l", "open_node", "open", "unfold, or into it", "→ l"),
    Key("json.close", "left,h", "close_node", "close", "fold, or out of it", "← h"),
    Key("json.fold", "z", "fold_all", "fold", "fold all, unfold all", "z", True),
    Key("json.search", "slash", "search", "search", "search names and values", "/", True),
    Key("json.next", "n", "find(1)", "next", "next place found", "n"),
    Key("json.last", "N", "find(-1)", "previous", "previous place found", "N"),
    Key("endpoint.save", "e", "save", "save", "save what came", "e", True),
    Key("endpoint.list", "L", "list", "list", "the rows that came as a list", "L"),
    Key("endpoint.csv", "X", "csv", "CSV", "try the server's CSV of this", "X"),
    Key("choices.down", "j", "cursor_down", "down", "next", "↓ j"),
    Key("choices.up", "k", "cursor_up", "up", "previous", "↑ k"),
    Key("sort.toggle", "space", "choose", "add", "add the field, or drop it", "space", True),
    Key("sort.flip", "s", "flip", "flip", "flip its direction", "s", True),
    Key("sort.raise", "K", "shift(-1)", "up", "a level up", "K", True),
    Key("sort.lower", "J", "shift(1)", "down", "a level down", "J", True),
    Key("columns.toggle", "space", "choose", "show", "show it, or hide it", "space", True),
    Key("columns.raise", "K", "shift(-1)", "up", "further left", "K", True),
    Key("columns.lower", "J", "shift(1)", "down", "further right", "J", True),
    Key("columns.narrower", "minus", "widen(-1)", "narrower", "a cell narrower", "-", True),
    Key("columns.wider", "plus,equals_sign", "widen(1)", "wider", "a cell wider", "+", True),
    Key("columns.reset", "x", "reset", "reset", "as at first", "x", True),
    Key("facets.toggle", "space", "choose", "choose", "choose it, or no longer", "space", True),
    Key("facets.count", "c", "count", "count", "count each: a request apiece", "c", True),
    Key("facets.clear", "x", "clear", "clear", "clear all filters", "x", True),
    Key("views.add", "a", "add", "add", "save what is shown under a name", "a", True),
    Key("views.drop", "x", "drop", "drop", "drop it", "x", True),
    Key("export.go-on", "enter", "go_on", "go on", "begin, go on, or close what is done", "enter"),
    Key(
        "export.stop", "ctrl+x", "stop", "stop", "stop it; it can go on later", "ctrl+x", True, True
    ),
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
    Key("view.command", "colon", "app.command_line", "command", "row, page, place, id, link", ":"),
    Key("view.log", "grave_accent", "app.request_log", "log", "requests, over this screen", "`"),
    Key("view.problem", "exclamation_mark", "app.last_problem", "problem", "the last problem", "!"),
    Key("token.enter", "t", "app.enter_token", "token", "enter another token", "t"),
    Key(
        "sign-in.demo",
        "ctrl+d",
        "demo",
        "demo",
        "open the demo: invented videos, on this computer alone",
        "ctrl+d",
        show_in_footer=True,
        has_priority=True,
    ),
    Key(
        "view.help",
        "question_mark,f1",
        "app.help",
        "help",
        "the keys of this screen",
        "? F1",
        show_in_footer=True,
    ),
    Key("settings.use", "enter", "use_profile", "use", "open the profile's workspace", "enter"),
    Key("settings.new", "n", "new_profile", "new", "add a profile", "n", True),
    Key("settings.rename", "e", "rename_profile", "rename", "rename the profile", "e", True),
    Key("settings.remove", "x", "remove_profile", "remove", "remove it, after asking", "x", True),
    Key(
        "settings.check",
        "ctrl+t",
        "check_reach",
        "check",
        "what the token may read",
        "ctrl+t",
        True,
    ),
    Key("settings.theme", "T", "change_theme", "theme", "another theme", "T"),
    Key("settings.report", "D", "report", "report", "diagnostics, to copy", "D", True),
    Key(
        "settings.next-tab",
        "right_square_bracket",
        "move_tab(1)",
        "tab",
        "next tab",
        "]",
        has_priority=True,
    ),
    Key(
        "settings.last-tab",
        "left_square_bracket",
        "move_tab(-1)",
        "tab",
        "previous tab",
        "[",
        has_priority=True,
    ),
    Key("request.again", "x", "again", "again", "ask the same again", "x", True),
    Key("requests.failures", "f", "failures", "failures", "only what failed, or all", "f", True),
    Key("requests.causes", "c", "causes", "causes", "failures by cause, or all", "c", True),
    Key("requests.search", "slash", "search", "search", "find an id or a path", "/", True),
    Key("requests.sort", "s", "sort", "sort", "sort by this column: ▲, ▼, by time", "s", True),
    Key("requests.export", "e", "export", "export", "save as JSON lines or HAR", "e", True),
    Key("choice.next", "right,l", "choose(1)", "choose", "the next choice", "→"),
    Key("choice.last", "left,h", "choose(-1)", "choose", "the one before", "←"),
    Key("range.take", "enter", "take", "take", "take the range", "enter", True),
    Key("bundle.down", "pagedown,down", "scroll_text(1)", "down", "further down in it", "PgDn ↓"),
    Key("bundle.up", "pageup,up", "scroll_text(-1)", "up", "further up in it", "PgUp ↑"),
    Key("command.next", "tab", "complete(1)", "complete", "complete it, then the next", "tab"),
    Key(
        "command.last", "shift+tab", "complete(-1)", "before", "the completion before", "shift+tab"
    ),
    Key("command.earlier", "up", "recall(-1)", "earlier", "what was typed before", "↑"),
    Key("command.later", "down", "recall(1)", "later", "what was typed after that", "↓"),
    Key("line.back", "escape", "back", "back", "close it", "esc"),
    Key("help.run", "enter", "screen.run", "do it", "do it, on the screen beneath", "enter"),
    Key("help.down", "down", "screen.move(1)", "down", "next key", "↓"),
    Key("help.up", "up", "screen.move(-1)", "up", "previous key", "↑"),
    Key("help.right", "right", "screen.move_column(1)", "right", "the column to the right", "→"),
    Key("help.left", "left", "screen.move_column(-1)", "left", "the column to the left", "←"),
    Key("help.page-down", "pagedown", "screen.move_screen(1)", "down", "a screen down", "PgDn"),
    Key("help.page-up", "pageup", "screen.move_screen(-1)", "up", "a screen up", "PgUp"),
    Key("help.back", "escape,f1", "screen.back", "back", "all keys again, then close", "esc F1"),
    Key("palette.down", "down", "screen.move(1)", "down", "next entry", "↓"),
    Key("palette.up", "up", "screen.move(-1)", "up", "previous entry", "↑"),
    Key("palette.page-down", "pagedown", "screen.move_screen(1)", "down", "a screen down", "PgDn"),
    Key("palette.page-up", "pageup", "screen.move_screen(-1)", "up", "a screen up", "PgUp"),
    Key("palette.back", "escape", "screen.back", "back", "close it", "esc"),
    Key("dialog.back", "escape,q", "back", "back", "close it", "esc q"),
    Key("copy.id", "y,i", "copy('id')", "id", "the id", "y i"),
    Key("copy.number", "n", "copy('number')", "number", "the number of an invoice", "n"),
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
    Key("copy.report", "g", "copy('report')", "diagnostics", "the diagnostics, shown first", "g"),
    Key("confirm.yes", "enter,y", "yes", "yes", "do it", "enter y", True),
    Key("scroll.down", "down,j", "scroll_down", "down", "a line down", "↓ j"),
    Key("scroll.up", "up,k", "scroll_up", "up", "a line up", "↑ k"),
    Key("scroll.half-down", "ctrl+d,pagedown,space", "page_down", "down", "a screen down", "PgDn"),
    Key("scroll.half-up", "ctrl+u,pageup", "page_up", "up", "a screen up", "PgUp"),
    Key("scroll.first", "g,home,ctrl+home", "scroll_home", "top", "to the top", "g Home"),
    Key("scroll.last", "G,end,ctrl+end", "scroll_end", "end", "to the end", "G End"),
)

_ANYWHERE = ("app", "mode", "screen", "view")
KEY_SCOPES = (
    (*_ANYWHERE, "token", "list", "mark", "table", "billing", "invoice"),
    (*_ANYWHERE, "token", "list", "tree", "billing", "invoice"),
    (*_ANYWHERE, "token", "list", "scroll", "billing", "invoice"),
    (*_ANYWHERE, "token", "detail", "scroll", "invoice"),
    (*_ANYWHERE, "token", "detail", "json", "invoice"),
    (*_ANYWHERE, "token", "endpoint", "json"),
    (*_ANYWHERE, "token", "endpoint", "scroll"),
    (*_ANYWHERE, "window", "analytics", "chart"),
    (*_ANYWHERE, "window", "usage", "chart"),
    (*_ANYWHERE, "window", "usage", "table"),
    (*_ANYWHERE, "token", "dimension", "report", "table"),
    (*_ANYWHERE, "token", "report", "chart"),
    (*_ANYWHERE, "token", "requests", "request", "mark", "table"),
    (*_ANYWHERE, "token", "request", "scroll"),
    (*_ANYWHERE, "token", "settings", "scroll"),
    ("app", "screen", "sign-in"),
    ("app", "search"),
    ("app", "command", "line"),
    ("app", "bundle", "line"),
    ("app", "help"),
    ("app", "palette"),
    ("app", "copy", "dialog"),
    ("app", "sort", "choices", "dialog"),
    ("app", "columns", "choices", "dialog"),
    ("app", "facets", "choices", "dialog"),
    ("app", "views", "choices", "dialog"),
    ("app", "export", "choice", "line"),
    ("app", "range", "choice", "line"),
    ("app", "choice", "dialog"),
    ("app", "confirm", "scroll", "dialog"),
)
"""Groups whose keys are alive at the same time, so that no key may mean two things there."""

SHOWN = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "ctrl+home": "ctrl+Home",
    "ctrl+end": "ctrl+End",
}
"""Keys whose names people write otherwise."""

_WORDS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


def bindings(*groups: str) -> list[BindingType]:
    """Return the bindings of these groups, as they are declared."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            id=key.id,
            show=key.show_in_footer,
            key_display=key.first,
            priority=key.has_priority,
        )
        for key in KEYS
        if key.group in groups
    ]


@dataclass(frozen=True)
class Keymap:
    """The keys as the user has them.

    Attributes:
        keys: All of them, in the order in which they are declared.
        problems: What was refused and why, a sentence each; there the key before stays.
    """

    keys: tuple[Key, ...] = KEYS
    problems: tuple[str, ...] = ()

    @property
    def changed(self) -> dict[str, str]:
        """The keys that differ from the declared ones, as Textual's keymap wants them."""
        pairs = zip(self.keys, KEYS, strict=True)
        return {key.id: key.keys for key, declared in pairs if key.keys != declared.keys}

    @cached_property
    def by_name(self) -> dict[str, list[Key]]:
        """The actions by Textual's names of their keys, in one place or another."""
        found: dict[str, list[Key]] = {}
        for key in self.keys:
            for name in key.names:
                found.setdefault(name, []).append(key)
        return found

    def in_words(self) -> "Keymap":
        """Return the same keys with words in the place of arrows, which ASCII has not."""

        def worded(shown: str) -> str:
            return " ".join(_WORDS.get(name, name) for name in shown.split())

        return replace(self, keys=tuple(replace(key, shown=worded(key.shown)) for key in self.keys))


def key_of_character(character: str) -> str:
    """Return Textual's name of the key that types a character."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def shown_of(name: str) -> str:
    """Return a key as people read it."""
    if name in SHOWN:
        return SHOWN[name]
    *modifiers, key = name.split("+")
    character = key_to_character(key)
    if character is not None and character.isprintable() and character != " ":
        key = character
    elif key[:1] == "f" and key[1:].isdigit():
        key = key.upper()
    return "+".join([*modifiers, key])


def use(keymap: Keymap) -> None:
    """Let these be the keys that `keys_of`, footer, help, menus and hints tell of.

    Bindings are classes' and labels are drawn everywhere, so that the keys are the program's.
    """
    global _current  # noqa: PLW0603 - one program has one keyboard
    _current = keymap
    name_keys({key.id: key.first for key in keymap.keys})


_current = Keymap()
use(_current)


def current() -> Keymap:
    """Return the keys as the user has them."""
    return _current


def keys_of(*groups: str) -> list[Key]:
    """Return the keys of these groups as the user has them, group by group."""
    return list(chain.from_iterable(_of(group) for group in groups))


def _of(group: str) -> list[Key]:
    return [key for key in _current.keys if key.group == group]


def key(id: str) -> Key:
    """Return one action's key as the user has it."""
    return next(key for key in _current.keys if key.id == id)
