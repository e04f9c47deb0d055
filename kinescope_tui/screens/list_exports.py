"""The exports of a list: the dialog, how one goes that nobody looks at, and the same once more."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from kinescope_tui.api.models import Identified
from kinescope_tui.presentation.lists.list_words import lacking_text
from kinescope_tui.resources.resource import Resource
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.lists.list_model import ListModel

if TYPE_CHECKING:
    from textual.notifications import SeverityLevel

    from kinescope_tui.dialogs.export_dialog import ExportChoice, Scope
    from kinescope_tui.services.files.export import Export

T = TypeVar("T", bound=Identified)


class ListExports(msgspec.Struct, Generic[T], eq=False):
    """Offers rows of one list for files.

    What a dialog offers is fixed when it opens, its numbers and its rows alike; whatever comes
    meanwhile is in the next one. An export that began is the session's, and outlives the list.

    Attributes:
        screen: Over which the dialogs open.
        resource: What the list is of.
        model: The list.
        tell: Tells how an export goes.
    """

    screen: SessionScreen
    resource: Resource[T]
    model: ListModel[T]
    tell: Callable[[], None]
    _told: str = ""
    _chosen: "ExportChoice | None" = None  # what was exported last

    def progress(self) -> str:
        """Return how an export goes, for the corner of an eye; empty if none does."""
        running = self.screen.session.export
        self._told = ""
        if running is not None:
            from kinescope_tui.presentation.lists.export_words import export_progress

            self._told = export_progress(running, self._waits())
        return self._told

    def follow(self) -> None:
        """Tell if an export went on since it was told; for calling again and again."""
        if self.screen.is_on_top and self._told != self.progress():
            self.tell()

    def open(self, *, again: bool = False) -> None:
        """Offer to export rows, or show how an export goes.

        Args:
            again: Whether what was exported last is to be exported once more, at once.
        """
        running = self.screen.session.export
        if running is not None and running.has_ended:
            running = None
        trouble = lacking_text(self.model.marking)
        if self.model.rows is None and running is None:
            trouble = "Nothing to export yet."
        if trouble:
            self.screen.warn(trouble)
            return
        from kinescope_tui.dialogs.export_dialog import ExportDialog, Scope

        loaded, marked = self.model.loaded, self.model.marking.marks.items
        dialog = ExportDialog(
            self.resource.plural,
            self.resource.model,
            [
                *([Scope("marked", len(marked), marked)] if marked else []),
                self._all_rows(),
                Scope("loaded", len(loaded), loaded),
            ],
            loaded,
            self._begin,
            waits=self._waits,
            running=running,
            chosen=self._chosen,
            starts=again and self._chosen is not None and running is None,
        )
        self.screen.app.push_screen(dialog)

    def _all_rows(self) -> "Scope":
        """Return all rows of the view, in an order in which they can be read while others come."""
        from kinescope_tui.dialogs.export_dialog import Scope
        from kinescope_tui.services.lists.steady_order import in_first_order, steady_orders

        view, rows = self.model.view, self.model.rows
        if view.here:
            loaded = self.model.loaded
            return Scope("all", len(loaded), loaded, "○ As filtered and sorted here.")
        orders = steady_orders(view.order, self.resource.sort_fields)
        fetch = in_first_order(lambda order: self.model.fetch(view.ordered(order)), orders)
        is_turned = orders[0].levels[:1] != view.order.levels[:1]
        told = "Oldest first, so that new rows do not shift the others."
        total = rows.total if rows is not None else None
        return Scope("all", total, fetch, told if is_turned else "")

    def _waits(self) -> str:
        from kinescope_tui.presentation.lists.export_words import wait_told

        session = self.screen.session
        return wait_told(session.pacer.pace, session.clock.utc_now(), session.journal.under_way)

    def _begin(self, export: "Export[Any]", choice: "ExportChoice") -> bool:
        from kinescope_tui.dialogs.export_dialog import ExportDialog
        from kinescope_tui.presentation.lists.export_words import export_told
        from kinescope_tui.services.files.export import State

        self._chosen = choice if choice.scope else self._chosen
        app = self.screen.app

        def tell() -> None:
            told, _ = export_told(export)
            is_good = export.state is State.DONE
            title = "Exported" if is_good else "Export"
            is_seen = isinstance(app.screen, ExportDialog)
            if export.state is not State.DROPPED and not is_seen:
                severity: SeverityLevel = "information" if is_good else "warning"
                app.notify(told, title=title, severity=severity)

        return self.screen.session.begin_export(export, tell)
