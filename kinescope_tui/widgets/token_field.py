"""The field for a token: what is typed there leaves it only for the sign-in."""

from textual.events import Paste
from textual.message import Message
from textual.widgets import Input


class TokenField(Input):
    """A password field whose messages carry no value and which copies nothing.

    Textual's log and developer console print the values that an `Input`'s messages carry.
    """

    class Entered(Message):
        """Enter was pressed."""

    class Edited(Message):
        """The text changed."""

    def __init__(self, *, id: str) -> None:
        super().__init__(password=True, placeholder="paste the token here", id=id)

    def post_message(self, message: Message) -> bool:
        """Send the messages without their values."""
        if isinstance(message, Input.Submitted):
            return super().post_message(self.Entered())
        if isinstance(message, Input.Changed):
            return super().post_message(self.Edited())
        if isinstance(message, Input.Blurred):
            return False
        return super().post_message(message)

    def on_paste(self, event: Paste) -> None:
        """Take all that is pasted, not its first line alone: a token may come wrapped."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(" ".join(event.text.split()))

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""
