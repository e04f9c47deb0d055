"""Models that nobody has decoded before may be decoded by many threads at once."""

import subprocess
import sys

PROGRAM = """
import sys, threading, msgspec
from kinescope_tui.api.decode import decode_item
from kinescope_tui.api.models import Model

sys.setswitchinterval(1e-6)
NAMES = [f"field_{number}" for number in range(60)]
INNER = "{" + ",".join(f'"{name}":1' for name in NAMES) + "}"
BODY = f'{{"data":{{"inner":{INNER}}}}}'.encode()

def decode(model, together):
    together.wait()
    assert decode_item(BODY, model).items[0].inner.field_59 == 1

for _ in range(40):
    inner = msgspec.defstruct("Inner", [(name, int | None, None) for name in NAMES], bases=(Model,))
    model = msgspec.defstruct("Outer", [("inner", inner | None, None)], bases=(Model,))
    together = threading.Barrier(8)
    threads = [threading.Thread(target=decode, args=(model, together)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print("done")
"""


def test_a_model_may_be_met_first_by_many_threads() -> None:
    words = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr, done.returncode) == ("done\n", "", 0)
