"""What was told."""

from kinescope_tui.dialogs.preview import Preview


class MessageHistory(Preview):
    """All messages; the key that opens it closes it."""

    def __init__(self, text: str, *, can_copy: bool) -> None:
        super().__init__("Messages", text, "copies" if can_copy else "", "copy")
