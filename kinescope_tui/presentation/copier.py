"""Copying, and what is told of it."""

from collections.abc import Callable

import msgspec

from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.services.desktop.clipboard import Clipboard, CopyError

_MAX_TOLD = 200  # characters of what was copied, in a message


class CopyReport(msgspec.Struct, frozen=True):
    """What came of copying something.

    Attributes:
        title: Of the message; empty if there is none.
        text: Of the message.
        is_warning: Whether it went wrong.
        heading: Over the text that can be selected by hand; empty if it is not shown.
        question: What the user may say about it: that it arrives.
    """

    title: str = ""
    text: str = ""
    is_warning: bool = False
    heading: str = ""
    question: str = ""


class Copier:
    """Copies to the clipboard; what nobody confirmed can be selected by hand."""

    def __init__(self, clipboard: Clipboard, write: Callable[[str], None]) -> None:
        self._clipboard = clipboard
        self._write = write

    async def copy(self, chosen: Copyable) -> CopyReport:
        """Copy it; a text that had to be asked for is good for a while only, and never shown."""
        is_shown = chosen.ask is None
        name = f"{chosen.label[:1].upper()}{chosen.label[1:]}"
        try:
            copied = await self._clipboard.copy(chosen.text, self._write)
        except CopyError as error:
            heading = f"{name}: not copied; select it here" if is_shown else ""
            return CopyReport(f"Not copied: {name}", str(error), is_warning=True, heading=heading)
        if is_shown and not copied.is_certain:
            heading = f"{name}: {copied.how}; not there? select it here"
            return CopyReport(heading=heading, question="it arrived, don't ask again")
        told = "" if chosen.is_shown_first else chosen.text[:_MAX_TOLD]
        if not is_shown:
            told = "Just created, expires after a while."
        done = "Copied" if copied.is_certain else "Sent"
        return CopyReport(f"{done} the {chosen.label}", "\n".join(filter(None, (told, copied.how))))

    def trust(self) -> None:
        """Take the terminal's clipboard for one that takes what is sent."""
        self._clipboard.trusts_terminal = True
