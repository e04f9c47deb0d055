"""What a request means and what went over the wire, beside the table of requests."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one

from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.scroll_page import ScrollPage
from kinescope_tui.widgets.section_box import show_facts


class RequestPanes(Vertical):
    """Two panes, one above the other; while they are not in sight nothing is drawn."""

    meaning = query_one("#meaning", ScrollPage)
    wire = query_one("#wire", ScrollPage)

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Lay out both."""
        yield ScrollPage(id="meaning", classes="pane")
        yield ScrollPage(id="wire", classes="pane")

    def show(self, told: tuple[str, list[Section], Section | None]) -> None:
        """Show a title, what is meant, and what went over the wire, from its top."""
        if not self.display or told == self._shown:
            return
        self._shown = told
        title, sections, wire = told
        self.meaning.border_title = Content(title)
        show_facts(self.meaning, sections)
        self.meaning.scroll_home(animate=False)
        self.wire.border_title = Content("Exchange")
        self.wire.border_subtitle = Content(wire.title if wire is not None else "")
        show_facts(self.wire, [wire] if wire is not None else [])
        self.wire.scroll_home(animate=False)
