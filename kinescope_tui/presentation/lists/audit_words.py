"""What is said of an audit: what it found, how its cost is reckoned, and what is not sure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from kinescope_tui.api.nouns import noun_of
from kinescope_tui.presentation.text.cell import Cell, Tone
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.money import currency, exact
from kinescope_tui.presentation.text.numbers import count, plural, short
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.text.times import minute
from kinescope_tui.services.index.audit import AUDITS
from kinescope_tui.services.index.audit_answers import AuditAnswer
from kinescope_tui.services.index.index_state import IndexState
from kinescope_tui.services.index.storage_price import MONTH_DAYS
from kinescope_tui.services.index.view_counts import CountedSpan


def audits_told() -> Section:
    """Return what audits look for, what people type to ask for each, and why it matters."""
    rows = tuple(
        (Cell(audit.title), Cell(audit.name, Tone.ACCENT), Cell(audit.reason, Tone.MUTED))
        for audit in AUDITS
    )
    widths = tuple(max(len(row[n].text) for row in rows) for n in range(2))
    foot = hint("{view.command}audit NAME opens one")
    return Section("What audits look for", rows, (*widths, 0), foot, is_broad=True)


def audit_help(*, is_reading: bool) -> Section:
    """Return what audits are made of, and the commands that have to do with that."""
    told = [
        ":index pause" if is_reading else ":index",
        ":index status",
        ":index forget",
    ]
    does = [
        "pauses indexing" if is_reading else "starts, or continues where it stopped",
        "shows its progress and size",
        "erases it from this computer",
    ]
    about = (
        "Audits read an index of all videos, which is kept on this computer.",
        "Views and prices come from Analytics and the latest invoices.",
    )
    rows = [
        *((Cell(sentence),) for sentence in about),
        (Cell(""),),
        *(
            (Cell(command, Tone.ACCENT), Cell(what, Tone.MUTED))
            for command, what in zip(told, does, strict=True)
        ),
    ]
    return Section("About the index", tuple(rows), (max(map(len, told)), 0))


def cost_told(answer: AuditAnswer) -> str:
    """Return what the found videos cost a month, `12.37 EUR`; empty if no price is known."""
    cost, views = answer.cost, answer.views
    if cost is None or views is None or views.price is None:
        return ""
    return f"{exact(cost)} {currency(views.price.currency)}".rstrip()


def formula(answer: AuditAnswer) -> str:
    """Return how the cost is reckoned, with what it is taken from; empty if no price is known."""
    if answer.cost is None or answer.sums is None or answer.views is None:
        return ""
    if (price := answer.views.price) is None:
        return ""
    units = answer.sums.size_bytes / price.unit_bytes
    paid = f"{price.amount} {currency(price.currency)}".rstrip()
    told = f"{units:.3f} {price.unit} × {paid} ÷ {price.quantity} {price.unit}"
    if price.days is not None and price.days not in MONTH_DAYS:
        told += f" × 30 ÷ {plural(price.days, 'day')}"
    line = f"{price.product!r} on invoice {price.invoice}"
    of = f" ({price.period})" if price.period else ""
    return f"{told} = {cost_told(answer)} a month; based on {line}{of}"


def doubts(answer: AuditAnswer, state: IndexState | None) -> list[str]:
    """Return what is not sure about what an audit found, a sentence each."""
    if answer.sums is None:
        return [answer.trouble]
    return [*_doubts_of_rows(answer, state), *_doubts_of_views(answer), *_doubts_of_cost(answer)]


def _doubts_of_rows(answer: AuditAnswer, state: IndexState | None) -> Iterator[str]:
    if state is None or not state.is_whole:
        has = "" if state is None else f": it has {count(state.count)} of {count(state.total)}"
        yield f"The index may be missing videos{has}."
    if answer.sums is not None and (unsized := answer.sums.count - answer.sums.sized):
        yield f"Sizes are unknown for {plural(unsized, 'video')}, counted as 0."


def _doubts_of_views(answer: AuditAnswer) -> Iterator[str]:
    span = answer.span
    if span is None:
        return
    if answer.views is not None:
        asked = minute(datetime.fromtimestamp(answer.views.at / 1000, UTC))
        yield f"Views from {span.first} to {span.last}, loaded {asked}."
    yield from _doubts_of_span(span)
    if answer.strangers:
        told = plural(answer.strangers, "video")
        yield f"{told} with views not in the index: deleted, or not indexed yet."


def _doubts_of_span(span: CountedSpan) -> Iterator[str]:
    if span.said is None:
        yield "The server reported no total number of views, so some may be missing."
    elif span.said > span.views:
        said = f"{short(span.said)} {noun_of(span.said, 'view')}"
        yield (
            f"The server counts {said}, but only {short(span.views)} could be matched to a video, "
            "so some of these may have been watched."
        )
    if span.unnamed:
        yield f"{short(span.unnamed)} {noun_of(span.unnamed, 'view')} had no video id."
    if span.uncounted:
        yield f"{plural(span.uncounted, 'video')} had no view count and counted as watched."
    if span.unread:
        yield f"{plural(span.unread, 'row')} could not be read, so their views are missing."


def _doubts_of_cost(answer: AuditAnswer) -> Iterator[str]:
    views = answer.views
    if views is None:
        yield "The cost is unknown: no invoice has been loaded yet."
        return
    if views.price is None:
        reason = (views.trouble or {}).get("price", "")
        yield f"The cost is unknown: {reason.rstrip('.')}."
        return
    if answer.cost is None:
        return
    yield (
        "This uses the average price of that line; with tiered pricing, the actual saving may "
        "be lower."
    )
    if views.price.days is None:
        yield "The invoice does not state a billing period; one month is assumed."
