"""What the system tells of another process; only Linux tells it so."""

import os
from pathlib import Path

KNOWN = Path("/proc/self/statm").exists()
"""Whether this system tells it."""

_MB = 2**20


def memory_mb(pid: int) -> float:
    """Return how much memory a process has in use."""
    resident = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return resident * os.sysconf("SC_PAGE_SIZE") / _MB


def processor_s(pid: int) -> float:
    """Return the processor time that a process has taken so far, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = 11, 12  # counted from the state, which follows the name
    return (int(fields[user]) + int(fields[system])) / os.sysconf("SC_CLK_TCK")


def children_s() -> float | None:
    """Return the processor time of children that have ended; None where the system tells none."""
    try:
        import resource
    except ImportError:
        return None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def descriptors(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))
