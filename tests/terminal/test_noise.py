"""A terminal that sends what nobody typed: the program goes on, and does nothing of it."""

import os
import sys
from pathlib import Path

import pytest
from conftest import TOKEN
from pseudo_terminal import PseudoTerminal

from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace

pytestmark = pytest.mark.terminal

RUN = [sys.executable, "-m", "kinescope_tui"]
NOISE = (
    b"\xff\xcf\xf0\xe8\xe2\xe5\xf2\x1b[M \xff\xfe\x1b[M#!!\x1b[?62;1;4c\x1b[24;80R\x1b[?1u\x1b[0n"
    b"\x1b]11;rgb:1d1d/2020/2626\x1b\\\x1bP>|XTerm(388)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[8;24;80t"
    b"\x1b[99999999999u\x1b[<0;999999;999999M\x1b[<0;999999;999999m\xff"
)


def test_bytes_that_are_no_keys_neither_end_it_nor_do_anything(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "KINESCOPE_API_TOKEN": TOKEN}
    with DemoServer(Workspace(350), token=TOKEN, limits=False) as server:
        environment["KINESCOPE_BASE_URL"] = server.base_url
        with PseudoTerminal(RUN, environment, is_fork=True) as terminal:
            terminal.wait_for("row 1 of 350")
            asked = len(server.requests)
            terminal.type(NOISE)
            terminal.wait_for("not UTF-8")
            terminal.type(b"j")
            terminal.wait_for("row 2 of 350", since=None)
            assert len(server.requests) == asked
            terminal.type(b"\x11")
            assert terminal.left() == 0
            assert terminal.left_on == []
    assert list(tmp_path.rglob("fault-*")) == []
