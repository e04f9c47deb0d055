"""What is said of what any endpoint answered."""

from shlex import quote

from kinescope_tui.api.content import Content, ContentKind
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural, size
from kinescope_tui.presentation.text.sections import Section

_MAX_LINES = 2_000
_MAX_CHARACTERS = 100_000


def content_told(content: Content) -> str:
    """Return of which kind an answer is, and how large."""
    kind = one_line(content.media_type) if content.kind is ContentKind.FILE else content.kind
    return f"{kind or content.kind} · {size(len(content.body))}"


def notice_of(content: Content) -> str:
    """Return what the user may not expect of an answer, and the next key; empty if nothing."""
    if content.is_refused_csv:
        told = "No CSV available: the server returned JSON."
        if content.kind is ContentKind.LIST:
            return hint(f"{told} {{endpoint.list}} shows its rows, {{endpoint.save}} saves it.")
        return hint(f"{told} {{endpoint.save}} saves it.")
    if not content.size_confirmed:
        return "The server sent no size, so the end may be missing."
    return ""


def text_told(text: str) -> str:
    """Return as much of a text as anybody scrolls through, and what to do about the rest."""
    shown = "\n".join(text[:_MAX_CHARACTERS].split("\n", _MAX_LINES)[:_MAX_LINES])
    left = len(text) - len(shown)
    more = f"\n\n… {plural(left, 'more character')}: {{endpoint.save}} saves everything."
    return shown + (hint(more) if left > 1 else "")


def file_told(content: Content) -> str:
    """Return what stands in the place of a file that is no text."""
    told = f"A file: {content_told(content)}."
    return hint(f"{told}\n\n{{endpoint.save}} saves it as received.")


def path_section(target: str, place: str) -> Section:
    """Return what else can be done with the rows of a path.

    Args:
        target: The path with its query, without secrets.
        place: The list that has a place of its own and this path; empty if there is none.
    """
    told = [f":{place} shows this list with its own columns." if place else ""]
    if HIDDEN not in target:
        told.append(f"For a script: kinescope-tui get {quote(target)} --all --format csv")
    return part_help("About this path", told, [("{list.csv}", "asks the server for its CSV")])
