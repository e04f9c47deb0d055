"""The program's entry."""

import os
import sys
import threading

_PATIENCE_S = 0.2


def main() -> None:
    """Run the command line."""
    # Textual's log and its console show what is typed and pasted, tokens included.
    for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG"):
        os.environ.pop(name, None)
    from kinescope_tui.cli import cli

    try:
        cli(prog_name="kinescope-tui")
    except SystemExit as ending:
        if _somebody_hangs():
            # Python would wait for the thread: of a name server that does not answer, for instance.
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ending.code if isinstance(ending.code, int) else bool(ending.code))
        raise


def _somebody_hangs() -> bool:
    others = [thread for thread in threading.enumerate() if not thread.daemon]
    others.remove(threading.current_thread())
    for thread in others:
        thread.join(_PATIENCE_S)
    return any(thread.is_alive() for thread in others)


if __name__ == "__main__":
    main()
