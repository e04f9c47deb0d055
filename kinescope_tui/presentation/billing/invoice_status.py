"""The status of an invoice: a sign and a word."""

from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line

# Nobody documented the words; these are what billing systems say.
_BADGES = {
    "paid": Cell("✓ paid", Tone.GOOD),
    "unpaid": Cell("○ unpaid", Tone.WARNING),
    "pending": Cell("○ pending", Tone.WARNING),
    "open": Cell("○ open", Tone.WARNING),
    "issued": Cell("○ issued", Tone.WARNING),
    "overdue": Cell("! overdue", Tone.BAD),
    "draft": Cell("◌ draft", Tone.MUTED),
    "preliminary": Cell("◌ preliminary", Tone.MUTED),
    "canceled": Cell("⊘ canceled", Tone.MUTED),
    "cancelled": Cell("⊘ cancelled", Tone.MUTED),
    "void": Cell("⊘ void", Tone.MUTED),
    "refunded": Cell("↩ refunded", Tone.MUTED),
    "credit": Cell("↩ credit", Tone.MUTED),
}
_LONGEST = 200


def invoice_badge(status: str) -> Cell:
    """Return a status as it is shown; one that nobody knows is shown as it came."""
    word = one_line(status)
    known = _BADGES.get(status.strip().lower())
    return known or (Cell(f"· {word[:_LONGEST]}") if word else Cell(MISSING, Tone.MUTED))
