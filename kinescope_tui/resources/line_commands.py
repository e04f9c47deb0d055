"""What may be typed after `:`, one value each; the line tells it, and docs/keys.md lists it."""

from collections.abc import Iterator

import msgspec

from kinescope_tui.resources.places import all_places


class LineCommand(msgspec.Struct, frozen=True):
    """Something to type after `:`.

    Attributes:
        form: How it is written; what stands for something else is in capitals: `group FIELD`.
        help: What it does, as a part of a sentence.
    """

    form: str
    help: str

    @property
    def name(self) -> str:
        """The word that it begins with."""
        return self.form.partition(" ")[0]


EXAMPLES = (
    LineCommand("42", "go to row 42"),
    LineCommand("p7", "go to page 7"),
    LineCommand("90%", "go to the row at 90 % of the list"),
    LineCommand("an id, a link, an iframe", "open what it belongs to"),
)
"""What is no word."""

COMMANDS = (
    LineCommand("sort -created_at,title", "sort by these fields; with a minus, descending"),
    LineCommand("here TEXT", "filter the loaded rows by text"),
    LineCommand("view NAME", "open a saved view"),
    LineCommand("per-page NUMBER", "rows per page, up to 100"),
    LineCommand("analytics RANGE", "analytics for a range: 7d, last-month, 2026-08-01..2026-08-22"),
    LineCommand("usage RANGE", "usage for a range"),
    LineCommand("invoice NUMBER", "open an invoice by id"),
    LineCommand("index", "build the index, or update it"),
    LineCommand("index full", "index everything again"),
    LineCommand("index pause", "pause indexing; :index continues"),
    LineCommand("index status", "show its progress and size"),
    LineCommand("index forget", "erase the index"),
    LineCommand("group FIELD", "group the index by project, tag, privacy, month …"),
    LineCommand("sql SELECT …", "query the index; the result is a list"),
    LineCommand("audit NAME", "open an audit, or all audits without a name"),
    LineCommand("changes -7d", "what changed in the last 7 days"),
    LineCommand("get /v1/…", "send a GET to any endpoint and show the response"),
    LineCommand("notify", "notify you when what is in progress here ends"),
    LineCommand("profile NAME", "switch to another profile"),
    LineCommand("theme NAME", "change the theme"),
    LineCommand("forget", "erase what is remembered on this computer"),
    LineCommand("help", "the keys of this screen"),
    LineCommand("quit", "quit"),
)
"""What is a word, and does more than go to a place."""


def told_of(text: str) -> str:
    """Return what a line is for, once what is typed can be one word only; empty until then."""
    word, space, _ = text.strip(": ").casefold().partition(" ")
    known = {name: (form, told) for name, form, told in all_words()}
    fitting = [name for name in known if name == word or (not space and name.startswith(word))]
    name = word if word in known else fitting[0] if len(fitting) == 1 else ""
    return "  ".join(known[name]) if name else ""


def all_words() -> Iterator[tuple[str, str, str]]:
    """Yield words, each with its form and what it is for; of the same word the last one counts."""
    yield from ((place.name, place.name, place.help) for place in all_places().values())
    # What goes to a place is told as the place.
    firsts = {command.name: command for command in reversed(COMMANDS)}
    places = set(all_places())
    yield from ((c.name, c.form, c.help) for c in firsts.values() if c.name not in places)
