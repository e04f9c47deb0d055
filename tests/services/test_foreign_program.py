"""Nothing that we start gets our terminal: not to read, not to write, not by its name."""

import ast
import json
import sys
from pathlib import Path

import pytest

import kinescope_tui
from kinescope_tui.services.desktop.foreign_program import launch, run

STARTS = {
    "subprocess": {"run", "Popen", "call", "check_call", "check_output", "getoutput"},
    "os": {"system", "popen", "execv", "execvp", "spawnv", "posix_spawn"},
    "webbrowser": {"open", "open_new", "open_new_tab", "get"},
    "app": {"open_url"},
    "asyncio": {"create_subprocess_exec", "create_subprocess_shell"},
}
SAYS_WHERE_IT_IS = (
    "import json, os, sys; open(sys.argv[1], 'w').write(json.dumps("
    "[os.getsid(0) == os.getpid(), *(os.path.realpath(f'/proc/self/fd/{n}') for n in range(3))]))"
)


def test_one_module_starts_programs() -> None:
    root = Path(kinescope_tui.__file__).parent
    sources = {file: file.read_text() for file in root.rglob("*.py")}
    found = {
        f"{file.relative_to(root)}: {ast.unparse(node.func)}"
        for file, source in sources.items()
        if any(f"{module}." in source for module in ("subprocess", "webbrowser", "app"))
        or any(f".{name}(" in source for module in ("os", "asyncio") for name in STARTS[module])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and any(node.func.attr in names for names in STARTS.values())
        and node.func.attr in STARTS.get(ast.unparse(node.func.value).rpartition(".")[2], ())
    }
    ours = "services/desktop/foreign_program.py: subprocess."
    assert found == {f"{ours}run", f"{ours}Popen"}


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_program_has_no_terminal_and_a_session_of_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"
    words = [sys.executable, "-c", SAYS_WHERE_IT_IS, str(told)]
    assert launch(words, {})
    assert json.loads(told.read_text()) == [True, "/dev/null", "/dev/null", "/dev/null"]
    run(words, b"given", limit_s=60)
    leads, given, *written = json.loads(told.read_text())
    assert leads
    assert "pipe" in given
    assert written == ["/dev/null", "/dev/null"]


def test_what_cannot_be_started_or_fails_is_told() -> None:
    assert not launch(["no-such-program-anywhere"], {})
    assert not launch([sys.executable, "-c", "raise SystemExit(3)"], {})
