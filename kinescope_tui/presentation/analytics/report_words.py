"""The sums of a report's rows, as far as these say them."""

from datetime import timedelta

from kinescope_tui.api.nouns import noun_of
from kinescope_tui.presentation.text.numbers import plural, short
from kinescope_tui.services.analytics.report import Report
from kinescope_tui.services.time.time_range import Bucket

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def views_text(report: Report) -> str:
    """Return how many views a report's rows add up to: `1 204 views in total`."""
    if report.views is None:
        return "no row has a view count"
    told = f"{short(report.views)} {noun_of(report.views, 'view')} in total"
    if report.uncounted:
        told += f", {plural(report.uncounted, 'row')} without a view count"
    return told


def movers_text(report: Report, bucket: Bucket) -> str:
    """Return how videos rose and fell, and against what: the bucket before, or its equal part."""
    rose = sum(row.difference for row in report.rows if row.difference > 0)
    fell = sum(-row.difference for row in report.rows if row.difference < 0)
    against = f"the previous {bucket}"
    if report.part is not None:
        against = f"the first {_length(report.part)} of {against}; this one is in progress"
    told = f"up {short(rose)}, down {short(fell)} compared with {against}"
    if report.uncounted:
        told += f"; {plural(report.uncounted, 'video')} without a view count"
    return told


def no_movers_text(report: Report) -> str:
    """Return what there is to say where no video is known to have risen or fallen."""
    if report.unread:
        return f"{plural(report.unread, 'row')} could not be read; no other row shows a change."
    if report.uncounted:
        return f"{plural(report.uncounted, 'video')} had no view count; no other video changed."
    if not report.received:
        return "The report has no rows: nothing was watched, or the API does not say what."
    return "No video gained or lost views."


def _length(part: timedelta) -> str:
    """Return `14 h 33 min`, with days before them."""
    hours, rest = divmod(part, _HOUR)
    days, hours = divmod(hours, 24)
    minutes = rest // _MINUTE
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "minute"
