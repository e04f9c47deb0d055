"""A list of invoices that the API does not give, in words."""

from kinescope_tui.api import errors
from kinescope_tui.api.error_codes import NO_BILLING_ACCOUNT
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.presentation.text.hints import hint


def refused_list(error: errors.KinescopeError) -> str:
    """Return why there is no list, and what to do instead, for where the list would be."""
    quoted = f"request id {one_line(error.request_id)}\n" if error.request_id else ""
    by_id = hint("{billing.by-id} opens an invoice by id, e.g. :invoice 123")
    again = hint("{view.refresh} reloads the list")
    return f"{_why(error)} ({_said(error)}).\n{_meaning(error)}\n{quoted}\n{by_id} · {again}"


def refused_list_line(error: errors.KinescopeError) -> str:
    """Return the same above the invoices that stand for the list."""
    keys = hint("{billing.by-id} opens one by its id · {view.refresh} reloads")
    return f" ! {_why(error)} ({_said(error)}).\n   Opened in this session: {keys}"


def _said(error: errors.KinescopeError) -> str:
    return error.code_name or str(error.code or error.status or "no status")


def _why(error: errors.KinescopeError) -> str:
    if error.code == NO_BILLING_ACCOUNT:
        return "This workspace has no billing account"
    if isinstance(error, errors.ForbiddenError):
        return "This token cannot list invoices"
    return "The API does not list invoices"


def _meaning(error: errors.KinescopeError) -> str:
    if error.code == NO_BILLING_ACCOUNT:
        return "There may be no invoices."
    if isinstance(error, errors.ForbiddenError):
        return "There may be invoices; you can still open one by id."
    return "The API documents single invoices only; there may be invoices."
