"""A setting as it is in force."""

from dataclasses import dataclass

BUILT_IN = "built in"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's name and value, and where the value comes from.

    Attributes:
        source: A variable, a file, an option, or that it is built in; empty for plain facts.
    """

    name: str
    value: str
    source: str = ""
