"""Sets up the project in .venv and runs its tasks; needs only Python and pip.

python3 dev.py demo [OPTIONS]     open the dashboard on the built-in demo
python3 dev.py test [OPTIONS]     format, lint, types, import contracts, tests; options go to pytest
                                  (--under-load: with two busy programs per core)
python3 dev.py quick [OPTIONS]    the same, with the tests that need neither screen nor keyring:
                                  under a minute
python3 dev.py bench [OPTIONS]    measure speed against references
python3 dev.py run [OPTIONS]      kinescope-tui itself
python3 dev.py format             format the code
python3 dev.py screenshots        retake the pictures in screenshots/
python3 dev.py looks [FOLDER]     draw every screen at every size and report blank space
python3 dev.py docs               regenerate keys and commands in docs/
python3 dev.py constraints        regenerate constraints.txt (needs uv)
"""

import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
CONSTRAINTS = ROOT / "constraints.txt"
UNDER_LOAD = "--under-load"
SCRIPTS = {
    "screenshots": "screenshots.py",
    "looks": "all_looks.py",
    "docs": "documentation.py",
}
QUICK = ("tests/api", "tests/services", "tests/presentation", "tests/resources")


def set_up() -> None:
    """Make .venv and install the project into it, unless that is already done."""
    wanted = hashlib.sha256(sys.version.encode())
    wanted.update((ROOT / "pyproject.toml").read_bytes() + CONSTRAINTS.read_bytes())
    stamp = VENV / "stamp"
    if stamp.exists() and stamp.read_text() == wanted.hexdigest():
        return
    print("Setting up .venv (once) …", flush=True)
    # Without pip inside: Debian ships Python without ensurepip, and pip can install from outside.
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(PYTHON), "--disable-pip-version-check"]
    # The constraints name all that is needed: nothing is to be resolved, nor fetched twice to build
    # with. Python compiles what is imported, and most is not.
    install = [*pip, "install", "--quiet", "--no-deps", "--no-compile"]
    subprocess.run([*install, "-r", str(CONSTRAINTS)], check=True)
    subprocess.run([*install, "--no-build-isolation", "-e", str(ROOT)], check=True)
    stamp.write_text(wanted.hexdigest())


def run(*command: str | Path) -> None:
    """Run a command of .venv in the project's folder; leave with its status if it fails."""
    if status := subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode:
        sys.exit(status)


@contextlib.contextmanager
def beside(*command: str | Path) -> Iterator[None]:
    """Run a command while something else runs; say then what it said, and leave if it failed."""
    # Whoever leaves early, for tests that fail, is told what it says as well.
    with tempfile.TemporaryFile("w+") as said:
        other = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=said, stderr=said)
        try:
            yield
        finally:
            status = other.wait()
            said.seek(0)
            print(said.read(), end="", flush=True)
    if status:
        sys.exit(status)


def environment() -> dict[str, str]:
    """Return the variables for a command of .venv."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    # The tests start the program a hundred times; it would be compiled every time.
    others = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return others | {"PATH": path}


def test(options: list[str], *folders: str) -> None:
    """Run every check, the quick ones first, and the tests in some folders, or all.

    Types and import contracts are looked at meanwhile: each of them keeps one core busy.
    """
    run(PYTHON, "-m", "ruff", "format", "--check", "--quiet", ".")
    run(PYTHON, "-m", "ruff", "check", "--quiet", ".")
    with (
        busy_cores() if UNDER_LOAD in options else contextlib.nullcontext(),
        beside(BIN / "lint-imports", "--no-cache"),
        beside(PYTHON, "-m", "mypy", "--no-error-summary"),
    ):
        # The processor is what they wait for, and one worker, to begin with, for terminals.
        workers = ["--workers", str(cores() + (not folders))]
        asked = [option for option in options if option != UNDER_LOAD]
        run(PYTHON, "-m", "pytest", *workers, *folders, *asked)


def cores() -> int:
    """Return how many cores this process may use; taskset leaves it fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core as busy as two other programs do that have the same right to it."""
    spin = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(spin) for _ in range(2 * cores())]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def main() -> None:
    """Do what the command line asks for."""
    command, *options = sys.argv[1:] or ["help"]
    if sys.version_info < (3, 11):  # noqa: UP036 - a script for newcomers meets old Pythons
        sys.exit("kinescope-tui needs Python 3.11 or newer.")
    if command not in {"demo", "test", "quick", "run", "bench", "format", "constraints", *SCRIPTS}:
        print((__doc__ or "").strip())
        sys.exit(command not in {"help", "-h", "--help"})
    set_up()
    match command:
        case "test":
            test(options)
        case "quick":
            test(["-m", "not keyring", *options], *QUICK)
        case "format":
            run(PYTHON, "-m", "ruff", "check", "--fix", "--quiet", ".")
            run(PYTHON, "-m", "ruff", "format", ".")
        case "constraints":
            compile_ = ["uv", "pip", "compile", "--universal", "--upgrade", "--extra", "dev"]
            quiet = ["--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
            run(*compile_, *quiet, "--python-version", "3.11", "-o", CONSTRAINTS, "pyproject.toml")
        case "bench":
            run(PYTHON, "-m", "benchmarks", *options)
        case chore if chore in SCRIPTS:
            run(PYTHON, ROOT / "tests" / SCRIPTS[chore], *options)
        case _:
            words = options if command == "run" else [command, *options]
            run(PYTHON, "-m", "kinescope_tui", *words)


if __name__ == "__main__":
    main()
