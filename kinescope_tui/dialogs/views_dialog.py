"""Views under names."""

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from kinescope_tui.dialogs.dialog import Dialog
from kinescope_tui.keys import keymap
from kinescope_tui.presentation.lists.order_words import order_words
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore, ViewStoreError
from kinescope_tui.widgets.cells import fit
from kinescope_tui.widgets.choice_list import ChoiceList
from kinescope_tui.widgets.styled import styled

_NAME = 24  # cells
_LONGEST_NAME = 60


class _NameField(Input):
    """The name of a view that is saved."""

    ENTER = "save"


class ViewsDialog(Dialog[View]):
    """Answers with the view that was chosen, or None; saves and drops views by itself.

    Args:
        resource: The name of the list.
        store: Keeps the views.
        offered: Those that everybody has.
        current: What is shown now, and may be saved.
        chips: Tells for people what a view is narrowed to.
    """

    BINDINGS = keymap.bindings("views", "dialog")
    ENTER = "open"
    KEYS = "enter opens · {views.add} saves this view · {views.drop} removes · esc back"

    options = query_one(ChoiceList)
    field = query_one(Input)
    answer = query_one("#answer", Static)

    def __init__(
        self,
        resource: str,
        store: ViewStore,
        offered: dict[str, View],
        current: View,
        chips: Callable[[View], Sequence[str]],
    ) -> None:
        super().__init__("Saved views")
        self._resource = resource
        self._store = store
        self._offered = offered
        self._current = current
        self._chips = chips
        self._views: dict[str, View] = {}

    def compose_content(self) -> ComposeResult:
        """Lay out the list, and the field for a name."""
        yield ChoiceList()
        yield _NameField(placeholder="a name for this view", compact=True, max_length=_LONGEST_NAME)
        yield Static(id="answer")

    def on_mount(self) -> None:
        """Fill the list."""
        self.field.display = False
        self._show()
        self.options.focus()
        self._look()

    @work(description="saved views")
    async def _look(self) -> None:
        """Show those that other windows saved meanwhile, too."""
        await self._store.look()
        self._show()
        if self._store.trouble:
            self.answer.update(Content(self._store.trouble))

    def _show(self) -> None:
        views = self._offered | self._store.known(self._resource)
        if views == self._views:
            return
        place, chosen = self.options.highlighted or 0, self._chosen
        place = list(views).index(chosen) if chosen in views else place
        self._views = views
        width = min(_NAME, max((cell_len(one_line(name)) for name in self._views), default=0) + 1)
        self.options.clear_options()
        self.options.add_options(
            Option(
                Content.assemble(
                    f" {fit(one_line(name), width)} ",
                    styled(Cell(one_line(self._told(view)), Tone.MUTED)),
                )
            )
            for name, view in self._views.items()
        )
        self.options.highlighted = min(place, len(self._views) - 1) if self._views else None

    def _told(self, view: View) -> str:
        parts = [*self._chips(view)]
        if view.order:
            parts.append(f"sorted by {order_words(view.order)}")
        return " · ".join(parts) or "everything"

    @property
    def _chosen(self) -> str:
        place = self.options.highlighted
        return list(self._views)[place] if place is not None else ""

    def action_add(self) -> None:
        """Ask for a name."""
        self.field.display = True
        self.field.focus()
        self.show_keys("enter saves it · esc back")

    @on(Input.Submitted)
    def save(self, event: Input.Submitted) -> None:
        """Save the current view under the name."""
        event.stop()
        name = one_line(event.value)
        if not name:
            return
        self._keep(name, self._current)
        self.field.value = ""
        self._leave_field()
        if name in self._views:
            self.options.highlighted = list(self._views).index(name)

    def action_drop(self) -> None:
        """Drop the view; those that everybody has stay."""
        if self._chosen in self._offered:
            self.answer.update("Built-in views cannot be removed.")
        elif self._chosen:
            self._keep(self._chosen, None)

    def _keep(self, name: str, view: View | None) -> None:
        try:
            self._store.take(self._resource, name, view)
        except ViewStoreError as error:
            self.answer.update(Content(str(error)))
            return
        self._show()
        told = f"{'Removed' if view is None else 'Saved'} {name}."
        # It is the app's: what went wrong is told, though the dialog is left before that is known.
        self.app.run_worker(self._save(told), description="save a view")

    async def _save(self, told: str) -> None:
        trouble = ""
        try:
            await self._store.save()
        except ViewStoreError as error:
            trouble = str(error)
        if self.is_attached:
            self.answer.update(Content(trouble or told))
        elif trouble:
            self.app.notify(trouble, severity="warning", markup=False)

    @on(OptionList.OptionSelected)
    def choose(self) -> None:
        """Open the view."""
        self.dismiss(self._views.get(self._chosen))

    async def action_back(self) -> None:
        """Leave the field, or choose nothing."""
        if self.field.display:
            self._leave_field()
        else:
            await super().action_back()

    def _leave_field(self) -> None:
        self.field.display = False
        self.options.focus()
        self.show_keys(hint(self.KEYS))
