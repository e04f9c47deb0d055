"""What a part of a screen could not read."""

from dataclasses import dataclass

from textual.message import Message

from kinescope_tui.api.errors import KinescopeError


@dataclass(eq=False, repr=False)
class PartFailed(Message):
    """A part could not read something; the screen shows why.

    Attributes:
        told: What that ended, for people; empty if nothing.
    """

    error: KinescopeError
    told: str = ""
