"""Why there is nothing to show: empty, forbidden, failed and stopped differ."""

from kinescope_tui.api import errors


def absence(noun: str, problem: errors.KinescopeError | None) -> str:
    """Return why there are none of a thing, and which key leads on.

    Args:
        noun: The thing in the singular, "video".
        problem: What went wrong, if something did.
    """
    match problem:
        case None:
            return f"This workspace has no {noun}s.\n\nr asks again"
        case errors.UnauthorizedError():
            return f"No {noun}s: the token is not accepted.\n\nt enters another token"
        case errors.ForbiddenError() | errors.PaymentRequiredError():
            return (
                f"This token may not read {noun}s. There may be some.\n\n"
                "t enters another token · y s copies what support needs"
            )
        case errors.StoppedError():
            return f"The {noun}s were not read: you stopped it.\n\nr asks again"
        case _:
            return f"The {noun}s could not be read.\n\nr tries again · ! shows everything about it"
