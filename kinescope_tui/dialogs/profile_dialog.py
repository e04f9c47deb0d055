"""A profile's name, and its address if it is a new one."""

from collections.abc import Awaitable, Callable

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from kinescope_tui.api.base_url import BaseUrlError, parse_base_url
from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.services.workspace.profile_name import ProfileNameError, parse_profile_name
from kinescope_tui.services.workspace.profile_store import ProfileStoreError
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.token_store import TokenStoreError


class ProfileDialog(Dialog[Profile]):
    """Keeps a profile as the user names it, and answers with it; what goes wrong is said here.

    Args:
        title: What is done.
        told: What comes of it.
        profile: What the fields begin with.
        keep: Does it.
        asks_address: Whether the address can be changed.
    """

    BINDINGS = keymap.bindings("dialog", "fields")
    ENTER = "save"
    KEYS = "enter saves · tab next field · esc back"

    name_field = query_one("#name", Input)
    address_field = query_one("#address", Input)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        title: str,
        told: str,
        profile: Profile,
        keep: Callable[[Profile], Awaitable[None]],
        *,
        asks_address: bool,
    ) -> None:
        super().__init__(title)
        self._told = told
        self._profile = profile
        self._keep = keep
        self._asks_address = asks_address
        self._is_keeping = False

    def compose_content(self) -> ComposeResult:
        """Lay out the form."""
        yield Static(Content(self._told))
        yield Input(self._profile.name, placeholder="a name", id="name", compact=True)
        yield Input(self._profile.base_url, placeholder="https://", id="address", compact=True)
        yield Static(id="answer")

    def on_mount(self) -> None:
        """Begin with the name."""
        self.address_field.display = self._asks_address
        self.name_field.focus()

    @on(Input.Changed)
    def forget_the_answer(self) -> None:
        """Say nothing about another text."""
        self.answer.update("")

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Check what was typed, and keep it."""
        event.stop()
        try:
            name = parse_profile_name(self.name_field.value)
            address = parse_base_url(self.address_field.value)
        except ProfileNameError as error:
            self._say(f"Not saved: {error}")
            self.name_field.focus()
        except BaseUrlError as error:
            self._say(f"Invalid address. {error}")
            self.address_field.focus()
        else:
            if not self._is_keeping:
                self._is_keeping = True
                self._try(Profile(name, address))

    @work(description="try")
    async def _try(self, profile: Profile) -> None:
        self._say("Saving …")
        try:
            await self._keep(profile)
        except ProfileStoreError as error:
            self._say(str(error))
        except TokenStoreError as error:
            self._say(f"{error.message} {error.next_step}")
        else:
            self.dismiss(profile)
        finally:
            self._is_keeping = False

    def _say(self, text: str) -> None:
        self.answer.update(Content(text))

    async def action_back(self) -> None:
        """Keep nothing."""
        if not self._is_keeping:
            await super().action_back()
