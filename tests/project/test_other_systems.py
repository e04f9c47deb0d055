"""What a system lacks is asked for where it is known to be there."""

import ast
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mypy

PACKAGE = Path(__file__).parents[2] / "kinescope_tui"
STUBS = Path(mypy.__file__).parent / "typeshed" / "stdlib"
MODULES = [
    "os",
    "signal",
    "select",
    "socket",
    "time",
    "errno",
    "fcntl",
    "termios",
    "tty",
    "pty",
    "resource",
    "pwd",
    "grp",
]
# Each looks first whether there is such a module or name, or runs only where Textual's driver for
# terminals of POSIX does.
GUARDED = {
    "__main__.py": {"resource"},
    "api/shared_limits.py": {"fcntl", "os"},
    "app/kinescope_app.py": {"os"},
    "services/files/file_lock.py": {"fcntl"},
    "terminal/driver.py": {"signal"},
    "terminal/exit_guard.py": {"select", "signal", "termios"},
    "terminal/terminal_output.py": {"os"},
}


def names_on(platform: str, body: list[ast.stmt]) -> set[str]:
    """Return what the stub of a module has on a system."""
    found: set[str] = set()
    known: dict[str, Any] = {
        "sys": SimpleNamespace(platform=platform, version_info=sys.version_info)
    }
    for node in body:
        match node:
            case ast.If():
                test = compile(ast.Expression(node.test), "stub", "eval")
                is_so = eval(test, known)  # noqa: S307 - of mypy's own stubs
                found |= names_on(platform, node.body if is_so else node.orelse)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom():
                found |= {alias.asname or alias.name for alias in node.names}
    return found


def lacking(module: str) -> set[str]:
    """Return what a module has on Linux and not on Windows."""
    place = STUBS / module / "__init__.pyi"
    stub = place if place.exists() else STUBS / f"{module}.pyi"
    body = ast.parse(stub.read_text(encoding="utf-8")).body
    return names_on("linux", body) - names_on("win32", body)


def asked_for(tree: ast.AST) -> set[tuple[str, str]]:
    """Return what names of other modules a module mentions."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                found.add((module, name))
            case ast.ImportFrom(module=str(module)):
                found |= {(module, alias.name) for alias in node.names}
    return found


def test_what_windows_lacks_is_used_in_few_places() -> None:
    lacked = {(module, name) for module in MODULES for name in lacking(module)}
    assert {("os", "geteuid"), ("signal", "SIGHUP"), ("fcntl", "flock")} <= lacked
    may_be = re.compile(rf"\b(?:{'|'.join(MODULES)})\b")
    sources = {file: file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}
    found = {
        file.relative_to(PACKAGE).as_posix(): {module for module, _ in names}
        for file, source in sources.items()
        if may_be.search(source) and (names := asked_for(ast.parse(source)) & lacked)
    }
    assert found == GUARDED
