"""Runs tests in forks of the process that has collected them: `--workers 3`.

A worker that is started imports and collects everything by itself; a fork has it all. Each takes a
file at a time, so that what the tests of a file share is made once.
"""

import os
import signal
import sys
import traceback
from collections import deque
from itertools import groupby, pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import Any, NoReturn

import pytest
from _pytest import runner, tmpdir

Reports = list[dict[str, Any]]
"""How a test went, as pytest writes that down for other processes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "how many processes run the tests; with 0, as usual, this one does"
    parser.addoption("--workers", type=int, default=0, help=told)


def pytest_configure(config: pytest.Config) -> None:
    is_debugged = config.option.usepdb or config.option.trace  # by somebody at the terminal
    if config.option.workers and hasattr(os, "fork") and not is_debugged:
        config.pluginmanager.register(ForkedWorkers(config.option.workers))


class ForkedWorkers:
    """Gives files to workers, and tells how the tests went as if they had run here.

    Args:
        most: How many workers there are, unless there are fewer files.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._files: list[list[pytest.Item]] = []
        self._to_do: deque[int] = deque()
        self._workers: list[_Worker] = []

    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run all tests; once a worker has died, only the files that others have begun."""
        if session.testsfailed or session.config.option.collectonly:
            return None  # pytest tells so
        self._files = [list(items) for _, items in groupby(session.items, lambda item: item.path)]
        self._to_do = deque(range(len(self._files)))
        while len(self._workers) < min(self._most, len(self._files)):
            self._workers.append(self._forked(session))
        lines = {worker.line: worker for worker in self._workers}
        try:
            while lines:
                for line in wait([*lines]):
                    worker = lines[line]  # type: ignore[index]  # those that it was given
                    try:
                        self._hear(session, worker, worker.line.recv())
                    except (EOFError, ConnectionError):
                        del lines[worker.line]
                        worker.end(session)
        finally:  # whoever interrupts this process alone interrupts all
            for worker in lines.values():
                worker.interrupt()
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        return True

    def _forked(self, session: pytest.Session) -> "_Worker":
        ours, its = Pipe()
        pid = os.fork()
        if pid == 0:
            for line in (ours, *(worker.line for worker in self._workers)):
                line.close()
            _run(session, self._files, its)
        its.close()
        return _Worker(pid, ours)

    def _hear(self, session: pytest.Session, worker: "_Worker", said: Reports | None) -> None:
        """Take in how a worker's test went, or, with None, that it has run all of its file."""
        if said is not None:
            worker.reports.append(said)
            return
        worker.tell()
        worker.items = []
        if session.shouldfail or session.shouldstop:
            self._to_do.clear()
        number = None
        if self._to_do:
            # One begins at the beginning, with what waits for terminals; others work meanwhile.
            is_first = worker is self._workers[0]
            number = self._to_do.popleft() if is_first else self._to_do.pop()
            worker.items = self._files[number]
        worker.line.send(number)


class _Worker:
    """What is known of a worker.

    Attributes:
        line: Where it is heard, and spoken to.
        items: The tests of its file that are not told of.
        reports: Those of the first of them, which it has run.
    """

    def __init__(self, pid: int, line: Connection) -> None:
        self._pid, self.line = pid, line
        self.items: list[pytest.Item] = []
        self.reports: list[Reports] = []

    def tell(self) -> None:
        """Tell how the tests of its file went, all at once: so they stand together."""
        for item, reports in zip(self.items, self.reports, strict=False):
            _tell(item, reports)
        self.items, self.reports = self.items[len(self.reports) :], []

    def interrupt(self) -> None:
        """Let it end what it has begun."""
        os.kill(self._pid, signal.SIGINT)
        os.waitpid(self._pid, 0)

    def end(self, session: pytest.Session) -> None:
        """Take note that it has ended; if amid its file, the test that it was at has failed."""
        status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        self.tell()
        if status or self.items:
            session.shouldfail = f"a worker ended with {status}"
        for item in self.items[:1]:
            report = pytest.TestReport(
                item.nodeid, item.location, {}, "failed", f"the worker ended with {status}", "call"
            )
            _tell(item, [_written(item, report)])


def _tell(item: pytest.Item, reports: Reports) -> None:
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for data in reports:
        report = hook.pytest_report_from_serializable(config=item.config, data=data)
        hook.pytest_runtest_logreport(report=report)
    hook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


def _written(item: pytest.Item, report: pytest.TestReport) -> dict[str, Any]:
    data: dict[str, Any] = item.ihook.pytest_report_to_serializable(
        config=item.config, report=report
    )
    return data


class _Teller:
    """A plugin that tells of each test through a line, in one message.

    Attributes:
        failed: How many of its reports so far are of failures.
    """

    def __init__(self, line: Connection, config: pytest.Config) -> None:
        self._line = line
        self._tells_all = config.option.durations is not None or config.option.xmlpath
        self.failed = 0

    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        reports = runner.runtestprotocol(item, log=False, nextitem=nextitem)
        said = [one for one in reports if self._tells_all or one.when == "call" or not one.passed]
        self._line.send([_written(item, report) for report in said])
        self.failed += sum(one.failed and not hasattr(one, "wasxfail") for one in reports)
        return True


def _run(session: pytest.Session, files: list[list[pytest.Item]], line: Connection) -> NoReturn:
    """Be a worker: run one file after another, as long as there are any."""
    status = 1
    try:
        # What is caught would be written to the same file as in other workers.
        capture = session.config.pluginmanager.getplugin("capturemanager")
        capture.stop_global_capturing()
        capture.start_global_capturing()
        capture.suspend_global_capture()
        teller = _Teller(line, session.config)
        session.config.pluginmanager.register(teller)
        try:
            _run_files(files, line, teller, session.config.option.maxfail or sys.maxsize)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
            runner.pytest_sessionfinish(session)  # ends what was begun
            tmpdir.pytest_sessionfinish(session, status)  # lets go of folders, and of old ones
        session.config._ensure_unconfigure()  # noqa: SLF001 - it looks for what was left behind
        status = 0
    except KeyboardInterrupt:
        pass
    except BaseException:  # noqa: BLE001 - nobody else tells of it
        traceback.print_exc()
    finally:
        os._exit(status)


def _run_files(
    files: list[list[pytest.Item]], line: Connection, teller: _Teller, most_failed: int
) -> None:
    line.send(None)
    while (number := line.recv()) is not None:
        for item, following in pairwise([*files[number], None]):
            assert item is not None
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            if teller.failed >= most_failed:
                break
        line.send(None)
