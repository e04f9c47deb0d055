"""A path of the API in the forms in which people, and their shells, give one."""

import re
from urllib.parse import urlsplit

from kinescope_tui.api.errors import NotSentError

_VERSION = r"v\d+(?=[/\\?#]|$)"
# Git Bash puts where it is installed before whatever begins with a slash.
_WINDOWS = re.compile(rf"[A-Za-z]:[/\\](?:.*?[/\\])?(?={_VERSION})")
_BARE = re.compile(rf"/{{0,2}}(?={_VERSION})")


def asked_path(text: str, base_url: str) -> str:
    """Return the path with its query, `/v1/tags?page=2`.

    Args:
        text: That, `v1/tags?page=2`, a URL of the API, or what Git Bash makes of a path.
        base_url: The API's address.

    Raises:
        NotSentError: It is none of these, or of another host, which the token is not for.
    """
    text = text.strip()
    if found := _WINDOWS.match(text):
        return "/" + text[found.end() :].replace("\\", "/")
    if found := _BARE.match(text):
        return "/" + text[found.end() :]
    own = urlsplit(base_url)
    try:
        parts = urlsplit(text)
        is_own = (parts.hostname, parts.port or own.port) == (own.hostname, own.port)
    except ValueError:
        raise NotSentError("This is not a valid path.") from None
    if parts.scheme in {"http", "https"} or text.startswith("//"):
        if not is_own or "@" in parts.netloc:
            raise NotSentError(
                f"The token is only sent to {own.netloc}; enter a path such as /v1/tags."
            )
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if text.startswith(f"{own.netloc}/"):
        return text.removeprefix(own.netloc)
    if not text.startswith("/"):
        raise NotSentError("A path starts with its version, e.g. /v1/tags or v1/tags.")
    return text
