"""Whether what is typed may be a token, told by counts alone: never by a character of it."""

from kinescope_tui.api.token import LENGTH, Token, TokenFormError
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.numbers import plural


def token_form(text: str) -> Cell:
    """Return how what is typed looks so far; nothing while nothing is typed."""
    if not text.strip():
        return Cell("")
    try:
        Token.parse(text)
    except TokenFormError:
        count = len(text.strip())
        if count < LENGTH:
            return Cell(f"{count} of {LENGTH} characters", Tone.MUTED)
        return Cell(f"✗ {plural(count, 'character')}, not a valid token", Tone.WARNING)
    return Cell(f"✓ {LENGTH} characters, looks like a token", Tone.GOOD)
