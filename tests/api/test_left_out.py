"""What is imported without a part of it, and what is not looked for again."""

import json
import subprocess
import sys
from importlib import import_module

import pytest

from kinescope_tui.api.left_out import looked_for_once


def test_httpx_comes_without_its_command_line_and_whoever_has_that_keeps_it() -> None:
    code = """
import sys
from kinescope_tui.api import connection
print("httpx" in sys.modules, "httpx._main" in sys.modules, "pygments" in sys.modules)
from kinescope_tui.api.left_out import left_out
import json
with left_out("json"):
    import json.decoder
print(sys.modules["json"] is json)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "False", "False", "True"]


def test_what_is_there_is_found_and_what_is_not_is_looked_for_once() -> None:
    looked_for_once("json")
    assert json.loads("1") == 1
    looked_for_once("surely_not_there")
    try:
        with pytest.raises(ModuleNotFoundError):
            import_module("surely_not_there")
        looked_for_once("surely_not_there")
    finally:
        del sys.modules["surely_not_there"]
