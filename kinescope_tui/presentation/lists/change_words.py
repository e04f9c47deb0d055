"""What is said of changes: where there are none, whether there could be any."""

from collections.abc import Sequence

from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.lists.index_words import IndexWords


class ChangeWords(IndexWords[AnyRow]):
    """The words of the changes as a list."""

    def absence(self, problem: KinescopeError | None, chips: Sequence[str]) -> str:
        """Return why there are none: nothing changed, or nothing was read twice."""
        state = self.index.state
        if problem is not None or state is None or not state.count:
            return super().absence(problem, chips)
        if not state.readings:
            return (
                "The first indexing run is not finished.\n\nChanges are recorded from the next "
                "run on"
            )
        return "No changes recorded in this period.\n\n:index checks for new ones"
