"""The program on a mock that answers at random what a description of the API allows. No test.

    npx @stoplight/prism-cli mock -d -p 4010 openapi.json
    .venv/bin/python tests/mock_run.py http://127.0.0.1:4010 --seeds 0-19

It starts the real program in a terminal of its own for each seed, at another place, and walks
through all of them, their things and their tabs. What is wrong is printed, and is the exit status:
an end, a fault report, or signs that no terminal should get. How often something was told that
could not be read is counted: where the description shows no answer, the mock makes one of anything.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from pseudo_terminal import PseudoTerminal  # noqa: E402 - after the path to it

from kinescope_tui.resources.places import PLACES  # noqa: E402
from kinescope_tui.resources.registry import RESOURCES  # noqa: E402

TOKEN = "c0ffee00-0000-4000-8000-00000000cafe"
NAMES = list(dict.fromkeys((*(place.name for place in PLACES), *RESOURCES)))
TOLD = "could not be read"
NO_BREAK_SPACE = "\xa0"  # in our numbers
TABS = {"videos": 8}
FEW_TABS = 3


def run(url: str, seed: int, most: int) -> list[str]:
    """Walk through places in the order of a seed; return what was wrong."""
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    places = chance.sample(NAMES, most or len(NAMES))
    began = time.monotonic()
    wrong: list[str] = []
    told = 0
    with tempfile.TemporaryDirectory(prefix="mock-run-") as folder:
        environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "PYTHONPATH": str(HERE.parent),
            "KINESCOPE_API_TOKEN": TOKEN, "KINESCOPE_BASE_URL": url, "ESCDELAY": "20",
        }  # fmt: skip
        program = [sys.executable, "-m", "kinescope_tui"]
        with PseudoTerminal(program, environment, size=(120, 40), folder=Path(folder)) as terminal:
            terminal.wait_for("\x1b[?1049h")
            for place in places:
                keys = [b"\x1b[27u\x1b[27u:" + place.encode() + b"\r", b"\r"]
                for key in [*keys, *[b"]"] * TABS.get(place, FEW_TABS)]:
                    if terminal.status is None and terminal.takes_keys(20):
                        terminal.type(key)
                        terminal.wait_until_quiet(0.15)
                    seen = terminal.text
                    told += TOLD in seen
                    wrong += [f"{place}: {line}" for line in seen.splitlines() if _is_odd(line)]
                if terminal.status is not None:
                    end = terminal.written[-1500:].decode("utf-8", "replace")
                    wrong.append(f"{place}: it ended with {terminal.status}: {end}")
                    break
        wrong += [f"{place}: {file.read_text()}" for file in Path(folder).rglob("fault-*.txt")]
    wrong = list(dict.fromkeys(wrong))
    took_s = time.monotonic() - began
    print(  # noqa: T201 - what a script is for
        f"seed {seed}: {len(places)} places, {took_s:.0f} s, {told} told, {len(wrong)} wrong",
        flush=True,
    )
    return wrong


def _is_odd(line: str) -> bool:
    return "Traceback" in line or not line.replace(NO_BREAK_SPACE, "").isprintable()


def main() -> None:
    """Run as many as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--seeds", default="0-19", help="for instance 7 or 0-9")
    parser.add_argument("--places", type=int, default=0, help="how many in one run; all without it")
    options = parser.parse_args()
    first, _, last = options.seeds.partition("-")
    bad = 0
    for seed in range(int(first), int(last or first) + 1):
        wrong = run(options.url, seed, options.places)
        bad += bool(wrong)
        print(*wrong, sep="\n", end="\n" * bool(wrong), flush=True)  # noqa: T201 - see above
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
