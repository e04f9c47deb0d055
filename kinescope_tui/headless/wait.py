"""Waiting until videos are done."""

from collections.abc import Sequence
from datetime import timedelta

from kinescope_tui.api.errors import KinescopeError, NotSentError, StoppedError
from kinescope_tui.api.pacing import Priority
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError
from kinescope_tui.headless.notes import note_to_watcher
from kinescope_tui.headless.output import Output
from kinescope_tui.presentation.inbox.finding_words import WHY_FAILED
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import one_line
from kinescope_tui.services.inbox.inbox import ENDED
from kinescope_tui.services.inbox.watch_list import ASKED_EVERY_S, GONE, statuses_of
from kinescope_tui.services.workspace.session import Session

_UNKNOWN = "unknown"
_MAY_PASS = {408, 425, 429}  # of what is the fault of the question


async def wait_for(session: Session, video_ids: Sequence[str], *, limit: timedelta) -> None:
    """Write a line for each video when it has ended, and return when all are done.

    They are one request, every 15 seconds; what passes by itself is waited for.

    Args:
        session: Whose workspace.
        video_ids: Which, up to 100.
        limit: How long it is waited for.

    Raises:
        CommandFailedError: A video failed or is not there, or the time is over.
        KinescopeError: They cannot be read.
    """
    output, left = Output(), list(dict.fromkeys(video_ids))
    failed: list[str] = []
    gone: list[str] = []
    told: dict[str, str] = {}
    try:
        async with session.clock.timeout(limit.total_seconds()):
            while left:
                for video_id, status in (await _statuses(session, left)).items():
                    if told.get(video_id) != status:
                        note_to_watcher(f"{video_id} {one_line(status)}")
                    told[video_id] = status
                    if status not in ENDED and status != GONE:
                        continue
                    left.remove(video_id)
                    if status != "done":
                        (gone if status == GONE else failed).append(video_id)
                    await output.write(f"{video_id}\t{one_line(status)}\n".encode())
                if left:
                    await session.clock.sleep(ASKED_EVERY_S)
    except TimeoutError:
        still = ", ".join(f"{one} ({one_line(told.get(one, _UNKNOWN))})" for one in left)
        is_sent = any(exchange.attempts for exchange in session.journal)
        why = "Timed out" if is_sent else "Timed out before anything could be sent"
        raise CommandFailedError(f"{why}: {still}.", ExitStatus.TIMED_OUT) from None
    if failed or gone:
        raise CommandFailedError(_why(failed, gone), ExitStatus.VIDEO_FAILED)


def _why(failed: Sequence[str], gone: Sequence[str]) -> str:
    """Return what is wrong with the videos that failed, and with those that are not there."""
    why = WHY_FAILED.replace(":webhooks lists", "`kinescope-tui webhooks` lists")
    texts = [f"Not done: {', '.join(map(one_line, failed))}. {why}"] if failed else []
    texts += [f"Not in this workspace: {', '.join(map(one_line, gone))}."] if gone else []
    return "\n".join(texts)


async def _statuses(session: Session, video_ids: Sequence[str]) -> dict[str, str]:
    """Return the statuses; unknown ones where what failed may pass.

    Raises:
        KinescopeError: It will not pass by itself.
    """
    try:
        found, is_all = await statuses_of(
            session.client, list(video_ids), priority=Priority.LOOKED_AT
        )
    except KinescopeError as error:
        is_ours = isinstance(error, NotSentError | StoppedError)
        if is_ours or (error.status and error.status < 500 and error.status not in _MAY_PASS):  # noqa: PLR2004 - what is no fault of the server
            raise
        note_to_watcher(f"{one_line(problem_of(error).title)}; retrying in {ASKED_EVERY_S:g} s.")
        return dict.fromkeys(video_ids, _UNKNOWN)
    return {one: found.get(one, GONE if is_all else "") or _UNKNOWN for one in video_ids}
