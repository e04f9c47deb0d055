"""What the programs of one computer sent with one token, so that together they keep its limits."""

import contextlib
import os
import secrets
import stat
import struct
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from kinescope_tui.api.token import Token

_MAGIC = b"limits 2"
_HEAD = struct.Struct("<8s16s")  # the form of the file, and its salt
# Whose token, which program, its process, when it wrote, until when somebody looks at something
# there, until when a 429 lets nobody go, requests on their way, requests that left; then when they
# did.
_SLOT = struct.Struct("<16s8sqdddHH4x")
_PAUSE_AT = struct.calcsize("<16s8sqdd")  # in it
_MAX_LEFT = 300  # guidelines, "Limits and restrictions": a server counts no more of one token
_SIZE = _SLOT.size + 8 * _MAX_LEFT
_MAX_SLOTS = 64
_LONGEST_PAUSE_S = 3_600.0  # no program waits longer
_KEPT_S = 120.0  # longer than any window, and than a request takes to leave
_LONGEST_KEY = 64  # bytes, of a digest
_FLAGS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Share(msgspec.Struct, frozen=True):
    """What one program used of the limits, or several together.

    Attributes:
        left: When requests left, in seconds of the clock that programs of one computer share.
        on_the_way: Requests that may leave at any moment.
        looked_until: Until when exports leave places free for what somebody looks at, by the same
            clock.
        paused_until: Until when nobody goes since the server said 429, by the same clock.
        ended_until: Until when the pause of whoever looks was to last, if another program ended it
            since the last look.
    """

    left: Sequence[float] = ()
    on_the_way: int = 0
    looked_until: float = 0.0
    paused_until: float = 0.0
    ended_until: float = 0.0


NOTHING = Share()


class SharedLimits:
    """A small file in which every program writes what it sent, and reads what the others did.

    A token stands in it as a salted digest alone. What a program that ended had on its way counts
    as if it left when that was written: it may have. Where there is no such file, or nothing to
    lock it with, a program counts its own requests alone. Every step may take as long as the disk
    does; one at a time is taken.

    Args:
        path: The file; its folder is made where there is none.
        token: Whose limits.
        base_url: At which address.
        kept_s: For how many seconds it counts what a program wrote.
    """

    def __init__(self, path: Path, token: Token, base_url: str, *, kept_s: float = _KEPT_S) -> None:
        self._path = path
        self._kept_s = kept_s
        self._fingerprint = _fingerprint(token, base_url)
        self._name = secrets.token_bytes(8)
        self._descriptor: int | None = None
        self._whose = b""
        self._slot: int | None = None
        self._told_until = 0.0  # the pause that stands in this program's place
        self._overruled_until = 0.0  # pauses that are to be ended with the next look

    def is_of(self, token: Token, base_url: str) -> bool:
        """Return whether these are the limits of a token at an address."""
        return _fingerprint(token, base_url) == self._fingerprint

    def overrule(self, until: float) -> None:
        """End the pauses that last until then at most, in all programs, with the next look.

        A program that ended does not take back what it wrote, and one that runs would go on
        telling it to those that start.
        """
        self._overruled_until = max(self._overruled_until, until)

    def enter(self, clock: Callable[[], float]) -> Share | None:
        """Return what the others used, and keep them out until `leave`; None while one is in.

        Args:
            clock: Returns the time in seconds, once the others are out: none of them wrote later.
        """
        try:
            import fcntl
        except ImportError:
            return NOTHING
        try:
            self._descriptor = _opened(self._path)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return self._read(self._descriptor, clock())
        except BlockingIOError:
            self._close()
            return None
        except OSError:
            self._close()
            self._overruled_until = 0.0  # later it would end pauses that began since
            return NOTHING

    def leave(self, own: Share, now: float) -> None:
        """Write what this program used, and let the others in."""
        if self._descriptor is None:
            return
        left = own.left[-_MAX_LEFT:]
        until = (own.looked_until, own.paused_until)
        head = (self._whose, self._name, os.getpid(), now, *until)
        content = _SLOT.pack(*head, own.on_the_way, len(left)) + struct.pack(
            f"<{len(left)}d", *left
        )
        with contextlib.suppress(OSError):
            if self._slot is not None:
                os.pwrite(self._descriptor, content, _HEAD.size + self._slot * _SIZE)
                self._told_until = own.paused_until
        self._close()

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)

    def _read(self, descriptor: int, now: float) -> Share:
        """Return what others used, and find the place in the file that is this program's."""
        content = os.pread(descriptor, _HEAD.size + _MAX_SLOTS * _SIZE, 0)
        if content[: len(_MAGIC)] != _MAGIC or len(content) < _HEAD.size:
            content = _HEAD.pack(_MAGIC, secrets.token_bytes(16))
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, content, 0)
        salt = _HEAD.unpack_from(content)[1]
        before = self._whose, self._slot
        self._whose = blake2b(self._fingerprint, digest_size=16, salt=salt).digest()
        left: list[float] = []
        on_the_way, looked_until, paused_until, stands_until = 0, 0.0, 0.0, 0.0
        overruled_until, self._overruled_until = self._overruled_until, 0.0
        own = free = None
        count = -(-(len(content) - _HEAD.size) // _SIZE)
        # The last slot written may be shorter than its room.
        content = content.ljust(_HEAD.size + count * _SIZE, b"\0")
        for slot in range(count):
            place = _HEAD.size + slot * _SIZE
            whose, name, pid, at, looked, paused, on, sent = _SLOT.unpack_from(content, place)
            if name == self._name:
                own, stands_until = slot, paused
                continue
            is_paused = now < paused <= at + _LONGEST_PAUSE_S
            # Of another start of the computer, or long ago.
            if not (-1.0 < now - at < self._kept_s or (at <= now and is_paused)):
                free = slot if free is None else free
                continue
            if whose != self._whose:
                continue
            if is_paused and paused <= overruled_until:
                os.pwrite(descriptor, struct.pack("<d", 0.0), place + _PAUSE_AT)
            elif is_paused:
                paused_until = max(paused_until, paused)
            times = struct.unpack_from(f"<{min(sent, _MAX_LEFT)}d", content, place + _SLOT.size)
            left += [one for one in times if one <= now]
            if _is_alive(pid):
                on_the_way += on
                looked_until = max(looked_until, looked)
            else:
                left += [at] * min(on, _MAX_LEFT)
        # Not if the file was made anew; in this one another program may have taken the place since.
        had = before[1] if before[0] == self._whose else None
        is_ended = had is not None and had < count and stands_until < self._told_until
        ended_until = self._told_until if is_ended else 0.0
        self._told_until = stands_until
        if own is None:
            own = free if free is not None else count if count < _MAX_SLOTS else None
        self._slot = own
        return Share(tuple(sorted(left)), on_the_way, looked_until, paused_until, ended_until)


def _fingerprint(token: Token, base_url: str) -> bytes:
    """Return what tells a token at an address from others; the pacer that has it keeps no token."""
    return bytes.fromhex(token.digest(base_url.encode()[:_LONGEST_KEY]))


def _opened(path: Path) -> int:
    """Return a descriptor of the file, made for its owner alone where there is none.

    Raises:
        OSError: It cannot be used.
    """
    flags = os.O_RDWR | os.O_CREAT | _FLAGS
    try:
        descriptor = os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, flags, 0o600)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError("not a regular file")
    return descriptor


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True  # somebody else's by now
    except (OSError, OverflowError):
        return False
    return pid > 0
