"""Keys in texts: a text names the action, and the keymap says which key that is now."""

import re
from collections.abc import Mapping

_ACTION = re.compile(r"\{([a-z-]+\.[a-z-]+)\}")
_shown: Mapping[str, str] = {}


def name_keys(shown: Mapping[str, str]) -> None:
    """Let these be the keys, as people read them, by the ids of their actions."""
    global _shown  # noqa: PLW0603 - one program has one keyboard
    _shown = shown


def hint(text: str) -> str:
    """Return a text of ours with keys for actions: `{view.refresh} retries` as `r retries`."""
    return _ACTION.sub(lambda found: _shown.get(found[1], found[1]), text)
