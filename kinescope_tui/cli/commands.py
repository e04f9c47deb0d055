"""All commands, as shells complete them and documents list them."""

from kinescope_tui.cli.accounts import login, logout, profiles, status
from kinescope_tui.cli.completion import completion
from kinescope_tui.cli.demo import demo, demo_server
from kinescope_tui.cli.explain import explain
from kinescope_tui.cli.open_thing import open_thing
from kinescope_tui.headless.commands import COMMANDS

ALL = (
    demo, demo_server, explain, login, logout, open_thing, profiles, status, *COMMANDS, completion,
)  # fmt: skip
"""What belongs into the program's group."""
