"""The panel of a problem, beneath the rows that are still true."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive

from kinescope_tui.presentation.requests.problems import Problem, problem_section
from kinescope_tui.widgets.section_box import SectionBox

_LINES = 2  # of advice


class ProblemPanel(SectionBox):
    """Shows what helps against a problem, in few lines; hides when there is none."""

    problem: reactive[Problem | None] = reactive(None)
    is_typing: reactive[bool] = reactive(False)

    def watch_problem(self) -> None:
        """Come and go with the problem."""
        self.display = self.problem is not None
        self._tell()

    def watch_is_typing(self) -> None:
        """Name the key that ends typing before others are keys again."""
        self._tell()

    def _tell(self) -> None:
        if self.problem is not None:
            self.section = problem_section(self.problem, is_typing=self.is_typing)

    def told_lines(self, width: int, height: int = 0) -> Sequence[Content]:
        """Return the first lines; where more do not fit, that is to be seen."""
        lines = super().told_lines(width, height)
        most = min(_LINES, height or _LINES)  # in a low terminal there is room for one
        if len(lines) <= most:
            return lines
        cut = lines[most - 1].plain.rstrip()[: max(0, width - 1)]
        return [*lines[: most - 1], Content(f"{cut}…")]
