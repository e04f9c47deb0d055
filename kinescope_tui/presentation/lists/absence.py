"""The reasons why there is nothing to show: empty, forbidden, failed and stopped differ."""

from collections.abc import Sequence

from kinescope_tui.api import errors
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import plural_of


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
    again, token = hint("{view.refresh} asks again"), hint("{token.enter} enters another token")
    match problem:
        case None if narrowed_to:
            told = " · ".join(narrowed_to)
            return f"Filtered to nothing: {told}\n\nesc clears the last filter · {again}"
        case None:
            return f"This workspace has no {nouns}.\n\n{again}"
        case errors.UnauthorizedError():
            return f"No {nouns}: the token is not accepted.\n\n{token}"
        case errors.ForbiddenError() | errors.PaymentRequiredError():
            return (
                f"This token may not read {nouns}. There may be some.\n\n"
                f"{token} · {hint('{view.copy} {copy.bundle} copies what support needs')}"
            )
        case errors.StoppedError():
            return f"The {nouns} were not read: you stopped it.\n\n{again}"
        case _:
            keys = hint("{view.refresh} tries again · {view.problem} shows everything about it")
            return f"The {nouns} could not be read.\n\n{keys}"
