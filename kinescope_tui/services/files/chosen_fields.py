"""Fields that somebody chose for a file; a shell that completes a word waits for it."""

from collections.abc import Sequence


def parsed_fields(text: str) -> tuple[str, ...]:
    """Return the fields in `id,title`, each once."""
    return tuple(dict.fromkeys(filter(None, (part.strip() for part in text.split(",")))))


def field_trouble(fields: Sequence[str], known: Sequence[str] | None) -> str:
    """Return why these fields cannot be chosen; empty if they can.

    Args:
        fields: Which.
        known: Those that can; None where any may come.
    """
    unknown = [field for field in fields if known is not None and field not in known]
    if not unknown or known is None:
        return ""
    return f"No field is called {unknown[0]}. Available: {', '.join(known)}."
