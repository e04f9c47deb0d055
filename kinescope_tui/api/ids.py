"""Whether an answer is of the thing that was asked for."""

import re
from typing import Any
from urllib.parse import unquote

from kinescope_tui.api.errors import OtherThingError
from kinescope_tui.api.redaction import has_secret_ids

_UUID = re.compile(r"[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,40}", re.ASCII)
_NOBODYS = "0" * 32  # what Go writes where there is no id


def check_is_asked_for(path: str, data: Any) -> str:
    """Return the id that a path names, where the thing in the answer has another one and none such.

    Only ids of one form are certainly of two things, UUIDs or numbers: servers may take a short id
    or a name for a thing's UUID. Another value of its own, as the end of its links is one, names it
    as well; then, and where nothing has an id, what is returned is empty.

    Args:
        path: What was asked, its parts percent-encoded.
        data: What stands in the answer's envelope.

    Raises:
        OtherThingError: It is another one.
    """
    if not isinstance(data, dict) or has_secret_ids(path):
        return ""  # of a token's id, which may be the token itself, only a part is known
    asked = unquote(path.rpartition("/")[2])
    given = data.get("id", data.get("user_id"))
    found = str(given) if isinstance(given, str | int) else ""
    own = [f"/{value}".lower() for value in data.values() if isinstance(value, str | int)]
    if plain_id(found) in {"", "0", _NOBODYS, plain_id(asked)}:
        return ""
    if any(value.endswith(f"/{asked.lower()}") for value in own):
        return ""
    if any(form.fullmatch(asked) and form.fullmatch(found) for form in (_UUID, _NUMBER)):
        raise OtherThingError(f"Asked for {asked}, got {found}.")
    return asked


def plain_id(text: str) -> str:
    """Return an id without what may be written in other ways."""
    if _UUID.fullmatch(text):
        return text.replace("-", "").lower()
    return (text.lstrip("0") or "0") if _NUMBER.fullmatch(text) else text
