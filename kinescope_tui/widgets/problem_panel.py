"""What went wrong, beneath the rows that are still true."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kinescope_tui.presentation.problems import Problem

_LABEL = 14


class ProblemPanel(Widget):
    """Shows a problem with everything that is known of it; hides when there is none."""

    COMPONENT_CLASSES = {"problem-panel--label", "problem-panel--step"}  # noqa: RUF012 - Textual's form

    problem: reactive[Problem | None] = reactive(None, layout=True)

    def watch_problem(self, problem: Problem | None) -> None:
        """Come and go with the problem."""
        self.display = problem is not None
        self.border_title = Content(f"✗ {problem.headline}" if problem else "")

    def render(self) -> Content:
        """Return a line for each fact, and the next step."""
        if self.problem is None:
            return Content()
        label, step = (
            self.get_component_styles(f"problem-panel--{part}").color.css
            for part in ("label", "step")
        )
        lines = [
            Content.assemble((f"{name:<{_LABEL}}", label), text)
            for name, text in self.problem.facts
        ]
        lines.append(
            Content.assemble((f"{'next':<{_LABEL}}", label), (self.problem.next_step, step))
        )
        return Content("\n").join(lines)
