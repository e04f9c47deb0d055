"""A list of invoices that the API does not give, in words."""

from kinescope_tui.api import errors
from kinescope_tui.api.error_codes import NO_BILLING_ACCOUNT
from kinescope_tui.presentation.cell import one_line

_NO_METHOD = 405


def is_refused_list(error: errors.KinescopeError) -> bool:
    """Return whether an error says that there is no list, or none for this token."""
    is_kind = isinstance(error, errors.NotFoundError | errors.ForbiddenError)
    return is_kind or error.status == _NO_METHOD or error.code == NO_BILLING_ACCOUNT


def refused_list(error: errors.KinescopeError) -> tuple[str, str]:
    """Return why there is no list, and what to do instead."""
    code = f" {error.code}" if error.code is not None else ""
    name = f" {error.code_name}" if error.code_name else ""
    said = f"{error.status or ''}{code}{name}".strip()
    if error.code == NO_BILLING_ACCOUNT:
        why = "This workspace has no billing account"
    elif isinstance(error, errors.ForbiddenError):
        why = "This token may not list invoices"
    else:
        why = "The API gives no list of invoices; only single ones are documented"
    quoted = f", request id {one_line(error.request_id)}" if error.request_id else ""
    return (
        f"{why} ({said}{quoted}).",
        "i opens one by its id, as :invoice 123 · r asks for the list",
    )
