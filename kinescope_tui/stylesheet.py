"""Where the stylesheet is: in the installed package, or at the top of a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_INSTALLED = _PACKAGE / "styles.tcss"

STYLESHEET = _INSTALLED if _INSTALLED.exists() else _PACKAGE.parent / "styles.tcss"
