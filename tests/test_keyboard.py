"""Which key is meant, and which keys a user may have; without a screen."""

import pytest

from kinescope_tui.keys import keymap
from kinescope_tui.keys.layouts import LAYOUTS, KeyboardLayouts
from kinescope_tui.keys.remapping import KeyNameError, name_of, remapped
from kinescope_tui.services.setup.settings import Preset


def changed(*own: tuple[str, str], preset: Preset = Preset.DEFAULT) -> dict[str, str]:
    return remapped(preset, own).changed


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_letter_of_a_layout_is_the_key_it_lies_on(layout: str) -> None:
    layouts = KeyboardLayouts([layout])
    assert layouts.by_place("qQ jk") == "qQ jk"
    row = {"us": "asdf", "ru": "фыва", "ua": "фіва", "by": "фыва"}[layout]
    assert layouts.by_place(row) == "asdf"
    assert layouts.by_place(row.upper()) == "ASDF"


def test_a_sign_that_lies_elsewhere_is_read_by_the_letters_before_it() -> None:
    layouts = KeyboardLayouts(["us", "ru"])
    assert layouts.meant(".") == (".", "/")  # nobody knows yet; what is bound here decides
    layouts.hear("о")
    assert layouts.meant(".") == ("/", ".")
    assert layouts.meant(",") == ("?", ",")
    assert layouts.meant(":") == (":", "^")  # a sign that is asked for by its name
    assert layouts.meant("ю") == (".", "ю")
    layouts.hear("j")
    assert layouts.meant(".") == (".",)


def test_without_further_layouts_every_character_is_itself() -> None:
    layouts = KeyboardLayouts(["us", "xx"])
    assert [layouts.meant(c) for c in "о.j"] == [("о",), (".",), ("j",)]
    assert layouts.problems == ["No keyboard layout is called “xx”. Available: us, ru, ua, by."]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("?", "question_mark"), ("F6", "f6"), ("ctrl+F", "ctrl+f"), ("Space", "space"),
        ("+", "plus"), ("PgDn", "pagedown"), ("esc", "escape"), ("G", "G"), ("ф", "ф"),
    ],
)  # fmt: skip
def test_a_key_is_written_as_people_do(written: str, name: str) -> None:
    assert name_of(written) == name


@pytest.mark.parametrize("written", ["", "foo", "a b", "ctrl+foo+x", "ctrl+"])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(KeyNameError, match="is not a key"):
        name_of(written)


def test_two_actions_may_change_places() -> None:
    assert changed(("list.sort", "f"), ("list.facets", "s")) == {
        "list.sort": "f",
        "list.facets": "s",
    }


def test_an_action_keeps_its_arrows_whatever_is_bound_besides() -> None:
    assert changed(("table.down", "W")) == {"table.down": "down,W"}


def test_of_two_that_want_the_same_key_the_later_gives_way() -> None:
    keys = remapped(Preset.DEFAULT, [("list.tree", "T"), ("list.views", "T")])
    assert keys.changed == {"list.tree": "T"}
    (problem,) = keys.problems
    assert problem.startswith(
        "list.views: T is already used by list.tree (show filters, projects and folders"
    )
    assert problem.endswith("The key stays F.")


def test_a_key_may_mean_two_things_in_two_places() -> None:
    assert remapped(Preset.DEFAULT, [("json.fold", "s")]).problems == ()


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("ctrl+h", "Backspace"), ("ctrl+i", "Tab"), ("ctrl+s", "reserved by terminals"),
        ("tab", "between fields"), ("enter", "means the same everywhere"), ("", "needs a key"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_work_is_refused_with_its_reason(key: str, reason: str) -> None:
    keys = remapped(Preset.DEFAULT, [("list.tree", key)])
    assert keys.changed == {}
    assert reason in keys.problems[0]


def test_a_letter_alone_cannot_quit_from_within_a_field() -> None:
    assert "typed in fields" in remapped(Preset.DEFAULT, [("app.quit", "Q")]).problems[0]


def test_vims_keys_are_there_and_the_users_own_win_over_them() -> None:
    assert changed(preset=Preset.VIM)["table.last-column"] == "end,dollar_sign"
    own = changed(("table.last-column", "L"), preset=Preset.VIM)
    assert own["table.last-column"] == "end,L"
    assert own["table.first-column"] == "home,circumflex_accent"


def test_in_ascii_arrows_are_words() -> None:
    shown = {key.id: key.shown for key in keymap.Keymap().in_words().keys}
    assert shown["table.down"] == "Down j"
    assert all(name.isascii() for name in shown.values())
