"""What is drawn of an answer, worked out once however often it is: the chart and the cards."""

from kinescope_tui.presentation.analytics.cards import cards
from kinescope_tui.presentation.analytics.timeline_chart import TimelineChart
from kinescope_tui.services.analytics.overview import Answer, is_long


class AnswerPage:
    """An answer beside that to the window before; made of long ones beside the keys.

    Args:
        answer: What is shown.
        before: The answer to the window before, if it is wanted and here.

    Attributes:
        timeline: The course.
        cards: All numbers.
    """

    def __init__(self, answer: Answer, before: Answer | None) -> None:
        self._answer = answer
        self._before = before
        self.timeline = TimelineChart.of(answer, before)
        self.cards = cards(answer, self.timeline.comparison)

    def is_of(self, answer: Answer | None, before: Answer | None) -> bool:
        """Whether it is made of just these."""
        return self._answer is answer and self._before is before


def takes_long(answer: Answer, before: Answer | None) -> bool:
    """Return whether a key would wait for a page of these."""
    return any(one is not None and is_long(one.timeline) for one in (answer, before))
