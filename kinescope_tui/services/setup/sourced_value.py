"""Something that is known of the program, and whence."""

from dataclasses import dataclass

BUILT_IN = "built in"


@dataclass(frozen=True, slots=True)
class SourcedValue:
    """A name and a value, and where the value comes from.

    Attributes:
        source: A variable, a file, an option, or that it is built in; empty if none is to be named.
    """

    name: str
    value: str
    source: str = ""
