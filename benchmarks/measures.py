"""Everything that is measured, in the order in which it is."""

from benchmarks import (
    decoding,
    draining,
    holding,
    indexing,
    linking,
    moving,
    opening,
    scaling,
    sizing,
    starting,
)
from benchmarks.measure import Measure

_MINUTES = "one minute tells little"

MEASURES = {
    measure.name: measure
    for measure in (
        Measure("P1", "start to the first frame", opening.first_frame),
        Measure("P2", "a list of any length opens alike", opening.long_list),
        Measure("P3", "moving the cursor", moving.cursor),
        Measure("P4", "to the last row", opening.last_row),
        Measure(
            "P5",
            "reading everything under the limits",
            draining.pages,
            left_out="900 pages: the windows let them take 150 s",
        ),
        Measure("P6", "decoding", decoding.page),
        Measure("P7", "at rest", moving.rest),
        Measure("P8", "keys while requests hang or fail", moving.busy),
        Measure("P9", "start to rows, and commands", starting.first_rows),
        Measure("P10", "the event loop is never held", holding.holds),
        Measure(
            "P11",
            "browsing 1,000,000 videos: nothing grows",
            scaling.browsing,
            left_out=f"five minutes of it: {_MINUTES}",
        ),
        Measure("scale", "however much there is", sizing.amounts),
        Measure("bytes", "what goes to the terminal", linking.size),
        Measure("link", "200 ms away, 1 % of the answers lost", linking.waiting),
        Measure(
            "index",
            "reading videos into the index, and asking it",
            indexing.reading,
            left_out="1,000,000 of them: reading takes minutes",
        ),
        Measure(
            "export",
            "exporting 90,000 rows",
            scaling.exporting,
            left_out="all of it: the windows let 900 pages take 150 s",
            only_in_full=True,
        ),
    )
}
