"""An app's messages: kept, shown once, and no more of them than anybody could read."""

from contextlib import suppress
from datetime import timedelta

from textual.app import App, ScreenStackError, UnknownModeError
from textual.notifications import SeverityLevel

from kinescope_tui import screens
from kinescope_tui.api.clock import Clock
from kinescope_tui.services.workspace.message_log import Message, MessageLog, Severity
from kinescope_tui.widgets.message_line import fits_line

_A_WHILE_S = 10.0
_MAX_WARNINGS = 3  # in a while
_UNREAD = timedelta(seconds=3)


class NotifyingApp(App[None]):
    """Keeps its messages; a screen's own line shows them, where it has one and they fit.

    Attributes:
        clock: What tells when a message came.
        messages: All of this session.
    """

    clock: Clock

    def __init__(self) -> None:
        super().__init__()
        self.messages = MessageLog()
        self._warnings: dict[str, float] = {}

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message; of warnings no more than anybody could read, and none twice at a time."""
        now = self.clock.monotonic()
        self._warnings = {text: at for text, at in self._warnings.items() if now - at < _A_WHILE_S}
        if severity != "information":
            if message in self._warnings or len(self._warnings) >= _MAX_WARNINGS:
                return
            self._warnings[message] = now
        text = f"{title}: {message}" if title else message
        told = Message(text, Severity(severity), self.clock.utc_now())
        unread = [m for m in self.messages.newest_first if told.at - m.at < _UNREAD]
        self.messages.add(told)
        has_line = False
        with suppress(ScreenStackError, UnknownModeError):  # there is none in passing
            has_line = getattr(self.screen, "has_message_line", False)
        width = self.size.width
        if not (has_line and fits_line(told, width)):
            super().notify(text, severity=severity, timeout=timeout, markup=markup)
        if has_line and not fits_line(told, width, unread):
            for one in unread:  # what nobody can have read yet makes room on the line
                if fits_line(one, width):
                    super().notify(one.text, severity=one.severity.value, markup=False)

    def warn(self, text: str, *, title: str = "", timeout: float | None = None) -> None:
        """Show a warning."""
        self.notify(text, title=title, severity="warning", timeout=timeout)

    def clear_notifications(self) -> None:
        """Take the messages away; those warnings may come again."""
        self._warnings.clear()
        super().clear_notifications()

    def action_messages(self) -> None:
        """Show all messages, to be copied where there is a workspace, or close them."""
        from kinescope_tui.dialogs.message_history import MessageHistory
        from kinescope_tui.presentation.copyable import Copyable
        from kinescope_tui.presentation.message_words import message_page

        if isinstance(self.screen, MessageHistory):
            self.screen.dismiss(False)
            return
        text, screen = message_page(self.messages.newest_first), self.screen
        can_copy = isinstance(screen, screens.SessionScreen) and len(self.messages) > 0

        def copy(_agreed: bool) -> None:
            if isinstance(screen, screens.SessionScreen):
                screen.copying.copy(Copyable("rows", "messages", text))

        MessageHistory(text, can_copy=can_copy).ask(self, copy)
