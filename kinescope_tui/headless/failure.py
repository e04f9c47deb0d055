"""Failures of a command, in words and as an exit status."""

from kinescope_tui.api.errors import KinescopeError, NotSentError, UnauthorizedError
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.presentation.requests.problems import meaning, problem_of
from kinescope_tui.services.workspace.session import TokenSource
from kinescope_tui.services.workspace.sign_in import FROM_VARIABLE
from kinescope_tui.services.workspace.token_store import TokenStoreError


class CommandFailedError(Exception):
    """A command ends with a text for people, and with a status.

    Attributes:
        status: What the program ends with.
    """

    def __init__(self, text: str, status: ExitStatus) -> None:
        super().__init__(text)
        self.status = status


class IncompleteError(CommandFailedError):
    """What was written is not all, or is not known to be."""

    def __init__(self, why: str) -> None:
        super().__init__(f"INCOMPLETE: {why}", ExitStatus.INCOMPLETE)


def failure_of(
    error: KinescopeError | TokenStoreError, source: TokenSource | None = None
) -> CommandFailedError:
    """Return what is known of an error, line by line, with its status.

    Args:
        error: What went wrong.
        source: Where the token came from, if it is told.
    """
    if isinstance(error, TokenStoreError):
        return CommandFailedError(f"{error.message}\n{error.next_step}", ExitStatus.SIGN_IN)
    problem = problem_of(error)
    known = [*problem.facts, *((label, cell.text) for label, cell in meaning(problem))]
    lines = [f"{problem.title}.", *(f"  {name}: {text}" for name, text in known)]
    status = ExitStatus.FAILED
    if isinstance(error, UnauthorizedError):
        if source is TokenSource.ENVIRONMENT:
            lines.append(f"  token source: {FROM_VARIABLE}")
        status = ExitStatus.SIGN_IN
    elif isinstance(error, NotSentError):
        status = ExitStatus.USAGE
    return CommandFailedError("\n".join(lines), status)
