"""One pacer for all clients of a token, since the server counts them together."""

import os
import threading
from collections import OrderedDict
from weakref import WeakValueDictionary

from kinescope_tui.api.clock import Clock
from kinescope_tui.api.pacing import Pacer
from kinescope_tui.api.token import Token

_MOST_UNUSED = 100  # pacers that no client has; what left lately counts for the next one

_Key = tuple[str, str, Clock | None]


class TokenPacers:
    """Finds the pacer of a token at an address; any thread may ask.

    A token is known by a fingerprint alone, from which nobody finds it, and which is another one in
    the next process.

    Source: guidelines, "Limits and restrictions" and "Workspace and tokens".
    """

    def __init__(self) -> None:
        self._salt = os.urandom(16)
        self._lock = threading.Lock()
        self._in_use: WeakValueDictionary[_Key, Pacer] = WeakValueDictionary()
        self._latest: OrderedDict[_Key, Pacer] = OrderedDict()

    def of(self, token: Token, base_url: str, clock: Clock) -> Pacer:
        """Return the pacer of a token; it is the same one for clocks that show the same time."""
        key = (token.digest(self._salt), base_url, None if type(clock) is Clock else clock)
        with self._lock:
            pacer = self._in_use.get(key) or Pacer(clock=clock)
            self._in_use[key] = self._latest[key] = pacer
            self._latest.move_to_end(key)
            while len(self._latest) > _MOST_UNUSED:
                self._latest.popitem(last=False)
        return pacer


TOKEN_PACERS = TokenPacers()
"""Those of this process."""
