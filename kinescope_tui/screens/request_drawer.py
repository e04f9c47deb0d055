"""The requests over the lower part of any screen."""

from textual.screen import ModalScreen

from kinescope_tui.screens.requests_screen import RequestsScreen
from kinescope_tui.terminal.backdrop import Backdrop


class RequestDrawer(Backdrop, RequestsScreen, ModalScreen[None]):
    """The requests as their own screen shows them."""
