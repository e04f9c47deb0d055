"""Completion, in each of the shells."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from real_terminal import Terminal

pytestmark = pytest.mark.terminal

SHELLS = {
    "bash": ("bash --norc --noprofile", 'eval "$(kinescope-tui completion bash)"'),
    "zsh": (
        "zsh -f",
        'autoload -U compinit && compinit -u && eval "$(kinescope-tui completion zsh)"',
    ),
    "fish": ("fish --no-config", "kinescope-tui completion fish | source"),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_and_values(tmp_path: Path, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"needs {shell}: apt-get install {shell}")
    start, line = SHELLS[shell]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    here = {**os.environ, "HOME": str(tmp_path), "PATH": programs}
    with Terminal(tmp_path, here, size="100x24") as terminal:
        terminal.enter(start)
        terminal.enter(f"{line}; clear; echo rea''dy")
        terminal.wait_for("ready")
        terminal.type("-l", "kinescope-tui vide\t")
        terminal.wait_for("kinescope-tui videos")
        terminal.type("-l", " --status pre-\t")
        terminal.wait_for("--status pre-processing")
        terminal.type("-l", " --order title.asc,du\t")
        terminal.wait_for("--order title.asc,duration.")
        terminal.type("-l", "\x15kinescope-tui speak-\t")
        terminal.wait_for("kinescope-tui speak-rooms")
        terminal.type("-l", " --type inst\t")
        terminal.wait_for("--type instant_meeting")
