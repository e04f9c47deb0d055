"""The app with a fault in one of its own handlers, and a token among its local variables."""

import sys
from pathlib import Path

from stage import signed_in

from kinescope_tui.app import KinescopeApp
from kinescope_tui.services.sign_in import SignIn


class BreakingApp(KinescopeApp):
    """Breaks when help is asked for."""

    def __init__(self, sign_in: SignIn, token: str) -> None:
        super().__init__(sign_in)
        self._token = token

    def action_help(self) -> None:
        """Break."""
        token = self._token
        raise RuntimeError(f"a fault of ours, {len(token)} characters from a secret")


base_url, token = sys.argv[1], Path(sys.argv[2]).read_text()
app = BreakingApp(signed_in(base_url, token), token)
app.run()
sys.exit(app.return_code)
