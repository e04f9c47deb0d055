"""Something that is known of the program, and whence."""

import msgspec

BUILT_IN = "built in"
DEFAULT = "default"
NO_VARIABLE = "no proxy variable is set"


class SourcedValue(msgspec.Struct, frozen=True):
    """A name and a value, and where the value comes from.

    Attributes:
        source: A variable, a file, an option, or that it is built in; empty if none is to be named.
        changed_by: What changes it: a name in the settings file, or a variable; empty if nothing.
    """

    name: str
    value: str
    source: str = ""
    changed_by: str = ""

    @property
    def is_own(self) -> bool:
        """Whether somebody has said so: it is no default."""
        return self.source not in {"", BUILT_IN, DEFAULT, NO_VARIABLE}
