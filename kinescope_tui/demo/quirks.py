"""Ways in which Kinescope may behave that no document settles, to be switched on."""

from collections.abc import Iterable

QUIRKS = {
    "empty-custom": "analytics answers no rows to fields joined by commas, only to repeated ones",
    "no-custom": "analytics answers no rows, however they are asked for",
    "no-invoice-list": "there is no list of invoices: 404",
    "invoice-list-405": "the list of invoices cannot be read: 405",
    "no-csv": "invoices come as JSON where CSV is asked for",
}


def checked_quirks(names: Iterable[str]) -> frozenset[str]:
    """Return the quirks of these names.

    Raises:
        ValueError: There is none of some name.
    """
    chosen = frozenset(names)
    for name in sorted(chosen - QUIRKS.keys()):
        raise ValueError(f"{name!r} is no quirk. They are {', '.join(QUIRKS)}.")
    return chosen


def quirks_table() -> str:
    """Return the quirks, a line each."""
    return "\n".join(f"  {name:<18}{told}" for name, told in QUIRKS.items())
