"""With what the program ends."""

from enum import IntEnum


class ExitStatus(IntEnum):
    """The exit statuses, as a shell sees them in `$?`."""

    OK = 0
    FAILED = 1
    """The API, the network or standard output failed."""
    USAGE = 2
    """The command line or the configuration makes no sense; nothing was sent."""
    SIGN_IN = 3
    """There is no token, or it is not accepted."""
    INCOMPLETE = 4
    """What was written is not all: the list changed while it was read, for instance."""
    FINDINGS = 5
    """A check found something."""
    VIDEO_FAILED = 6
    """A video that was waited for failed, or is not there."""
    TIMED_OUT = 7
    """What was waited for did not come in time."""
    INTERRUPTED = 130
    """SIGINT, as shells number it."""
    CLOSED_PIPE = 141
    """Whoever read standard output wanted no more: SIGPIPE, as shells number it."""
    TERMINATED = 143
    """SIGTERM, as shells number it."""
