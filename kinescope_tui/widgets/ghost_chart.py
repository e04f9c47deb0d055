"""A chart before its numbers are here: an axis, and bars that mean nothing yet."""

_SHARES = (0.35, 0.55, 0.45, 0.7, 0.6, 0.85, 0.5)  # of the height
_PITCH = 4  # columns of a bar and its gap
_AXIS = 6  # columns left of the bars


def ghost_line(y: int, width: int, height: int) -> str:
    """Return one line of it, `░` where a bar would be."""
    lines = height - 1
    if width <= _AXIS or y >= lines:
        return " " * width
    lead = "┤" if y in {0, lines // 2, lines - 1} else "│"
    level = (lines - y) / lines
    bar, gap = "░" * (_PITCH - 1) + " ", " " * _PITCH
    count = (width - _AXIS) // _PITCH
    cells = (bar if _SHARES[n % len(_SHARES)] >= level else gap for n in range(count))
    return (" " * (_AXIS - 1) + lead + "".join(cells)).ljust(width)
