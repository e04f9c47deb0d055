"""A part that is called after a frame as long as it is there."""

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.message_pump import MessagePump as _Base
else:
    _Base = object


class CalledWhileHere(_Base):
    """Is called after the next frame, unless it has gone by then.

    Textual leaves such a call to the screen that is on top, which makes it whatever has become of
    who asked for it: where screens follow each other fast, that one's parts are gone. Stands before
    the kind of part among the bases.
    """

    def call_after_refresh(self, callback: "Callable[..., Any]", *args: Any, **kwargs: Any) -> bool:
        """Have something called when the next frame is drawn; tell whether it may be."""
        call = partial(callback, *args, **kwargs)
        return super().call_after_refresh(lambda: call() if self.is_running else None)
