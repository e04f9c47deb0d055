"""Numbers of JSON as they were written: amounts of money must not pass through binary floats."""

from typing import Any, Self

import msgspec

MAX_WHOLE = 2**63 - 1
"""The largest number of things: past it a program that reads our files would round."""


class Numeral(float):
    """A number with a fraction or an exponent, as close as a float comes to it, and its own text.

    Attributes:
        text: As it was written: `1234567.890`.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """Make it from its text."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


def exact_json(value: Any, *, indent: int = -1) -> str:
    """Return decoded JSON as a text again, with every number as it was written.

    Args:
        value: What was decoded.
        indent: By how many spaces a level stands in; 0 for all on one line, negative for all on
            one without spaces.
    """
    text = msgspec.json.encode(_exact(value))
    return msgspec.json.format(text, indent=indent).decode("utf-8", "replace")


def _exact(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    if isinstance(value, Numeral):
        return msgspec.Raw(value.text.encode())
    return value
