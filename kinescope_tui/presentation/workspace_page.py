"""What is known of a workspace where there is room: trouble, money, the token, and others."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from kinescope_tui.api.invoice import Invoice
from kinescope_tui.presentation.analytics.metrics import ratio
from kinescope_tui.presentation.billing.invoice_days import due_words
from kinescope_tui.presentation.billing.invoice_status import invoice_badge
from kinescope_tui.presentation.billing.usage_words import used
from kinescope_tui.presentation.lists.part_help import part_help
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.money import amount_cell
from kinescope_tui.presentation.text.named_bars import NamedBar, bars_section
from kinescope_tui.presentation.text.numbers import count, plural, short, size
from kinescope_tui.presentation.text.sections import Section, known, pairs
from kinescope_tui.presentation.workspace_words import failure_told
from kinescope_tui.services.billing.due import is_unpaid
from kinescope_tui.services.billing.usage import STORAGE
from kinescope_tui.services.workspace.token_access import Access
from kinescope_tui.services.workspace.workspaces import AREAS, WINDOW, WorkspaceRow

_MOST_INVOICES = 12
_MOST_ROWS = 12
_READS = {
    "videos": "videos",
    "failed": "failed videos",
    "views": "analytics",
    "storage": "usage",
    "invoices": "invoices",
}


def workspace_page(row: WorkspaceRow, rows: Sequence[WorkspaceRow], today: date) -> list[Section]:
    """Return what is known of a workspace; what the table tells of it is not among this.

    Args:
        row: Which.
        rows: All of them.
        today: By which invoices are late.
    """
    sections = [
        _own(row),
        _invoices(row, today),
        _token(row),
        _views(row),
        *_compared(rows),
        _about(),
    ]
    return [section for section in sections if section.rows]


def _own(row: WorkspaceRow) -> Section:
    """Return where it is, and what its numbers come to."""
    videos, (views, _) = row.videos, row.views
    failed = ratio(row.failed, videos)
    stored = ratio(float(row.storage) if row.storage is not None else None, videos)
    watched = ratio(views, videos)
    facts = known(
        [
            ("Address", Cell(row.profile.base_url)),
            ("Failed", Cell(f"{failed * 100:.1f} % of all videos" if failed is not None else "")),
            ("Storage", Cell(f"{size(stored)} per video" if stored is not None else "")),
            ("Views", Cell(f"{short(watched)} per video" if watched is not None else "")),
        ]
    )
    state = Cell("open now", Tone.GOOD) if row.is_open else Cell("enter opens it", Tone.MUTED)
    return replace(pairs(one_line(row.profile.name), facts), state=state)


def _token(row: WorkspaceRow) -> Section:
    """Return what the token may read, and of what could not be read why."""
    if row.trouble is not None:
        told = f"{one_line(row.trouble.message)} {one_line(row.trouble.next_step)}"
        return pairs("Token", [("", Cell(told, Tone.WARNING))])
    if row.has_token is False:
        told = "No token is saved. Press enter to add one and open the workspace."
        return pairs("Token", [("", Cell(told))])
    facts: list[tuple[str, Cell]] = []
    for area in AREAS:
        found = row.findings.get(area)
        if found is None:
            cell = Cell("loading …", Tone.MUTED)
        elif found.error is None:
            cell = Cell("✓", Tone.GOOD)
        elif found.access is Access.ABSENT:
            cell = Cell(failure_told(found.error), Tone.MUTED)
        else:
            cell = Cell(f"✗ {failure_told(found.error)}", Tone.WARNING)
        facts.append((_READS[area], cell))
    return pairs("The token reads", facts)


def _views(row: WorkspaceRow) -> Section:
    """Return the views of both periods, as bars."""
    now, before = row.views
    top = max(now or 0, before or 0)
    if now is None or before is None or not 0 < top < float("inf"):
        return Section("Views", (), ())
    bars = [
        NamedBar(f"last {plural(WINDOW.days, 'day')}", now / top, short(now)),
        NamedBar("previous period", before / top, short(before), Tone.MUTED),
    ]
    return bars_section("Views", bars)


def _invoices(row: WorkspaceRow, today: date) -> Section:
    """Return the latest invoices: those to be paid first."""
    found = sorted(row.invoices or (), key=lambda one: one.issued.on or date.min, reverse=True)
    found.sort(key=lambda one: not is_unpaid(one))
    rows = tuple(
        (
            Cell(one_line(one.number) or "(no number)"),
            _state(one, today),
            amount_cell(one.total, has_currency=True),
        )
        for one in found[:_MOST_INVOICES]
    )
    width = max((len(row[0].text) for row in rows), default=0)
    more = "+" if row.has_more_invoices else ""
    is_all = len(rows) == len(found) and not more
    state = "" if is_all else f"{count(len(rows))} of {count(len(found))}{more}"
    return Section("Invoices", rows, (width,), state=Cell(state, Tone.MUTED), has_ends=True)


def _state(invoice: Invoice, today: date) -> Cell:
    """Return when an invoice is due that is to be paid; of any other its status."""
    if not is_unpaid(invoice) or invoice.due.on is None:
        return invoice_badge(invoice.status)
    words = due_words(invoice, today)
    return words if words.text.endswith("late") else replace(words, text=f"due {words.text}")


def _compared(rows: Sequence[WorkspaceRow]) -> list[Section]:
    """Return how workspaces compare; one is compared with none."""
    if len(rows) < 2:  # noqa: PLR2004 - see above
        return []
    return [
        _bars("Videos", rows, lambda row: row.videos, lambda number: count(round(number))),
        _bars("Views", rows, lambda row: row.views[0], short),
        _bars("Storage", rows, lambda row: row.storage, lambda n: used(STORAGE, Decimal(n))),
    ]


def _bars(
    title: str,
    rows: Sequence[WorkspaceRow],
    number_of: Callable[[WorkspaceRow], float | Decimal | None],
    told: Callable[[float], str],
) -> Section:
    names = [one_line(row.profile.name) or MISSING for row in rows]
    numbers = [None if (number := number_of(row)) is None else float(number) for row in rows]
    known = {place: number for place, number in enumerate(numbers) if number is not None}
    total = sum(known.values())
    if len(known) < 2 or not 0 < total < float("inf"):  # noqa: PLR2004 - one is compared with none
        return Section(title, (), ())
    bars = [
        NamedBar(names[place], number / total, f"{number / total * 100:.0f} % · {told(number)}")
        for place, number in sorted(known.items(), key=lambda pair: -pair[1])
    ]
    bars += [NamedBar(name, 0, MISSING) for n, name in enumerate(names) if n not in known]
    of_all = f"of {plural(len(rows), 'workspace')}"
    state = of_all if len(known) == len(rows) else f"{len(known)} {of_all}"
    return bars_section(f"{title} by workspace", bars[:_MOST_ROWS], state)


def _about() -> Section:
    return part_help(
        "About workspaces",
        [
            "Each line is a profile: a name for a workspace with its own address and token.",
            (
                ":profile NAME switches to another one; kinescope-tui workspaces prints this "
                "table as CSV or JSON."
            ),
        ],
        [("{table.open}", "opens the workspace"), ("{mode.settings}", "lists your profiles")],
    )
