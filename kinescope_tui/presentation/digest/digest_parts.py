"""The parts of a digest in words: small tables, and what has to be said beside them."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

import msgspec

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import Video
from kinescope_tui.api.nouns import noun_of
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.analytics.metrics import METRICS, change
from kinescope_tui.presentation.analytics.report_words import no_movers_text
from kinescope_tui.presentation.billing.invoice_page import day_cell
from kinescope_tui.presentation.billing.usage_words import grown, title, whole_told
from kinescope_tui.presentation.inbox.finding_words import WHY_FAILED
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, one_line
from kinescope_tui.presentation.text.moments import ends_text, exact_moment
from kinescope_tui.presentation.text.money import amount_cell, sums_text
from kinescope_tui.presentation.text.numbers import count, plural, short
from kinescope_tui.services.analytics.comparison import Comparison
from kinescope_tui.services.analytics.report import Report
from kinescope_tui.services.billing.invoice_sums import sums, unpaid_amount
from kinescope_tui.services.billing.usage import UsageAnswer, compared
from kinescope_tui.services.digest.digest import MOST, Digest, Failures, Invoices
from kinescope_tui.services.time.time_range import Bucket

T = TypeVar("T")

_LONGEST = 120  # characters of a name


class Part(msgspec.Struct, frozen=True):
    """One part of a digest.

    Attributes:
        title: Its heading.
        head: The titles of its columns.
        rows: Its lines; the first cell names what they are of.
        notes: What has to be said of it, a sentence each.
    """

    title: str
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()


def digest_title(digest: Digest, workspace: str, zone: tzinfo) -> str:
    """Return the heading: whose workspace, and which days."""
    return f"{_name(workspace)}: {ends_text(digest.range, zone)}"


def digest_parts(digest: Digest, zone: tzinfo) -> list[Part]:
    """Return the parts in their order; one that could not be read says so."""
    unread = digest.unread
    return [
        _part("Views", digest.views, unread.get("views"), lambda it: _views(it, zone)),
        _part(
            "Biggest changes",
            digest.movers,
            unread.get("movers"),
            _movers,
        ),
        _part(
            "Failed videos", digest.failures, unread.get("failures"), lambda it: _failed(it, zone)
        ),
        _part("Usage", digest.usage, unread.get("usage"), lambda it: _usage(it, digest)),
        _invoices(digest.invoices, unread.get("invoices")),
    ]


def _part(
    title: str, found: T | None, error: KinescopeError | None, tell: Callable[[T], Part]
) -> Part:
    if found is not None:
        return tell(found)
    why = one_line(problem_of(error).title) if error is not None else "no response"
    return Part(title, notes=(f"Could not be read: {why}.",))


def _views(compared: Comparison, zone: tzinfo) -> Part:
    now, before = compared.parts
    steps, full = len(compared.now.timeline), f"full {compared.now.question.bucket}"
    notes = []
    if not compared.count:  # what there is says more than nothing
        now = compared.now.sums.of()
        notes.append(f"No {full} of both periods can be compared.")
    elif not (compared.is_of_all and compared.count == steps):
        notes.append(f"Only {plural(compared.count, full)} of both periods can be compared.")
    notes.append(f"The previous period is {ends_text(compared.before.question.range, zone)}.")
    rows = [
        (
            metric.label,
            metric.sum_text(metric.of(now), compared.count or steps),
            metric.sum_text(metric.of(before), compared.count),
            change(metric, metric.of(now), metric.of(before)).text,
        )
        for metric in METRICS
    ]
    return Part("Views", ("", "now", "previous", "change"), rows, notes)


def _movers(found: Report) -> Part:
    rows = [
        (
            _name(entry.name or entry.id),
            short(entry.views),
            short(entry.before),
            f"{'+' if entry.difference > 0 else ''}{short(entry.difference)}",
        )
        for entry in found.rows[:MOST]
    ]
    unread = found.unread + found.uncounted
    notes = [no_movers_text(found)] if not rows else [_unread(unread)] if unread else []
    return Part("Biggest changes", ("video", "views", "previous", "change"), rows, notes)


def _failed(failures: Failures, zone: tzinfo) -> Part:
    shown = list(failures.videos)[:MOST]
    rows = [(_name(video.title or video.id), video.status, _made(video, zone)) for video in shown]
    number = f"{count(len(failures.videos))}{'+' if failures.is_more else ''}"
    notes = []
    if not rows and failures.is_more:
        notes.append("Not all videos could be checked; none of those checked failed in these days.")
    elif not rows:
        notes.append("No video from these days failed.")
    elif len(failures.videos) > len(shown) or failures.is_more:
        notes.append(f"Showing the newest of {number}.")
    if rows:
        notes.append(WHY_FAILED.replace(":webhooks lists", "kinescope-tui webhooks lists"))
    return Part("Failed videos", ("video", "status", "made"), rows, notes)


def _made(video: Video, zone: tzinfo) -> str:
    moment = video.created_at
    if moment is None:
        return MISSING
    aware: datetime = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return exact_moment(aware, Bucket.HOUR, zone)


def _usage(used: tuple[UsageAnswer, UsageAnswer], digest: Digest) -> Part:
    now, before = used
    rows, fewer = [], set()
    for series in now.usage.series:
        found = compared(series, now, before)
        own, earlier, days = found or (series, None, 0)
        if found is not None and days != len(series.values):
            fewer.add(days)
        if not days:  # what there is says more than nothing
            own, earlier = series, before.usage.of(series.product)
        rows.append(
            (
                title(series.product),
                whole_told(own),
                whole_told(earlier) if earlier is not None else MISSING,
                grown(own.whole, earlier.whole).text if days and earlier is not None else MISSING,
            )
        )
    notes = ["Days are UTC days."] if rows else []
    if rows and not digest.range.is_of_days:
        notes = [f"Days are UTC days: {ends_text(now.question.range, UTC)}."]
    if fewer:
        told = f"Only {' or '.join(map(str, sorted(fewer)))} full {noun_of(max(fewer), 'day')}"
        notes.append(f"{told if any(fewer) else 'No full day'} of both periods can be compared.")
    if unread := now.usage.unread + before.usage.unread:
        notes.append(_unread(unread))
    elif not rows:
        notes.append("No usage.")
    return Part("Usage", ("", "now", "previous", "change"), rows, notes)


def _invoices(found: Invoices | None, error: KinescopeError | None) -> Part:
    if found is None or error is not None:
        return _part("Invoices", None, error, lambda _: Part(""))
    rows = [_invoice(one, "issued") for one in found.issued[:MOST]]
    rows += [_invoice(one, "overdue") for one in found.overdue[:MOST]]
    notes = [] if rows else ["No invoice was issued in these days, and none is overdue."]
    if found.is_more:
        notes = ["There are more invoices than were checked."]
    if found.overdue:
        notes.append(f"Overdue: {sums_text(sums(map(unpaid_amount, found.overdue)))}.")
    return Part("Invoices", ("invoice", "what", "amount", "due"), rows, notes)


def _invoice(invoice: Invoice, what: str) -> Sequence[str]:
    amount = amount_cell(invoice.total, has_currency=True).text
    return _name(invoice.number), what, amount, day_cell(invoice.due).text


def _unread(rows: int) -> str:
    return f"{plural(rows, 'row')} could not be read."


def _name(text: str) -> str:
    return redact_shapes(one_line(text))[:_LONGEST] or "(no name)"
