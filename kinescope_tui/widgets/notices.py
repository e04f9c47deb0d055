"""Messages for whoever looks at the screen."""

from typing import TYPE_CHECKING

from kinescope_tui.terminal.mixins import WidgetMixin

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel


class Notices(WidgetMixin):
    """Tells texts as they are: a name from outside may hold what would be markup.

    Stands before the kind of widget among the bases.
    """

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: "SeverityLevel" = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message."""
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def warn(self, text: str, *, title: str = "") -> None:
        """Show a warning."""
        self.notify(text, title=title, severity="warning")
