"""What the inbox could not read is told by why, each once."""

from kinescope_tui.api import errors
from kinescope_tui.presentation.inbox.finding_words import unread_told


def test_what_failed_for_one_reason_is_told_together() -> None:
    denied = errors.ForbiddenError("no", status=403)
    unread = {
        "failed videos": denied,
        "invoices": errors.NotFoundError("none", status=404),
        "live events": denied,
    }
    told = unread_told(unread)
    assert told.startswith("! Not loaded: failed videos, live events (403 ")
    assert told.count("403") == 1
    assert "; invoices (404" in told
    assert unread_told({}) == ""
