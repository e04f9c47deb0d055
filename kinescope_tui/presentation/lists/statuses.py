"""A video's status as a glyph, a word and a tone."""

from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line

UNKNOWN = "·"
"""The sign of a status that nobody documented: its word has to stand beside it."""

BADGES = {
    "done": Cell("● done", Tone.GOOD),
    "processing": Cell("◐ processing", Tone.BUSY),
    "pre-processing": Cell("◔ preparing", Tone.BUSY),
    "uploading": Cell("↑ uploading", Tone.BUSY),
    "pending": Cell("○ pending", Tone.MUTED),
    "error": Cell("✗ error", Tone.BAD),
    "aborted": Cell("⊘ aborted", Tone.WARNING),
    "suspended": Cell("‖ suspended", Tone.WARNING),
}
"""How each status that is known is shown."""

STATUSES = tuple((word, look) for word, look in BADGES.items() if word != "suspended")
"""The statuses by which videos are filtered, and how each is shown."""


def badge(status: str) -> Cell:
    """Return a status as it is shown; one that nobody documented is shown as it came."""
    word = one_line(status)
    return BADGES.get(status) or (Cell(f"{UNKNOWN} {word}") if word else Cell(MISSING, Tone.MUTED))
