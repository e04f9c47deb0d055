"""What the command palette offers everywhere."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.app import SystemCommand

from kinescope_tui.presentation.text.cell import one_line

if TYPE_CHECKING:
    from kinescope_tui.app.kinescope_app import KinescopeApp
    from kinescope_tui.resources.places import Place


def palette_commands(app: "KinescopeApp") -> Iterator[SystemCommand]:
    """Yield the places and the profiles of the open workspace, and what needs none."""
    from kinescope_tui.dialogs.preview import Preview
    from kinescope_tui.presentation.requests.code_book import code_book

    gate = app.gate
    forget = "Erase what is kept of this workspace's rows for the next start (:forget)"
    yield SystemCommand("Forget what was seen", forget, gate.forget)

    def show_codes() -> None:
        app.push_screen(Preview("Error codes", code_book()))

    yield SystemCommand("Error codes", "What each documented code means", show_codes)
    if gate.session is None:
        return
    for place in gate.places.values():
        told = f"{place.help[:1].upper()}{place.help[1:]} (:{place.name})"
        yield SystemCommand(_title(place), told, partial(app.action_show, place.name))
    for profile in gate.sign_in.choices:
        name, address = _unmarked(profile.name), _unmarked(profile.base_url)
        yield SystemCommand(f"Profile {name}", f"Open {address}", partial(gate.use, profile))


def _title(place: "Place") -> str:
    """Return a place's name with what people call it besides, by which it is found."""
    own = place.title.casefold().replace(" ", "-")
    others = [name for name in place.others if name not in own]
    told = [name for name in others if not any(o != name and o.startswith(name) for o in others)]
    return f"{place.title} · {', '.join(told)}" if told else place.title


def _unmarked(text: str) -> str:
    """Return a text that the palette, which takes its titles for markup, shows as it is."""
    return one_line(text).replace("[", "［").replace("\\", "＼")
