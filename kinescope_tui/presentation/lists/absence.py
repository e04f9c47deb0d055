"""The reasons why there is nothing to show: empty, forbidden, failed and stopped differ."""

from collections.abc import Sequence

from kinescope_tui.api import errors
from kinescope_tui.api.nouns import plural_of
from kinescope_tui.presentation.text.hints import hint


def absence(
    noun: str, problem: errors.KinescopeError | None, narrowed_to: Sequence[str] = ()
) -> str:
    """Return why there are none of a thing; the keys that help against a problem stand with it.

    Args:
        noun: The thing in the singular, "video".
        problem: What went wrong, if something did.
        narrowed_to: The filters that are set.
    """
    nouns, again = plural_of(noun), hint("{view.refresh} reloads")
    match problem:
        case None if narrowed_to:
            told = " · ".join(narrowed_to)
            return f"No match: {told}\n\nesc clears the last filter · {again}"
        case None:
            return f"This workspace has no {nouns}.\n\n{again}"
        case errors.UnauthorizedError():
            return f"No {nouns}: the token was not accepted."
        case errors.ForbiddenError() | errors.PaymentRequiredError():
            return f"This token cannot read {nouns}, even if there are some."
        case errors.StoppedError():
            return f"Loading {nouns} was stopped.\n\n{again}"
        case _:
            return f"The {nouns} could not be loaded."
