"""The sign-in screen: a token is entered, tried and kept."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Button, Static

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.token import Token, TokenFormError
from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.sections import pairs
from kinescope_tui.services.workspace.session import TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.key_line import KeyLine
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.token_field import TokenField


class SignInScreen(OnceDismissed[FoundToken | None], Screen[FoundToken | None]):
    """Answers with a token that the API accepted, or None if another one stays in use.

    Args:
        sign_in: What tries and keeps the token.
        can_leave: Whether there is a session to go back to.
        trouble: Why the stored token could not be read, if that is why this screen is here.
    """

    BINDINGS = keymap.bindings("screen")
    ENTER = "sign in"

    field = query_one(TokenField)
    answer = query_one("#answer", Static)
    buttons = query_one("#buttons", Horizontal)

    def __init__(
        self, sign_in: SignIn, *, can_leave: bool, trouble: TokenStoreError | None = None
    ) -> None:
        super().__init__()
        self._sign_in = sign_in
        self._can_leave = can_leave
        self._trouble = trouble
        self._accepted: Token | None = None
        self._is_keeping = False

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        profile = self._sign_in.profile
        yield AppHeader()
        with Vertical(id="form") as form:
            form.border_title = Content("Sign in")
            yield SectionBox(
                pairs(
                    "",
                    [
                        ("Profile", Cell(profile.name)),
                        ("API", Cell(profile.base_url)),
                        ("Token", Cell("Kinescope dashboard → Settings → API tokens")),
                    ],
                )
            )
            yield TokenField(id="token")
            yield Static(id="answer")
            with Horizontal(id="buttons"):
                yield Button("Keep it in the keyring", id="keep", compact=True)
                yield Button("Use it for this session only", id="once", compact=True)
            way_back = "esc goes back · " if self._can_leave else ""
            yield Static(
                Content(
                    "One small request checks it; then it is kept in this computer's keyring.\n"
                    f"enter signs in · {way_back}{hint('{app.quit} quits')}"
                ),
                id="hint",
            )
        yield KeyLine()

    def on_mount(self) -> None:
        """Wait for a token, saying why if the keyring is the reason."""
        self.query_one(AppHeader).place = "Sign in"
        self.buttons.display = False
        if self._trouble is not None:
            self._say(self._trouble.message, self._trouble.next_step)
        self.field.focus()

    def action_back(self) -> None:
        """Go back to the session that there is; what is being kept is waited for."""
        if self._can_leave and not self._is_keeping:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Go back; a q typed outside the field does not end the program here."""
        self.action_back()

    @on(TokenField.Edited)
    def start_over(self) -> None:
        """Forget what was said, or is still asked, about another text."""
        self.workers.cancel_node(self)
        self._accepted = None
        self.buttons.display = False
        self._say("", "")

    @on(TokenField.Entered)
    @on(Button.Pressed, "#keep")
    def sign_in(self) -> None:
        """Check the token's form, try it, and keep it."""
        if self._is_keeping:
            return
        try:
            token = Token.parse(self.field.value)
        except TokenFormError as error:
            self._say(str(error), "Nothing was sent.")
            return
        self._try(token)

    @work(exclusive=True)
    async def _try(self, token: Token) -> None:
        if self._accepted != token:
            self._say("Checking …", "", is_bad=False)
            try:
                await self._sign_in.check(token)
            except KinescopeError as error:
                problem = problem_of(error)
                told = [f"{name} {text}" for name, text in problem.facts]
                self._say(problem.title, " · ".join(told))
                return
            self._accepted = token
        self._say("Accepted. Saving it to the keyring …", "", is_bad=False)
        # From here on there is no way back: what the keyring was given it may keep at any time.
        self._is_keeping = self.field.disabled = True
        try:
            found = await self._sign_in.keep(token)
        except TokenStoreError as error:
            self._is_keeping = self.field.disabled = False
            self._say(f"The token is valid, but: {error.message}", error.next_step)
            self.buttons.display = True
            self.buttons.query_one("#once", Button).focus()
            return
        self._leave_with(found)

    @on(Button.Pressed, "#once")
    def use_once(self) -> None:
        """Sign in without keeping the token."""
        if self._accepted is not None:
            self._leave_with(FoundToken(self._accepted, TokenSource.TYPED))

    def _leave_with(self, found: FoundToken) -> None:
        self.field.clear()
        while self in self.app.screen_stack and not self.is_active:
            self.app.pop_screen()  # a popup that was opened meanwhile
        self.dismiss(found)

    def _say(self, what: str, then: str, *, is_bad: bool = True) -> None:
        self.answer.set_class(is_bad, "-bad")
        self.answer.display = bool(what)
        self.answer.update(Content.assemble((what, "bold"), "\n" if then else "", then))
