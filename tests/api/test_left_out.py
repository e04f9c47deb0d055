"""What is imported without a part of it."""

import subprocess
import sys


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
