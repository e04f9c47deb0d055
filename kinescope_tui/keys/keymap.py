"""Every key of the program, declared once; bindings, footer, help and the README read it here."""

import unicodedata
from functools import cached_property

import msgspec
from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

from kinescope_tui.presentation.text.hints import name_keys
from kinescope_tui.resources.places import PLACES

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


def character_of(name: str) -> str | None:
    """Return the character that a key types; None if it types none."""
    spelled = next((old for old, new in KEY_NAME_REPLACEMENTS.items() if new == name), name)
    character = key_to_character(spelled)
    return character if character is not None and character.isprintable() else None


def shown_of(name: str) -> str:
    """Return a key as people read it."""
    if name in SHOWN:
        return SHOWN[name]
    *modifiers, key = name.split("+")
    character = character_of(key)
    if character is not None and character != " ":
        key = character
    elif key[:1] == "f" and key[1:].isdigit():
        key = key.upper()
    return "+".join([*modifiers, key])


class Key(msgspec.Struct, frozen=True):
    """One action and the keys that run it.

    Attributes:
        id: `group.name`, stable, for remapping.
        keys: Textual's names, comma-separated; the first one is shown.
        action: The action as Textual calls it.
        label: A word or two for the footer.
        help: One sentence part for help and README.
        rank: How soon the footer has room for it, 1 the soonest; 0 if it never names it.
        shown: The keys as people read them; all of them unless some are named.
        has_priority: Whether it goes before what a field or a popup makes of the key.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    rank: int = 0
    shown: str = ""
    has_priority: bool = False

    def __post_init__(self) -> None:
        if not self.shown:
            msgspec.structs.force_setattr(self, "shown", " ".join(map(shown_of, self.names)))

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
    "view": "View",
    "token": "Tokens",
    "sign-in": "Signing in",
    "table": "Moving around a table",
    "list": "Lists",
    "mark": "Rows",
    "search": "While searching",
    "tree": "Filters next to a list",
    "detail": "Details",
    "live": "A live event",
    "json": "JSON",
    "endpoint": "Endpoint responses",
    "window": "Time range",
    "analytics": "Analytics",
    "chart": "A chart",
    "report": "Analytics tables",
    "dimension": "Top videos and other reports",
    "billing": "Billing",
    "invoice": "Invoices",
    "usage": "Usage",
    "workspaces": "Workspaces",
    "choices": "Lists in dialogs",
    "sort": "Sort levels",
    "columns": "Columns",
    "facets": "Filters",
    "views": "Saved views",
    "export": "Export",
    "fields": "Fields",
    "choice": "A choice",
    "range": "A range",
    "settings": "Settings",
    "request": "A request",
    "requests": "Requests",
    "inbox": "The inbox",
    "copy": "Copy menu (after {view.copy})",
    "bundle": "Support bundle of several requests",
    "command": "Command line",
    "line": "Text prompts",
    "help": "Help",
    "palette": "Command palette",
    "scroll": "Scrolling a text",
    "dialog": "Popups",
    "confirm": "Confirmation",
}

# Of equal rank the earlier ones have room first: those of a part that may have the focus stand
# before those of the screens that it is on.
KEYS = (
    *(
        Key(f"mode.{place.name}", place.key, f"app.show('{place.name}')", place.title, place.help)
        for place in PLACES
        if place.key
    ),
    Key(
        "screen.back",
        "escape",
        "back",
        "back",
        "one step back: dialog, loading, problem, marks, filters, screen; never quits",
        rank=1,
    ),
    Key("screen.leave", "q", "leave", "quit", "back; on the first screen, quit", rank=1),
    Key("app.quit", "ctrl+q", "quit", "quit", "quit immediately", has_priority=True, rank=1),
    Key(
        "app.palette", "ctrl+p", "command_palette", "palette", "command palette", has_priority=True
    ),
    Key("app.suspend", "ctrl+z", "suspend_process", "shell", "suspend to the shell; fg returns"),
    Key("app.messages", "ctrl+o", "app.messages", "messages", "all messages, to copy"),
    Key("app.redraw", "ctrl+l", "app.redraw", "redraw", "redraw the screen"),
    Key("table.open", "enter", "open", "open", "open the selected row", rank=1),
    Key("table.down", "down,j", "move(1)", "down", "next row"),
    Key("table.up", "up,k", "move(-1)", "up", "previous row"),
    Key("table.left", "left,h", "move_column(-1)", "left", "column to the left"),
    Key("table.right", "right,l", "move_column(1)", "right", "column to the right"),
    Key("table.page-down", "pagedown", "move_screen(1)", "screen", "one screen down"),
    Key("table.page-up", "pageup", "move_screen(-1)", "screen", "one screen up"),
    Key("table.half-down", "ctrl+d", "move_screen(0.5)", "half", "half a screen down"),
    Key("table.half-up", "ctrl+u", "move_screen(-0.5)", "half", "half a screen up"),
    Key("table.first", "g,ctrl+home", "first", "first", "first row"),
    Key(
        "table.last", "G,ctrl+end", "last", "last", "last row; loads only the last page", shown="G"
    ),
    Key("table.first-column", "home", "first_column", "first", "first column"),
    Key("table.last-column", "end", "last_column", "last", "last column"),
    Key(
        "table.next-page",
        "right_square_bracket,greater_than_sign",
        "move_page(1)",
        "page",
        "next page",
        rank=4,
    ),
    Key(
        "table.previous-page",
        "left_square_bracket,less_than_sign",
        "move_page(-1)",
        "page",
        "previous page",
    ),
    Key("tree.down", "j", "cursor_down", "down", "down"),
    Key("tree.up", "k", "cursor_up", "up", "up"),
    Key(
        "tree.choose",
        "space",
        "select_cursor",
        "choose",
        "filter by it, or remove the filter",
        rank=1,
    ),
    Key("tree.open", "right,l", "open_node", "fold", "expand, or enter", rank=1),
    Key("tree.close", "left,h", "close_node", "fold", "collapse, or leave", rank=1),
    Key("list.sort", "s", "sort", "sort", "sort by this column: ▲, ▼, off", rank=1),
    Key("list.sort-more", "S", "sort_more", "level", "add as next sort level, or reverse it"),
    Key("list.sort-editor", "z", "choose('order')", "levels", "edit the sort levels", rank=4),
    Key(
        "list.search",
        "slash",
        "search",
        "search",
        "search as you type (○ = loaded rows only)",
        rank=1,
    ),
    Key("list.facets", "f", "facets", "filter", "filters: status, project, folder", rank=1),
    Key("list.same", "asterisk", "same", "same", "filter by this value", rank=4),
    Key("list.views", "F", "choose('views')", "views", "saved views", rank=3),
    Key(
        "list.columns",
        "C",
        "choose('columns')",
        "columns",
        "choose columns, their order and width",
        rank=3,
    ),
    Key("list.tree", "b", "tree", "tree", "show filters, projects and folders", rank=3),
    Key("list.preview", "p", "preview", "preview", "preview: right, below, off", rank=2),
    Key(
        "list.details", "d", "details", "details", "details, where enter opens its contents", rank=2
    ),
    Key("list.analytics", "a", "analytics", "analytics", "analytics of this video", rank=2),
    Key("list.export", "e", "export", "export", "export marked, loaded or all rows", rank=2),
    Key("list.export-again", "E", "export(True)", "again", "repeat the last export"),
    Key("list.csv", "X", "csv", "CSV", "try the server's CSV for this list"),
    Key("list.index", "I", "index", "index", "the same in the index of all videos, and back"),
    Key("mark.one", "space", "mark", "mark", "mark the row, move down", rank=2),
    Key("mark.range", "v", "mark_range", "range", "start or end a range of marks", rank=4),
    Key("mark.all", "A", "mark_all", "all", "mark all loaded rows, or none", rank=4),
    Key("mark.next-problem", "n", "find_problem(1)", "problem", "next row with a problem", rank=4),
    Key("mark.last-problem", "N", "find_problem(-1)", "problem", "previous row with a problem"),
    Key("search.give-up", "escape", "give_up", "cancel", "cancel the search", rank=1),
    Key(
        "search.keep",
        "down",
        "keep",
        "rows",
        "keep the search, go to the rows",
        rank=1,
        shown="↓ enter",
    ),
    Key("detail.next-tab", "right_square_bracket", "move_tab(1)", "tab", "next tab", rank=1),
    Key("detail.last-tab", "left_square_bracket", "move_tab(-1)", "tab", "previous tab", rank=3),
    Key("detail.next", "J", "move_item(1)", "item", "next item of the list", rank=1),
    Key("detail.previous", "K", "move_item(-1)", "item", "previous item of the list", rank=2),
    Key("detail.analytics", "a", "analytics", "analytics", "analytics of this video", rank=2),
    Key("detail.open", "enter", "open_list", "open", "open this tab's list or item", rank=1),
    Key("live.metric", "m", "metric(1)", "metric", "next metric: bitrates, frame rate", rank=1),
    Key("live.last-metric", "M", "metric(-1)", "metric", "previous metric"),
    Key("live.earlier", "comma", "move_bar(-1)", "bar", "previous bar", rank=2),
    Key("live.later", "full_stop", "move_bar(1)", "bar", "next bar", rank=2),
    Key("chart.left", "left,h", "move(-1)", "bar", "previous bar", rank=2),
    Key("chart.right", "right,l", "move(1)", "bar", "next bar", rank=2),
    Key("chart.first", "home,g", "first", "first", "first bar"),
    Key("chart.last", "end,G", "last", "last", "last bar"),
    Key(
        "chart.open", "enter", "open", "drill", "open this bar: its hours and what changed", rank=1
    ),
    Key("window.range", "t", "range", "range", "choose a range", rank=1),
    Key("window.earlier", "comma", "shift(-1)", "period", "previous period", rank=2),
    Key("window.later", "full_stop", "shift(1)", "period", "next period", rank=2),
    Key("window.compare", "c", "compare", "compare", "compare with the previous period", rank=1),
    Key("analytics.zoom-in", "plus", "zoom(0.5)", "zoom", "zoom in: half the range", rank=3),
    Key("analytics.zoom-out", "minus", "zoom(2)", "zoom", "zoom out: twice the range", rank=3),
    Key("analytics.bucket", "b", "bucket", "group", "group by hour, day, week or month", rank=1),
    Key("analytics.metric", "m", "metric(1)", "metric", "next metric", rank=1),
    Key("analytics.last-metric", "M", "metric(-1)", "metric", "previous metric"),
    Key("analytics.report", "v", "report", "top videos", "top videos and other reports", rank=1),
    Key("analytics.table", "T", "table", "table", "show the chart as a table", rank=3),
    Key("analytics.export", "e", "export", "export", "save as CSV, TSV, JSON lines or SVG", rank=3),
    Key(
        "dimension.next",
        "d",
        "dimension(1)",
        "group",
        "group by video, country, city, device …",
        rank=1,
    ),
    Key("dimension.last", "D", "dimension(-1)", "group", "previous grouping", rank=3),
    Key("report.sort", "s", "sort", "sort", "sort by this column (loaded rows)", rank=1),
    Key("report.sort-more", "S", "sort_more", "level", "add as next sort level, or reverse it"),
    Key("report.analytics", "a", "analytics", "analytics", "analytics of this video", rank=2),
    Key("report.export", "e", "export", "export", "save as CSV, TSV or JSON lines", rank=2),
    Key("billing.usage", "u", "app.show('usage')", "usage", "daily usage", rank=1),
    Key(
        "billing.by-id",
        "i",
        "app.command_line('invoice ')",
        "by id",
        "open an invoice by id",
        rank=2,
    ),
    Key("invoice.csv", "c", "csv", "CSV", "CSV of the marked invoices, or this one", rank=1),
    Key("usage.product", "m", "product(1)", "product", "next product", rank=1),
    Key("usage.last-product", "M", "product(-1)", "product", "previous product"),
    Key("usage.exact", "x", "exact", "exact", "exact or rounded numbers", rank=1),
    Key("usage.sort", "s", "sort", "sort", "sort projects by this column (loaded rows)", rank=2),
    Key("usage.export", "e", "export", "export", "save the days as CSV, TSV or JSON lines", rank=2),
    Key("workspaces.sort", "s", "sort", "sort", "sort by this column: ▲, ▼, off", rank=1),
    Key("json.down", "j", "cursor_down", "down", "down"),
    Key("json.up", "k", "cursor_up", "up", "up"),
    Key("json.open", "right,l", "open_node", "expand", "expand, or enter", rank=2),
    Key("json.close", "left,h", "close_node", "collapse", "collapse, or leave", rank=2),
    Key("json.fold", "z", "fold_all", "fold", "collapse or expand all", rank=1),
    Key("json.search", "slash", "search", "search", "search names and values", rank=1),
    Key("json.next", "n", "find(1)", "match", "next match", rank=3),
    Key("json.last", "N", "find(-1)", "match", "previous match"),
    Key("endpoint.save", "e", "save", "save", "save the response", rank=1),
    Key("endpoint.list", "L", "list", "list", "show the rows as a list", rank=2),
    Key("endpoint.csv", "X", "csv", "CSV", "try the server's CSV for this", rank=2),
    Key("choices.down", "j", "cursor_down", "select", "next", rank=3, shown="↓ j"),
    Key("choices.up", "k", "cursor_up", "select", "previous", rank=3, shown="↑ k"),
    Key("sort.toggle", "space", "choose", "add", "add or remove the field", rank=1),
    Key("sort.flip", "s", "flip", "flip", "reverse the direction", rank=1),
    Key("sort.raise", "K", "shift(-1)", "move", "move up a level", rank=1),
    Key("sort.lower", "J", "shift(1)", "move", "move down a level", rank=1),
    Key("columns.toggle", "space", "choose", "show", "show or hide the column", rank=1),
    Key("columns.raise", "K", "shift(-1)", "move", "move left", rank=1),
    Key("columns.lower", "J", "shift(1)", "move", "move right", rank=1),
    Key("columns.narrower", "minus", "widen(-1)", "width", "narrower", rank=1),
    Key("columns.wider", "plus,equals_sign", "widen(1)", "width", "wider", rank=1, shown="+"),
    Key("columns.reset", "x", "reset", "reset", "reset", rank=1),
    Key("facets.toggle", "space", "choose", "choose", "select or deselect", rank=1),
    Key("facets.count", "c", "count", "count", "show counts (1 request each)", rank=1),
    Key("facets.clear", "x", "clear", "clear", "clear all filters", rank=1),
    Key("views.add", "a", "add", "add", "save the current view", rank=1),
    Key("views.drop", "x", "drop", "remove", "remove this view", rank=1),
    Key("export.go-on", "enter", "go_on", "go on", "start, continue, or close when done", rank=1),
    Key(
        "export.stop",
        "ctrl+x",
        "stop",
        "stop",
        "stop; you can continue later",
        has_priority=True,
        rank=1,
    ),
    Key("view.refresh", "r", "refresh", "reload", "reload, or retry what failed", rank=1),
    Key("view.refresh-all", "R", "refresh_all", "all", "reload, ignoring the cache"),
    Key("view.watch", "w", "watch", "watch", "auto-refresh: off, 15 s, 60 s, 5 min", rank=4),
    Key("view.copy", "y", "copy_menu", "copy", "copy menu", rank=2),
    Key("view.open-link", "o", "open_link", "browser", "open in the browser", rank=3),
    Key("view.command", "colon", "app.command_line", "go to", "row, page, place, id, link", rank=1),
    Key(
        "view.log",
        "grave_accent",
        "app.request_log",
        "log",
        "requests, on top of this screen",
        rank=4,
    ),
    Key("view.problem", "exclamation_mark", "app.last_problem", "problem", "show the last problem"),
    Key("token.enter", "t", "app.enter_token", "token", "use another token", rank=4),
    Key(
        "sign-in.demo",
        "ctrl+d",
        "demo",
        "demo",
        "open the demo: sample videos, on this computer only",
        has_priority=True,
        rank=1,
    ),
    Key(
        "view.help", "question_mark,f1", "app.help", "help", "help: the keys of this screen", rank=1
    ),
    Key("settings.use", "enter", "use_profile", "use", "open this profile's workspace", rank=1),
    Key("settings.new", "n", "new_profile", "new", "add a profile", rank=1),
    Key("settings.rename", "e", "rename_profile", "rename", "rename the profile", rank=2),
    Key("settings.remove", "x", "remove_profile", "remove", "remove it (asks first)", rank=2),
    Key(
        "settings.check", "ctrl+t", "check_reach", "check", "check what the token can read", rank=1
    ),
    Key("settings.theme", "T", "change_theme", "theme", "choose a theme", rank=2),
    Key("settings.report", "D", "report", "report", "diagnostics, to copy", rank=2),
    Key(
        "settings.next-tab",
        "right_square_bracket",
        "move_tab(1)",
        "tab",
        "next tab",
        has_priority=True,
        rank=1,
    ),
    Key(
        "settings.last-tab",
        "left_square_bracket",
        "move_tab(-1)",
        "tab",
        "previous tab",
        has_priority=True,
        rank=1,
    ),
    Key("request.again", "x", "again", "again", "send the request again", rank=1),
    Key("inbox.looked", "space", "looked", "seen", "mark as seen", rank=1),
    Key("inbox.drop", "x", "drop", "remove", "stop watching", rank=1),
    Key(
        "inbox.next-tab",
        "right_square_bracket",
        "move_tab(1)",
        "tab",
        "next tab",
        has_priority=True,
        rank=2,
    ),
    Key(
        "inbox.last-tab",
        "left_square_bracket",
        "move_tab(-1)",
        "tab",
        "previous tab",
        has_priority=True,
        rank=3,
    ),
    Key("requests.failures", "f", "failures", "failures", "failed requests only, or all", rank=1),
    Key("requests.export", "e", "export", "export", "save as JSON lines or HAR", rank=2),
    Key("range.take", "enter", "take", "apply", "use this range", rank=1),
    Key("fields.next", "tab", "app.focus_next", "next field", "next field", rank=2),
    Key("choice.last", "left,h", "choose(-1)", "choose", "previous choice", rank=2, shown="←"),
    Key("choice.next", "right,l", "choose(1)", "choose", "next choice", rank=2, shown="→"),
    Key("command.next", "tab", "complete(1)", "complete", "complete, then the next match", rank=1),
    Key("requests.causes", "c", "causes", "causes", "failures by cause, or all", rank=1),
    Key("requests.search", "slash", "search", "search", "search by id or path", rank=1),
    Key("requests.sort", "s", "sort", "sort", "sort by this column: ▲, ▼, by time", rank=1),
    Key("bundle.down", "pagedown,down", "scroll_text(1)", "down", "scroll down"),
    Key("bundle.up", "pageup,up", "scroll_text(-1)", "up", "scroll up"),
    Key("command.last", "shift+tab", "complete(-1)", "before", "previous match"),
    Key("command.earlier", "up", "recall(-1)", "earlier", "earlier entry", rank=1),
    Key("command.later", "down", "recall(1)", "later", "later entry", rank=2),
    Key("line.back", "escape", "back", "back", "close", rank=1),
    Key("help.run", "enter", "screen.run", "run", "run it on the screen below", rank=1),
    Key("help.down", "down", "screen.move(1)", "select", "next key", rank=2),
    Key("help.up", "up", "screen.move(-1)", "select", "previous key", rank=2),
    Key("help.left", "left", "screen.move_column(-1)", "column", "column to the left", rank=3),
    Key("help.right", "right", "screen.move_column(1)", "column", "column to the right", rank=3),
    Key("help.page-down", "pagedown", "screen.move_screen(1)", "down", "one screen down"),
    Key("help.page-up", "pageup", "screen.move_screen(-1)", "up", "one screen up"),
    Key("help.back", "escape,f1", "screen.back", "back", "show all keys again, then close", rank=1),
    Key("palette.down", "down", "screen.move(1)", "select", "next entry", rank=2),
    Key("palette.up", "up", "screen.move(-1)", "select", "previous entry", rank=2),
    Key("palette.page-down", "pagedown", "screen.move_screen(1)", "down", "one screen down"),
    Key("palette.page-up", "pageup", "screen.move_screen(-1)", "up", "one screen up"),
    Key("palette.back", "escape", "screen.back", "back", "close", rank=1),
    Key("dialog.back", "escape,q", "back", "back", "close", rank=1),
    Key("copy.id", "y,i", "copy('id')", "id", "the id"),
    Key("copy.number", "n", "copy('number')", "number", "the invoice number"),
    Key("copy.play-link", "u", "copy('play-link')", "play link", "the play link"),
    Key("copy.embed-link", "e", "copy('embed-link')", "embed link", "the embed link"),
    Key("copy.hls-link", "h", "copy('hls-link')", "HLS link", "the HLS link"),
    Key("copy.markdown", "m", "copy('markdown')", "Markdown", "a Markdown link"),
    Key(
        "copy.download-link",
        "d",
        "copy('download-link')",
        "download",
        "fresh download link of the original",
    ),
    Key(
        "copy.material-link",
        "a",
        "copy('material-link')",
        "material",
        "fresh link to the attachment",
    ),
    Key("copy.cell", "v", "copy('cell')", "cell", "this cell"),
    Key("copy.rows", "t", "copy('rows')", "rows", "marked rows as TSV, or this row"),
    Key("copy.json", "j", "copy('json')", "JSON", "JSON as received, without secrets"),
    Key("copy.curl", "c", "copy('curl')", "curl", "curl command, without the token"),
    Key("copy.request-id", "r", "copy('request-id')", "request id", "the request id"),
    Key("copy.bundle", "s", "copy('bundle')", "support", "support bundle, with preview"),
    Key("copy.path", "p", "copy('path')", "path", "path of the settings file"),
    Key("copy.report", "g", "copy('report')", "diagnostics", "diagnostics, with preview"),
    Key("confirm.yes", "enter,y", "yes", "confirm", "confirm", rank=1),
    Key("scroll.down", "down,j", "scroll_down", "down", "one line down"),
    Key("scroll.up", "up,k", "scroll_up", "up", "one line up"),
    Key(
        "scroll.half-down",
        "ctrl+d,pagedown,space",
        "page_down",
        "down",
        "one screen down",
        rank=3,
        shown="PgDn",
    ),
    Key("scroll.half-up", "ctrl+u,pageup", "page_up", "up", "one screen up", shown="PgUp"),
    Key("scroll.first", "g,home,ctrl+home", "scroll_home", "top", "to the top", shown="g Home"),
    Key("scroll.last", "G,end,ctrl+end", "scroll_end", "end", "to the end", shown="G End"),
)

_ANYWHERE = ("app", "mode", "screen", "view")
KEY_SCOPES = (
    (*_ANYWHERE, "token", "list", "mark", "table", "billing", "invoice"),
    (*_ANYWHERE, "token", "list", "tree", "billing", "invoice"),
    (*_ANYWHERE, "token", "list", "scroll", "billing", "invoice"),
    (*_ANYWHERE, "token", "detail", "scroll", "invoice", "live"),
    (*_ANYWHERE, "token", "detail", "json", "invoice", "live"),
    (*_ANYWHERE, "token", "endpoint", "json"),
    (*_ANYWHERE, "token", "endpoint", "scroll"),
    (*_ANYWHERE, "window", "analytics", "chart"),
    (*_ANYWHERE, "window", "usage", "chart"),
    (*_ANYWHERE, "window", "usage", "table"),
    (*_ANYWHERE, "token", "dimension", "report", "table"),
    (*_ANYWHERE, "token", "report", "chart"),
    (*_ANYWHERE, "token", "requests", "request", "mark", "table"),
    (*_ANYWHERE, "token", "request", "scroll"),
    (*_ANYWHERE, "workspaces", "table"),
    (*_ANYWHERE, "token", "settings", "scroll"),
    ("app", "screen", "sign-in"),
    (*_ANYWHERE, "token", "inbox"),
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
    ("app", "export", "fields", "choice", "line"),
    ("app", "range", "fields", "choice", "line"),
    ("app", "fields", "choice", "dialog"),
    ("app", "confirm", "scroll", "dialog"),
)
"""Groups whose keys are alive at the same time, so that no key may mean two things there."""

_WORDS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"}


def bindings(*groups: str) -> list[BindingType]:
    """Return the bindings of these groups, as they are declared."""
    return [
        Binding(
            key.keys,
            key.action,
            key.label,
            id=key.id,
            show=key.rank > 0,
            key_display=key.first,
            priority=key.has_priority,
        )
        for key in KEYS
        if key.group in groups
    ]


class Keymap(msgspec.Struct, frozen=True, dict=True):
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

    @cached_property
    def by_group(self) -> dict[str, list[Key]]:
        """The actions by the group that they are in."""
        found: dict[str, list[Key]] = {}
        for key in self.keys:
            found.setdefault(key.group, []).append(key)
        return found

    @cached_property
    def by_id(self) -> dict[str, Key]:
        """The actions by their ids."""
        return {key.id: key for key in self.keys}

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
    return [key for group in groups for key in _current.by_group.get(group, ())]


def key(id: str) -> Key:
    """Return one action's key as the user has it."""
    return _current.by_id[id]
