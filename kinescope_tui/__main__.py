"""The program's entry."""

import contextlib
import gc
import os
import sys
import traceback
from typing import NoReturn

_FAILED = 1
_MANY = 150_000  # objects: what is imported stays, and to look through it while it comes is in vain
# Textual's log, console and screenshots show what is typed and pasted, tokens included.
_DEBUGGING = (
    "TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DEVTOOLS_HOST", "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_DRIVER", "TEXTUAL_PRESS", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SCREENSHOT_FILENAME", "TEXTUAL_SHOW_RETURN", "HTTPX_LOG_LEVEL",
)  # fmt: skip
_DEBUG_SWITCH = "KINESCOPE_TUI_DEBUG"


def main() -> NoReturn:
    """Run the command line."""
    if not os.environ.get(_DEBUG_SWITCH):
        for name in _DEBUGGING:
            os.environ.pop(name, None)
    _leave_no_core()
    gc.set_threshold(_MANY, 10, 10)
    status: object = 0
    try:
        from kinescope_tui.cli import cli

        cli(prog_name="kinescope-tui")
    except SystemExit as ending:
        status = ending.code
    except Exception as error:  # noqa: BLE001 - Python would print texts that nobody has looked at
        status = _FAILED
        with contextlib.suppress(OSError):  # standard error may have no room either
            _tell(error)
    # Python would wait for threads that hang: on a name server that does not answer, for instance.
    for stream in filter(None, (sys.stdout, sys.stderr)):  # none where they were closed
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status if isinstance(status, int) else bool(status))


def _leave_no_core() -> None:
    """Let no crash write the memory to a file: the token stands in it."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # where there is no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _tell(error: Exception) -> None:
    told = _told(error)
    if sys.stderr is not None:  # else it would stand among what is written
        print(told, file=sys.stderr)  # noqa: T201 - nothing else is left


def _told(error: Exception) -> str:
    if isinstance(error, OSError) and _is_of_output(error):
        reason = error.strerror or type(error).__name__
        return f"Could not write to standard output: {reason}. The output is incomplete."
    from kinescope_tui.cli.wiring import report_path
    from kinescope_tui.presentation.requests.fault_report import fault_lines, fault_report
    from kinescope_tui.services.setup.report_folder import ReportFolder

    report = ReportFolder(report_path()).keep(fault_report(error))
    return "\n".join(fault_lines(error, [], report))


def _is_of_output(error: OSError) -> bool:
    """Tell whether what was told could not be written: that is the disk's fault, and not ours."""
    import click

    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return error.filename is None and bool(frames) and frames[-1].f_code is click.echo.__code__


if __name__ == "__main__":
    main()
