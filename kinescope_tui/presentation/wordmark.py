"""The program's mark and name, as large as there is room for, and what it is in a sentence."""

from kinescope_tui.presentation.text.cell import Cell, Tone

WORDMARK = (
    "█▙▖   █  █ ▀ █▀▀▄ █▀▀ █▀▀ █▀▀ █▀▀█ █▀▀█ █▀▀",
    "███▶  █▀▄  █ █  █ █▀▀ ▀▀█ █   █  █ █▀▀▀ █▀▀",
    "█▛▘   ▀  ▀ ▀ ▀  ▀ ▀▀▀ ▀▀▀ ▀▀▀ ▀▀▀▀ ▀    ▀▀▀",
)
SENTENCE = "Your videos, their audience and their cost, in the terminal."
_PROMISE = "Read-only: it never changes anything."
_WIDTH = max(map(len, WORDMARK))
_ROWS = 24  # of the terminal, from which on there is room for large letters


def wordmark(columns: int, rows: int) -> list[Cell]:
    """Return the mark and the sentence, a line each, for a terminal of that size."""
    if columns >= _WIDTH + 2 and rows >= _ROWS:
        large = [Cell(line, Tone.ACCENT) for line in WORDMARK]
        told = [Cell(SENTENCE), Cell(_PROMISE, Tone.MUTED)]
        return [*large, Cell(""), *(cell for cell in told if len(cell.text) <= columns - 2)]
    return [Cell("▶ kinescope", Tone.ACCENT)]
