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
    "request": "A request",
    "requests": "Requests",
    "copy": "Copy menu, after y",
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
        "back: popup, waiting, problem, screen; never quits",
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
        True,
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
    Key(
        "list.sort-more", "S", "sort_more", "level", "add or flip it as a further level", "S", True
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
    Key("view.watch", "w", "watch", "watch", "refresh by itself: off, 15 s, 60 s, 5 min", "w"),
    Key("view.copy", "y", "copy_menu", "copy", "copy menu", "y", True),
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
    Key("dialog.back", "escape,q", "back", "back", "close it", "esc q"),
    Key("copy.id", "i", "copy('id')", "id", "the id", "i"),
    Key("copy.play-link", "u", "copy('play-link')", "play link", "the play link", "u"),
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
