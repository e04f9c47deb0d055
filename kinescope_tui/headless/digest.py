"""A week in short, as Markdown or as a page, on standard output."""

from kinescope_tui import __version__
from kinescope_tui.headless.failure import IncompleteError
from kinescope_tui.headless.output import Output
from kinescope_tui.presentation.digest.digest_files import html, markdown
from kinescope_tui.presentation.digest.digest_parts import digest_parts, digest_title
from kinescope_tui.presentation.text.times import full
from kinescope_tui.presentation.text.zone_words import zone_text
from kinescope_tui.services.billing.invoice_list import is_refused_list
from kinescope_tui.services.digest.digest import gather
from kinescope_tui.services.time.time_range import TimeRange
from kinescope_tui.services.workspace.session import Session


async def write_digest(session: Session, asked: TimeRange, form: str) -> None:
    """Write what a range was like.

    Args:
        session: Whose workspace.
        asked: The range.
        form: md or html.

    Raises:
        IncompleteError: Something of it could not be read; the rest is written.
        KinescopeError: Nothing of it could be read.
    """
    output = Output()
    digest = await gather(session, asked)
    day_zone = session.analytics.day_zone(session.analytics.zone_name)
    zone = day_zone.zone
    title = digest_title(digest, session.profile.name, zone)
    days = zone_text(day_zone, digest.made_at.astimezone(zone))
    foot = f"Created {full(digest.made_at)} by kinescope-tui {__version__}. Days are in {days}."
    write = html if form == "html" else markdown
    text = write(title, digest_parts(digest, zone), foot)
    await output.write(text.encode("utf-8", "replace"))
    missing = [
        name
        for name, error in digest.unread.items()
        if not (name == "invoices" and is_refused_list(error))
    ]
    if missing:
        raise IncompleteError(f"{', '.join(missing)} could not be read.")
