"""Ways in which Kinescope may behave that no document settles, to be switched on."""

from collections.abc import Iterable

QUIRKS = {
    "empty-custom": "analytics returns no rows for comma-separated fields, only for repeated ones",
    "no-custom": "analytics returns no rows in either form",
    "no-invoice-list": "there is no list of invoices: 404",
    "invoice-list-405": "the list of invoices cannot be read: 405",
    "no-csv": "invoices are returned as JSON when CSV is requested",
}


def checked_quirks(names: Iterable[str]) -> frozenset[str]:
    """Return the quirks of these names.

    Raises:
        ValueError: There is none of some name.
    """
    chosen = frozenset(names)
    for name in sorted(chosen - QUIRKS.keys()):
        raise ValueError(f"{name!r} is not a quirk. Available: {', '.join(QUIRKS)}.")
    return chosen


def quirks_table() -> str:
    """Return the quirks, a line each."""
    return "\n".join(f"  {name:<18}{told}" for name, told in QUIRKS.items())
