"""The palette's way to every action."""

from textual.command import DiscoveryHit, Hit, Hits, Provider

from kinescope_tui.keys import keymap
from kinescope_tui.keys.actions import Action, actions_of
from kinescope_tui.presentation.text.hints import hint

_MOVES = {"table", "scroll", "choices", "choice", "tree", "json", "screen"}
"""Groups that nobody opens a palette for; they are found, but not offered."""


class ActionProvider(Provider):
    """Finds what can be done on the screen beneath, by what help says of it."""

    async def discover(self) -> Hits:
        """Offer what can be done here, but for moving about."""
        for action in self._possible():
            if action.key.group not in _MOVES:
                yield DiscoveryHit(
                    _title(action), lambda action=action: action.run(self.app), help=_help(action)
                )

    async def search(self, query: str) -> Hits:
        """Find actions by the words of help."""
        matcher = self.matcher(query)
        for action in self._possible():
            title = _title(action)
            if (score := matcher.match(title)) > 0:
                yield Hit(
                    score,
                    matcher.highlight(title),
                    lambda action=action: action.run(self.app),
                    help=_help(action),
                )

    def _possible(self) -> list[Action]:
        actions = actions_of(self.screen)
        # A place has an entry of its own there.
        return [a for a in actions if a.key.group != "mode" and not a.disabled_reason]


def _title(action: Action) -> str:
    return f"{action.key.help[:1].upper()}{action.key.help[1:]}"


def _help(action: Action) -> str:
    return f"{action.key.shown} · {hint(keymap.GROUPS[action.key.group])}"
