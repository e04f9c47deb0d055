"""JSON as it came, set out in lines; it need be neither whole nor valid."""

import re

_PIECE = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[{}\[\],:]|[^\s{}\[\],:"]++', re.DOTALL)
_INDENT = "  "
_DEEPEST = 20  # levels that are still indented
_OPENERS, _CLOSERS = {"{", "["}, {"}", "]"}


def indented(text: str, most_lines: int) -> list[str]:
    """Return the first lines of a JSON text, one member or item a line, values untouched."""
    lines: list[str] = []
    line, depth, before = "", 0, ""
    for found in _PIECE.finditer(text):
        piece = found[0]
        depth = max(0, depth - (piece in _CLOSERS))
        starts_line = before not in _OPENERS if piece in _CLOSERS else before in {*_OPENERS, ","}
        if starts_line:
            lines.append(line)
            if len(lines) >= most_lines:
                return lines
            line = _INDENT * min(depth, _DEEPEST)
        line += ": " if piece == ":" else piece
        depth += piece in _OPENERS
        before = piece
    return [*lines, line]
