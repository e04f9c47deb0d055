"""A task that nobody awaits tells its faults by itself: else what it was to do just never ends."""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent / "kinescope_tui"
HEARD = {
    "api/funnel.py": ["work"],  # awaited by who asks; what it ends with is kept in the exchange
    "demo/server.py": ["self._be_absent(seconds)"],  # shows at once: nobody is there again
    "headless/progress.py": ["_tick(told, clock or Clock())"],  # a line that costs no more
    "headless/running.py": ["command"],  # awaited
    "services/answer_cache.py": ["self._ask(question)"],  # awaited by who asks
    "services/inbox/watch_list.py": ["self._ask()"],  # kept in `failure`
    "services/index/index_reader.py": ["ask"],  # awaited in turn
    "services/index/workspace_index.py": ["run()", "self._views.read()"],  # in `failure`; awaited
    "services/lists/page_reader.py": ["ask()"],  # awaited in turn
    "services/lists/paged_list.py": ["receive"],  # stands in the rows
    "services/requests/request_keeper.py": ["self._write_all()"],  # told by `on_trouble`
    "services/workspace/session.py": ["run()"],  # the export tells how it ended
    "services/workspace/token_access.py": ["self._ask_all()"],  # are findings
    "services/workspace/workspaces.py": ["self._fill(row, found)"],  # of a group
    "app/workspace_gate.py": ["self._forget(session)"],  # awaited by a worker
}
"""Which tasks there are, and where a fault of each is heard. One more wants the same answer."""


def test_each_task_has_somebody_who_hears_of_its_fault() -> None:
    found: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE))
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            if ast.unparse(node.func).endswith((".create_task", ".ensure_future")):
                found.setdefault(name, []).append(ast.unparse(node.args[0]))
    assert {name: sorted(tasks) for name, tasks in found.items()} == HEARD
