"""What the command palette offers everywhere."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from kinescope_tui.presentation.text.cell import one_line

if TYPE_CHECKING:
    from kinescope_tui.app.kinescope_app import KinescopeApp


def palette_commands(app: "KinescopeApp") -> Iterator[SystemCommand]:
    """Yield the places and the profiles of the open workspace, and what needs none."""
    from kinescope_tui.dialogs.preview import Preview
    from kinescope_tui.presentation.requests.code_book import code_book

    gate = app.gate
    forget = "Erase the rows remembered for the next start (:forget)"
    yield SystemCommand("Forget remembered rows", forget, gate.forget)

    def show_codes() -> None:
        app.push_screen(Preview("Error codes", code_book()))

    yield SystemCommand("Error codes", "What each documented error code means", show_codes)
    if gate.session is None:
        return
    for place in gate.places.values():
        told = f"{place.help[:1].upper()}{place.help[1:]} (:{place.name})"
        yield SystemCommand(place.full_title, told, partial(app.action_show, place.name))
    for profile in gate.sign_in.choices:
        name, address = _unmarked(profile.name), _unmarked(profile.base_url)
        yield SystemCommand(f"Profile {name}", f"Open {address}", partial(gate.use, profile))


def _unmarked(text: str) -> str:
    """Return a text that the palette, which takes its titles for markup, shows as it is."""
    return one_line(text).replace("[", "［").replace("\\", "＼")
