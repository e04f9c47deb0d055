"""The panel of a problem, beneath the rows that are still true."""

from textual.reactive import reactive

from kinescope_tui.presentation.requests.problems import Problem, problem_section
from kinescope_tui.widgets.section_box import SectionBox


class ProblemPanel(SectionBox):
    """Shows a problem with everything that is known of it; hides when there is none."""

    problem: reactive[Problem | None] = reactive(None)

    def watch_problem(self, problem: Problem | None) -> None:
        """Come and go with the problem."""
        self.display = problem is not None
        if problem is not None:
            self.section = problem_section(problem)
