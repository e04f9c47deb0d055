"""A live event in words: its state, what is wrong with its stream, where else it is shown."""

from datetime import datetime

from kinescope_tui.api.models import LiveEvent, Restream
from kinescope_tui.api.redaction import redact_shapes
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.text.sections import Section, pairs, table
from kinescope_tui.presentation.text.times import age, clock, full, second
from kinescope_tui.services.live.stream_state import StreamState, began, ended, stream_state
from kinescope_tui.services.live.stream_watch import StreamFault, StreamWatch

# 0 is good; documented with the endpoint.
_FAULTS = {
    3: ("rare key frames", "over 20 % too far apart"),
    4: ("very rare key frames", "over 50 % too far apart"),
    5: ("lost packets", "on the way to Kinescope"),
}
_RESTREAMS = {
    "connected": Tone.GOOD,
    "active": Tone.GOOD,
    "connecting": Tone.BUSY,
    "disconnected": Tone.MUTED,
    "error": Tone.BAD,
    "failed": Tone.BAD,
}
_MOST_ROWS = 200
_LATEST_FAULTS = 8


def stream_cell(event: LiveEvent) -> Cell:
    """Return the status of an event's last stream; a sign tells one that runs."""
    status = one_line(event.stream.status) if event.stream is not None else ""
    match stream_state(event):
        case StreamState.RUNNING:
            return Cell(f"● {status or 'runs'}", Tone.GOOD)
        case StreamState.COMING if status:
            return Cell(status, Tone.WARNING)
    return Cell(status or MISSING, Tone.MUTED)


def quality_cell(status: int | None) -> Cell:
    """Return how a point arrived, by its status."""
    if status is None:
        return Cell(MISSING, Tone.MUTED)
    return Cell("● good", Tone.GOOD) if status == 0 else Cell(f"! {_word(status)}", Tone.WARNING)


def fault_told(fault: StreamFault) -> str:
    """Return what is wrong, `packets lost since 14:02:30, on the way to Kinescope`."""
    if fault.status is None:
        return f"no data since {second(fault.begin)}"
    meaning = _FAULTS.get(fault.status, ("", ""))[1]
    return ", ".join(filter(None, (f"{_word(fault.status)} since {second(fault.begin)}", meaning)))


def live_sections(event: LiveEvent, watch: StreamWatch, now: datetime) -> list[Section]:
    """Return how an event runs: its stream, what was wrong with it, and its restreams."""
    sections = [_stream(event, watch, now), restreams(event), _faults(watch)]
    return [section for section in sections if section.rows]


def restreams(event: LiveEvent) -> Section:
    """Return where else an event is shown, and whether it arrives there; their keys stay away."""
    found: list[Restream] = (event.restreams or [])[:_MOST_ROWS]
    rows: list[tuple[Cell, ...]] = [
        (_text(other.name), _restream_status(other), _text(other.url)) for other in found
    ]
    return table("Restreams", ("NAME", "STATUS", "URL"), rows) if rows else Section("", (), ())


def _stream(event: LiveEvent, watch: StreamWatch, now: datetime) -> Section:
    facts = [("Stream", stream_cell(event))]
    begin, end = began(event), ended(event)
    if begin is not None:
        facts.append(
            ("Since", Cell(f"{full(begin)} · {clock(((end or now) - begin).total_seconds())}"))
        )
    elif event.scheduled is not None and event.scheduled.time is not None:
        facts.append(("Scheduled", Cell(full(event.scheduled.time))))
    if end is not None:
        facts.append(("Until", Cell(full(end))))
    if watch.points:
        last = watch.points[-1]
        when = second(last.time)
        is_running = stream_state(event) is StreamState.RUNNING
        ago = f" · {age(now - last.time)}" if last.time is not None and is_running else ""
        facts.append(("Last point", Cell(f"{when}{ago}")))
        if watch.fault is not None:
            facts.append(("Now", Cell(f"! {fault_told(watch.fault)}", Tone.WARNING)))
        else:
            facts.append(("Now" if is_running else "Quality", quality_cell(last.status)))
    elif watch.exchange is not None:
        facts.append(("Quality", Cell("no data yet", Tone.MUTED)))
    if watch.failure is not None:
        told = problem_of(watch.failure)
        facts.append(("Not loaded", Cell(f"{told.headline}. {told.next_step}", Tone.BAD)))
    return pairs("Stream", facts)


def _faults(watch: StreamWatch) -> Section:
    latest = watch.faults[-_LATEST_FAULTS:][::-1]
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(second(fault.begin)),
            Cell("now" if fault.goes_on else second(fault.end)),
            Cell(
                "no data" if fault.status is None else _word(fault.status),
                Tone.WARNING if fault.goes_on else Tone.PLAIN,
            ),
        )
        for fault in latest
    ]
    if not rows:
        return Section("", (), ())
    return table(plural(len(watch.faults), "fault").capitalize(), ("FROM", "UNTIL", "WHAT"), rows)


def _word(status: int) -> str:
    return _FAULTS.get(status, (f"fault {status}", ""))[0]


def _restream_status(other: Restream) -> Cell:
    cell = _text(other.status)
    status = other.status.strip().casefold()
    if other.enabled is False:
        return Cell(f"{cell.text} · off", Tone.MUTED)
    return Cell(cell.text, _RESTREAMS.get(status, cell.tone))


def _text(text: str) -> Cell:
    line = redact_shapes(one_line(text))
    return Cell(line) if line else Cell(MISSING, Tone.MUTED)
