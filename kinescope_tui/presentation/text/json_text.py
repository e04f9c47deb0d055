"""JSON as it came, set out in lines; it need be neither whole nor valid."""

import re
from collections.abc import Iterator
from itertools import islice

_PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s{}\[\],:"]++', re.DOTALL)
_INDENT = "  "
_DEEPEST = 20  # levels that are still indented
_OPENERS, _CLOSERS = {"{", "["}, {"}", "]"}


def indented(text: str, most_lines: int) -> list[str]:
    """Return the first lines of a JSON text, one member or item a line, values untouched."""
    return [line for line, _ in islice(_lines(text), most_lines)]


def beginning(text: str, most_lines: int) -> str:
    """Return as much of a JSON text as stands on its first lines when it is indented."""
    ends = [end for _, end in islice(_lines(text), most_lines)]
    return text[: ends[-1]] if ends else text


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Yield the lines, and where in the text each has come to its end."""
    line, depth, before = "", 0, ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        depth = max(0, depth - (piece in _CLOSERS))
        starts_line = before not in _OPENERS if piece in _CLOSERS else before in {*_OPENERS, ","}
        if starts_line:
            yield line, found.start()
            line = _INDENT * min(depth, _DEEPEST)
        line += ": " if piece == ":" else piece
        depth += piece in _OPENERS
        before = piece
    yield line, len(text)
