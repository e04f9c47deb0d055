"""Whether a program has nothing to do; a slow computer makes it no different."""

from pathlib import Path

_PROC = Path("/proc")


def work_of(pid: int) -> tuple[int, bool] | None:
    """Return the processor time of a program and its children so far, and whether one is at work.

    None where the system does not tell, or the program is gone.
    """
    try:
        states = [_fields(file) for file in (_PROC / f"{pid}/task").glob("*/stat")]
        children = (_PROC / f"{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return None
    ticks = sum(int(fields[11]) + int(fields[12]) for fields in states)
    is_at_work = any(fields[0] not in "SITZ" for fields in states)
    for child in children:
        work = work_of(int(child))
        if work is not None:
            ticks, is_at_work = ticks + work[0], is_at_work or work[1]
    return ticks, is_at_work


def is_stopped(pid: int) -> bool:
    """Tell whether a program was stopped, as by ctrl+z."""
    return _fields(_PROC / f"{pid}/stat")[0] == "T"


def _fields(stat: Path) -> list[str]:
    """Return what stands behind the name, which may hold anything."""
    return stat.read_text().rpartition(")")[2].split()
