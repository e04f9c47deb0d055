"""A program that writes the same file again and again until it is killed."""

import sys
from pathlib import Path

from kinescope_tui.services.files.atomic_file import AtomicFile, save_file
from kinescope_tui.services.setup.report_folder import ReportFolder

kind, path = sys.argv[1], Path(sys.argv[2])
print("ready", flush=True)  # noqa: T201
for number in range(1_000_000):
    content = bytes([65 + number % 26]) * 300_000
    if kind == "file":
        save_file(path, content, replaces=True)
    elif kind == "export":
        draft = AtomicFile(path.with_name(f"export{number}.csv"))
        for at in range(0, len(content), 50_000):
            draft.write(content[at : at + 50_000])
        draft.commit()
    else:
        ReportFolder(path.parent).keep(content.decode())
