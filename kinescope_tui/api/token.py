"""The API token, kept where it cannot show itself."""

import hashlib
import re
from typing import NoReturn, Self

from kinescope_tui.api.nouns import counted
from kinescope_tui.api.spellings import Spellings

# Kinescope's guidelines, "Token format": a UUID, as the dashboard shows it.
_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
LENGTH = 36
"""The characters of a token."""

# What comes along when a token is copied from a page, a shell or a curl line.
_WRAPPING = " \t\r\n\u00a0\u200b\ufeff\"'`«»“”;,"


class TokenFormError(ValueError):
    """The text is not a token. The message never repeats the text."""


class Token:
    """An API token that shows neither in `repr`, `str`, a traceback's values nor a pickle.

    Source: guidelines, "Authorization".
    """

    __slots__ = ("_spellings", "_value")

    def __init__(self, value: str) -> None:
        self._value = value
        self._spellings: Spellings | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the token in a pasted text.

        Raises:
            TokenFormError: There is none in it; the text says what is wrong.
        """
        bare = text.strip(_WRAPPING)
        bare = re.sub(r"^(authorization:\s*)?bearer\s+", "", bare, flags=re.IGNORECASE)
        bare = bare.strip(_WRAPPING)
        if not bare:
            raise TokenFormError("No token found.")
        if not bare.isascii():
            raise TokenFormError("It contains characters not allowed in a token; copy it again.")
        if any(character.isspace() for character in bare):
            raise TokenFormError("It contains spaces or line breaks; copy it again.")
        if not _FORM.fullmatch(bare):
            raise TokenFormError(
                "This is not a Kinescope token: a UUID (8-4-4-4-12 hexadecimal digits) is "
                f"expected, this has {counted(len(bare), 'character')}."
            )
        return cls(bare)

    def reveal(self) -> str:
        """Return the bare value, for the Authorization header and the keyring only."""
        return self._value

    def digest(self, salt: bytes) -> str:
        """Return a fingerprint that tells tokens apart, and from which none can be found."""
        return hashlib.blake2b(self._value.encode(), key=salt, digest_size=16).hexdigest()

    def stands_in(self, data: bytes) -> bool:
        """Tell whether this token stands in the data, in whatever spelling."""
        return self._spelled().stand_in(data)

    def struck_from(self, data: bytes, by: bytes = b"") -> bytes:
        """Return the data without this token, in whatever spelling: a server may echo it.

        Args:
            data: What came.
            by: What stands there then; without it as many dashes as there were bytes.
        """
        return self._spelled().struck_from(data, by)

    def _spelled(self) -> Spellings:
        if self._spellings is None:
            self._spellings = Spellings(self._value)
        return self._spellings

    def __repr__(self) -> str:
        return "Token(…)"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Token) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A token cannot be pickled.")
