"""Saving requests: those of a list, as a file for others."""

from datetime import datetime
from functools import partial

import msgspec

from kinescope_tui.api.exchange import Exchange
from kinescope_tui.api.models import AnyRow
from kinescope_tui.presentation.requests.request_log import file_text, request_rows
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.screens.offer_file import offer_file
from kinescope_tui.screens.session_screen import SessionScreen
from kinescope_tui.services.desktop.daemon_call import call_in_daemon
from kinescope_tui.services.files.records import fields_of
from kinescope_tui.services.requests.kept_request import exchange_of
from kinescope_tui.services.workspace.request_list import FEW, RequestList, Row

_TOLD = (
    "The extension sets the format: .jsonl, .csv, .tsv, or .har for browser tools.\nIt "
    "contains no token, no response bodies and no search terms."
)


class RequestFiles(msgspec.Struct, eq=False):
    """Offers the requests of a list for a file.

    Attributes:
        screen: Over which the dialog opens.
        requests: The list.
    """

    screen: SessionScreen
    requests: RequestList

    def offer(self, under_cursor: Row | None, listed: int) -> None:
        """Offer what is marked, or all that is listed.

        Args:
            under_cursor: What the cursor stands on.
            listed: How many rows there are.
        """
        if self.requests.is_made and listed <= FEW:
            shown = self._chosen(under_cursor)
            self._open(shown, self._fields_of(shown))  # what is typed next is meant for it
        else:
            self.screen.in_background(partial(self._offer, under_cursor))

    async def _offer(self, under_cursor: Row | None) -> None:
        await call_in_daemon(self.requests.make, limit_s=None)
        shown = self._chosen(under_cursor)
        fields = await call_in_daemon(partial(self._fields_of, shown), limit_s=None)
        if self.screen.is_on_top:
            self._open(shown, fields)

    def _chosen(self, under_cursor: Row | None) -> list[Exchange]:
        """Return what is saved, the oldest first."""
        marked = [exchange_of(one) for one in self.requests.marked(under_cursor)]
        return (marked or self.requests.exchanges)[::-1]

    def _fields_of(self, shown: list[Exchange]) -> list[str]:
        return fields_of(request_rows(shown, self.screen.session.profile.base_url), AnyRow)

    def _open(self, shown: list[Exchange], fields: list[str]) -> None:
        count = plural(len(shown), "request")
        offer_file(
            self.screen,
            f"Save {count}",
            _TOLD,
            f"kinescope-requests-{datetime.now().astimezone():%Y%m%d-%H%M%S}.jsonl",
            partial(file_text, shown, self.screen.session.profile.base_url),
            fields=fields,
            what=count,
        )
