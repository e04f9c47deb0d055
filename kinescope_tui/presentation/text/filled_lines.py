"""Short texts as lines of as many as fit, none of them torn apart."""

from collections.abc import Sequence

_GAP = "   "


def filled_lines(texts: Sequence[str], width: int) -> list[str]:
    """Return the lines.

    Args:
        texts: In the order in which they are read.
        width: In characters, each of one cell; a text that is wider has a line of its own.
    """
    lines: list[str] = []
    for text in texts:
        if lines and len(lines[-1] + _GAP + text) <= width:
            lines[-1] += _GAP + text
        else:
            lines.append(text)
    return lines
