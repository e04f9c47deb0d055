"""Whether an answer is of the thing that was asked for."""

import re
from typing import Any
from urllib.parse import unquote

from kinescope_tui.api.errors import OtherThingError
from kinescope_tui.api.redaction import has_secret_ids

_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,40}", re.ASCII)
_NOBODYS = "0" * 32  # what Go writes where there is no id


def check_is_asked_for(path: str, data: Any) -> None:
    """Return, unless an answer's data is certainly another thing than its path names.

    Only ids of one form are compared, UUIDs or numbers: servers may take a short id or a name for
    a thing's UUID, or another value of its own, as the end of its links is one.

    Args:
        path: What was asked, its parts percent-encoded.
        data: What stands in the answer's envelope.

    Raises:
        OtherThingError: It is another one.
    """
    if not isinstance(data, dict) or has_secret_ids(path):
        return  # of a token's id, which may be the token itself, only a part is known
    asked = unquote(path.rpartition("/")[2])
    found = str(data.get("id", data.get("user_id", "")))
    if not _are_apart(asked, found):
        return
    own = [f"/{value}".lower() for value in data.values() if isinstance(value, str | int)]
    if any(value.endswith(f"/{asked.lower()}") for value in own):
        return
    raise OtherThingError(f"{asked} was asked for, and {found} came.")


def _are_apart(one: str, other: str) -> bool:
    """Tell whether two ids have one form, and are not of one thing."""
    if _UUID.fullmatch(one) and _UUID.fullmatch(other):
        plain = [text.replace("-", "").lower() for text in (one, other)]
        return plain[0] != plain[1] and plain[1] != _NOBODYS
    are_numbers = _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other)
    return bool(are_numbers) and one.lstrip("0") != other.lstrip("0")
