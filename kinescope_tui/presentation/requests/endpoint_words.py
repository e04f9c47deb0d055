"""What is said of what any endpoint answered."""

from kinescope_tui.api.content import Content, ContentKind
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, size

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
    more = f"\n\n… {count(left)} more characters: {{endpoint.save}} saves everything."
    return shown + (hint(more) if left > 1 else "")


def file_told(content: Content) -> str:
    """Return what stands in the place of a file that is no text."""
    told = f"A file: {content_told(content)}."
    return hint(f"{told}\n\n{{endpoint.save}} saves it as received.")
