"""A list of things to choose from, with vi's keys."""

from textual.widgets import OptionList

from kinescope_tui import keymap


class ChoiceList(OptionList):
    """Textual's list of options, with the keys that every list here has."""

    BINDINGS = keymap.bindings("choices")
