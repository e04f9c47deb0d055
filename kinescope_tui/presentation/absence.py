"""Why there is nothing to show: empty, forbidden, failed and stopped differ."""

from collections.abc import Sequence

from kinescope_tui.api import errors
from kinescope_tui.presentation.numbers import plural_of


def absence(
    noun: str, problem: errors.KinescopeError | None, narrowed_to: Sequence[str] = ()
) -> str:
    """Return why there are none of a thing, and which key leads on.

    Args:
        noun: The thing in the singular, "video".
        problem: What went wrong, if something did.
        narrowed_to: The filters that are set.
    """
    nouns = plural_of(noun)
    match problem:
        case None if narrowed_to:
            told = " · ".join(narrowed_to)
            return f"Filtered to nothing: {told}\n\nesc clears the last filter · r asks again"
        case None:
            return f"This workspace has no {nouns}.\n\nr asks again"
        case errors.UnauthorizedError():
            return f"No {nouns}: the token is not accepted.\n\nt enters another token"
        case errors.ForbiddenError() | errors.PaymentRequiredError():
            return (
                f"This token may not read {nouns}. There may be some.\n\n"
                "t enters another token · y s copies what support needs"
            )
        case errors.StoppedError():
            return f"The {nouns} were not read: you stopped it.\n\nr asks again"
        case _:
            return f"The {nouns} could not be read.\n\nr tries again · ! shows everything about it"
