"""Programs of others, started so that none of them has our terminal."""

import subprocess
from collections.abc import Mapping, Sequence

_FAILS_WITHIN_S = 1.0  # what still runs then has opened something


def run(words: Sequence[str], given: bytes = b"", *, reads: bool = False, limit_s: float) -> bytes:
    """Run a program to its end, and return what it wrote if that is to be read.

    Raises:
        OSError: It could not be started.
        subprocess.SubprocessError: It failed, or took longer than the limit, in seconds.
    """
    # One that stays behind and serves the clipboard would keep a pipe open.
    output = subprocess.PIPE if reads else subprocess.DEVNULL
    done = subprocess.run(  # noqa: S603 - the words are ours
        words,
        input=given,
        stdout=output,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=True,
        timeout=limit_s,
    )
    return done.stdout or b""


def launch(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    """Start a program that may outlive us, and tell whether it did not fail at once."""
    try:
        child = subprocess.Popen(  # noqa: S603 - the words are ours, but for a link
            words,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return child.wait(_FAILS_WITHIN_S) == 0
    except subprocess.TimeoutExpired:
        return True
