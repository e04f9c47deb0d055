"""The sign-in screen: a token is entered, tried and kept."""

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Center, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Button, Static

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.token import Token, TokenFormError
from kinescope_tui.dialogs.once_dismissed import OnceDismissed
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.presentation.token_form import token_form
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.workspace.session import TokenSource
from kinescope_tui.services.workspace.sign_in import FoundToken, SignIn
from kinescope_tui.services.workspace.token_store import TokenStoreError
from kinescope_tui.widgets.app_header import AppHeader
from kinescope_tui.widgets.diffed_static import DiffedStatic
from kinescope_tui.widgets.key_line import KeyLine
from kinescope_tui.widgets.mark import Mark
from kinescope_tui.widgets.section_box import SectionBox
from kinescope_tui.widgets.styled import styled
from kinescope_tui.widgets.token_field import TokenField

_STEPS = Section(
    "",
    (
        (Cell("1", Tone.ACCENT), Cell("Open the Kinescope dashboard, Settings → API tokens")),
        (Cell("2", Tone.ACCENT), Cell("Paste the token here; it stays hidden")),
    ),
    (1,),
)
_PROMISE = "The token is checked with one small request and saved in this computer's keyring."
_DEMO_TOLD = "No token yet? {sign-in.demo} opens the demo with sample videos, on this computer only"


class SignInScreen(OnceDismissed[FoundToken | SignIn | None], Screen[FoundToken | SignIn | None]):
    """Answers with a token that the API accepted, with the way into the demo, or with None.

    Nobody learns more of what is typed than how many characters it has.

    Args:
        sign_in: What tries and keeps the token.
        can_leave: Whether there is a session to go back to.
        trouble: Why the stored token could not be read, if that is why this screen is here.
    """

    BINDINGS = keymap.bindings("screen", "sign-in")
    ENTER = "sign in"

    field = query_one(TokenField)
    look = query_one("#look", DiffedStatic)
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
        with VerticalScroll(id="middle", can_focus=False):
            yield Mark()
            with Center(), Vertical(id="form") as form:
                form.border_title = Content("Sign in")
                form.border_subtitle = Content(f"{one_line(profile.name)} · {profile.base_url}")
                yield SectionBox(_STEPS)
                yield TokenField(id="token")
                yield DiffedStatic(id="look")
                yield Static(id="answer")
                with Horizontal(id="buttons"):
                    yield Button("Save in keyring", id="keep", compact=True)
                    yield Button("Use for this session only", id="once", compact=True)
                way_back = "esc goes back · " if self._can_leave else ""
                keys = f"enter signs in · {way_back}{hint('{app.quit} quits')}"
                yield Static(Content(f"{_PROMISE}\n{keys}"), id="hint")
            yield Static(Content(hint(_DEMO_TOLD)), id="demo")
        yield KeyLine()

    def on_mount(self) -> None:
        """Wait for a token, saying why if the keyring is the reason."""
        self.query_one(AppHeader).place = "Sign in"
        self.buttons.display = False
        self.query_one("#demo").display = self._has_demo
        if self._trouble is not None:
            self._say(self._trouble.message, self._trouble.next_step)
        self.field.focus()
        self.call_after_refresh(self.field.scroll_visible, animate=False)

    @property
    def _has_demo(self) -> bool:
        return self._sign_in.open_demo is not None and not self._can_leave

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the demo's key where there is none, and the way back where it leads nowhere."""
        if action == "demo" and not self._has_demo:
            return False
        if action in {"back", "leave"} and not self._can_leave:
            return False
        return super().check_action(action, parameters)

    @work(exclusive=True)
    async def action_demo(self) -> None:
        """Open the demo, unless a token is being kept."""
        if self._is_keeping or self._sign_in.open_demo is None:
            return
        self._is_keeping = self.field.disabled = True
        self._say("Generating videos …", "", is_bad=False)
        self._leave_with(await call_in_daemon(self._sign_in.open_demo, limit_s=None))

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
        self.look.show(styled(token_form(self.field.value)))

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
        self._try(token, self.field.value)

    @work(description="try", exclusive=True)
    async def _try(self, token: Token, typed: str) -> None:
        if self._accepted != token:
            self._say("Checking …", "", is_bad=False)
            try:
                await self._sign_in.check(token)
            except KinescopeError as error:
                problem = problem_of(error)
                told = [f"{name} {text}" for name, text in problem.facts]
                self._say(problem.title, " · ".join(told))
                return
            if self.field.value != typed:
                return  # just now: the message that tells so is on its way
            self._accepted = token
        self._say("Accepted. Saving it in the keyring …", "", is_bad=False)
        # From here on there is no way back: what the keyring was given it may keep at any time.
        self._is_keeping = self.field.disabled = True
        try:
            found = await self._sign_in.keep(token)
        except TokenStoreError as error:
            self._is_keeping = self.field.disabled = False
            self._say(
                f"The token is valid, but it could not be saved: {error.message}", error.next_step
            )
            self.buttons.display = True
            self.buttons.query_one("#once", Button).focus()
            return
        self._leave_with(found)

    @on(Button.Pressed, "#once")
    def use_once(self) -> None:
        """Sign in without keeping the token."""
        if self._accepted is not None:
            self._leave_with(FoundToken(self._accepted, TokenSource.TYPED))

    def _leave_with(self, found: FoundToken | SignIn) -> None:
        self.field.clear()
        while self in self.app.screen_stack and not self.is_active:
            self.app.pop_screen()  # a popup that was opened meanwhile
        self.dismiss(found)

    def _say(self, what: str, then: str, *, is_bad: bool = True) -> None:
        self.answer.set_class(is_bad, "-bad")
        self.answer.display = bool(what)
        # In the place of what matters less then: low terminals have no room for all of it.
        self.look.display = not what
        self.query_one("#demo").display = self._has_demo and not what
        if what:
            self.call_after_refresh(self.answer.scroll_visible, animate=False)
        self.answer.update(Content.assemble((what, "bold"), "\n" if then else "", then))
