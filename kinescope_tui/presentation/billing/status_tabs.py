"""Invoices by their statuses, as tabs."""

from collections import Counter
from collections.abc import Iterable

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.billing.invoice_status import invoice_badge
from kinescope_tui.presentation.text.cell import MISSING, Tone
from kinescope_tui.presentation.text.numbers import count

_FIRST = (Tone.BAD, Tone.WARNING)  # what is to be seen first
_MOST = 8


def status_tabs(invoices: Iterable[Invoice]) -> list[tuple[str, str]]:
    """Return a title and the status that it stands for, as its column shows it; all comes first.

    Args:
        invoices: All that there are: of some of them the others would be missing.
    """
    badges = [invoice_badge(invoice.status) for invoice in invoices]
    found = Counter(badge for badge in badges if badge.text != MISSING)

    def rank(badge: object) -> int:
        tone = getattr(badge, "tone", Tone.PLAIN)
        return _FIRST.index(tone) if tone in _FIRST else len(_FIRST)

    ranked = sorted(found, key=lambda badge: (rank(badge), -found[badge], badge.text))[:_MOST]
    tabs = [(f"All {count(len(badges))}", "")]
    return tabs + [(f"{badge.text} {count(found[badge])}", badge.text) for badge in ranked]
