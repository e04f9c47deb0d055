"""A part of a screen that has a frame where there is room for one."""

from textual.containers import Container

from kinescope_tui.widgets.frame_title import FrameTitle
from kinescope_tui.widgets.prompt_part import PromptPart


class Pane(FrameTitle, PromptPart, Container):
    """Holds what its frame tells of.

    Args:
        title: What it is.
        id: As the stylesheet calls it.
    """

    DEFAULT_CLASSES = "pane -titled"

    def __init__(self, title: str = "", id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = title
