"""Everything that is known of one invoice, as sections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.invoice import Day, Invoice, Line, Period
from kinescope_tui.presentation.billing.invoice_days import due_words, paid_words, short_day
from kinescope_tui.presentation.billing.invoice_status import invoice_badge
from kinescope_tui.presentation.billing.line_bars import BilledLine, LineBars
from kinescope_tui.presentation.billing.year_bars import year_section
from kinescope_tui.presentation.lists.thing_page import label, thing_sections, value_cell
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.money import amount_cell, exact
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section, known, pairs, table
from kinescope_tui.services.billing.due import is_unpaid
from kinescope_tui.services.billing.invoice_sums import Agreement, check
from kinescope_tui.services.billing.year_sums import year_sums

_MAX_LINES = 200
_MAX_EXTRA = 2  # columns for fields of lines that nobody knows
_LONGEST = 200
_DAY = timedelta(days=1)


def day_cell(day: Day, tone: Tone = Tone.PLAIN) -> Cell:
    """Return a day as it was written, whatever that was."""
    if day.on is not None:
        return Cell(str(day.on), tone)
    text = one_line(day.text)[:_LONGEST]
    return Cell(f"? {text}", Tone.WARNING) if text else Cell(MISSING, Tone.MUTED)


def period_cell(period: Period) -> Cell:
    """Return a period: `Jul 2026` for a whole month, else its days."""
    first, last = period.first.on, period.last.on
    if first is None or last is None:
        text = one_line(period.text)[:_LONGEST]
        return Cell(text) if text else Cell(MISSING, Tone.MUTED)
    is_month = first.day == 1 and (first.year, first.month) == (last.year, last.month)
    if is_month and last < date.max and (last + _DAY).day == 1:
        return Cell(f"{first:%b} {first.year}")
    return Cell(f"{first} → {last}")


def invoice_overview(invoice: Invoice, today: date) -> Section:
    """Return what is known of an invoice without its lines; what is not is left out.

    Args:
        invoice: The invoice.
        today: By which it is late.
    """
    facts = [
        ("Number", _text(invoice.number)),
        ("Status", invoice_badge(invoice.status)),
        ("Amount", amount_cell(invoice.total, has_currency=True)),
        ("Period", period_cell(invoice.period)),
        ("Issued", day_cell(invoice.issued)),
        ("Due", _due(invoice, today)),
        ("Paid", _with(day_cell(invoice.paid_at), paid_words(invoice))),
    ]
    for name, amount in (
        ("Subtotal", invoice.subtotal),
        ("Tax", invoice.tax),
        ("Paid amount", invoice.paid_amount),
        ("Balance", invoice.balance),
    ):
        facts.append((name, amount_cell(amount, has_currency=True)))
    facts.append(("Lines", check_cell(invoice)))
    if invoice.document_link:
        told = hint("{view.open-link} opens it; the link itself is not shown")
        facts.append(("Document", Cell(told, Tone.MUTED)))
    return pairs("Invoice", known(facts), hint("{invoice.csv} saves it as CSV"))


def _due(invoice: Invoice, today: date) -> Cell:
    """Return the day when an invoice is due, of one that is not paid with how far that is."""
    on, words = day_cell(invoice.due), due_words(invoice, today)
    is_told = is_unpaid(invoice) and words.text != short_day(invoice.due, today).text
    return _with(Cell(on.text, words.tone), words.text) if is_told else on


def _with(cell: Cell, words: str) -> Cell:
    return Cell(f"{cell.text} · {words}", cell.tone) if words else cell


def check_sign(invoice: Invoice) -> Cell:
    """Return the same in two words, for beside a title."""
    match check(invoice).agreement:
        case Agreement.UNKNOWN:
            return Cell("not checked", Tone.MUTED)
        case Agreement.DIFFERENT:
            return Cell("! do not add up", Tone.WARNING)
    return Cell("✓ add up", Tone.GOOD)


def billed_lines(lines: Sequence[Line]) -> LineBars:
    """Return lines as bars of their parts of all."""
    numbers = [line.amount.number for line in lines]
    whole = sum((one for one in numbers if one is not None and one > 0), Decimal())
    return LineBars(
        tuple(
            BilledLine(
                _text(line.product).text,
                f"{amount_cell(line.quantity).text} {_text(line.unit).text}".replace(MISSING, ""),
                amount_cell(line.price).text.replace(MISSING, ""),
                amount_cell(line.amount).text,
                float(number / whole) if number is not None and number > 0 < whole else 0.0,
            )
            for line, number in zip(lines, numbers, strict=True)
        )
    )


def check_cell(invoice: Invoice) -> Cell:
    """Return whether the lines add up to the total; a difference is never hidden."""
    found = check(invoice)
    if found.agreement is Agreement.UNKNOWN:
        return Cell(f"not checked: {found.reason}", Tone.MUTED)
    if found.agreement is Agreement.EQUAL:
        return Cell(f"✓ add up to the {found.against}", Tone.GOOD)
    if found.agreement is Agreement.WITH_TAX:
        return Cell("✓ add up to the total with the tax", Tone.GOOD)
    lines, difference = found.lines, found.difference
    told = exact(lines) if lines is not None else "?"
    more = "more" if difference is not None and difference > 0 else "less"
    apart = exact(abs(difference)) if difference is not None else "?"
    expected = amount_cell(found.expected).text
    text = f"! add up to {told}, {apart} {more} than the {found.against} of {expected}"
    return Cell(text, Tone.WARNING)


def invoice_sections(
    invoice: Invoice,
    names: Mapping[str, str],
    today: date,
    others: Iterable[Invoice] = (),
) -> list[Section]:
    """Return the sections of an invoice's page; empty ones are left out.

    Args:
        invoice: The invoice.
        names: The names of projects that are known, by id.
        today: By which it is late.
        others: Invoices that are here.
    """
    sections = [
        invoice_overview(invoice, today),
        replace(lines_section(invoice.lines, names), state=check_sign(invoice)),
    ]
    for section in thing_sections("Other fields", invoice.rest):
        title = section.title
        sections.append(replace(section, title=f"{title[:1].upper()}{title[1:]}"))
    sections.append(year_section(year_sums(invoice, others)))
    return [section for section in sections if section.rows]


def lines_section(lines: Sequence[Line], names: Mapping[str, str]) -> Section:
    """Return what was billed as a table."""
    if not lines:
        return Section("Lines", (), ())
    shown = lines[:_MAX_LINES]
    extra = list(dict.fromkeys(key for line in shown for key in line.rest if _is_plain(line, key)))
    extra = extra[:_MAX_EXTRA]
    rows = [
        (
            _text(line.product),
            amount_cell(line.quantity),
            _text(line.unit),
            amount_cell(line.price),
            amount_cell(line.amount),
            *(_extra(line.rest.get(key), names) for key in extra),
        )
        for line in shown
    ]
    head = [
        "PRODUCT",
        "QUANTITY",
        "UNIT",
        "PRICE",
        "AMOUNT",
        *(label(key).upper() for key in extra),
    ]
    right = {1, 3, 4}
    for n in right:
        width = max(len(head[n]), *(len(row[n].text) for row in rows))
        head[n] = head[n].rjust(width)
        rows = [
            (*row[:n], replace(row[n], text=row[n].text.rjust(width)), *row[n + 1 :])
            for row in rows
        ]
    hidden = len(lines) - len(rows)
    made = table("Lines", tuple(head), rows)
    foot = f"{plural(hidden, 'more line')} in the JSON" if hidden > 0 else ""
    # What nobody knows of lines needs columns; what everybody does is drawn.
    drawing = None if extra else billed_lines(shown)
    return replace(made, foot=foot, drawing=drawing)


def _extra(value: Any, names: Mapping[str, str]) -> Cell:
    name = names.get(value) if isinstance(value, str) else None
    return _text(name) if name else value_cell(value)


def _is_plain(line: Line, key: str) -> bool:
    value = line.rest[key]
    return value not in (None, "") and not isinstance(value, dict | list)


def _text(text: str) -> Cell:
    line = one_line(text)
    return Cell(line) if line else Cell(MISSING, Tone.MUTED)
