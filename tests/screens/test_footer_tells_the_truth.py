"""Each key that a footer shows does what the footer says, and each screen shows a way back."""

from collections.abc import Sequence
from typing import Any

import pytest
from stage import Open, Stage
from textual.widgets import Input

from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.keys.keymap import KEY_SCOPES, KEYS, Key, character_of
from kinescope_tui.keys.paired import paired as paired_keys
from kinescope_tui.widgets.key_line import Entry, KeyLine, fitting, paired

# What leads to a state, and words that its footer has to hold.
STATES: tuple[tuple[Sequence[str], Sequence[str]], ...] = (
    ((), ("enter open", "/ search", "f filter", ": go to", "? help", "q quit")),
    (("slash", "a"), ("enter keep", "↓ rows", "F1 help", "esc cancel")),
    (("escape", "space"), ("esc back",)),  # from the mark
    (("escape", "b", "b"), ("enter show", "space choose", "→ ← fold", "esc back")),
    (("escape", "colon"), ("tab complete", "↑ earlier", "enter go", "esc back")),
    (("escape", "question_mark"), ("enter run", "esc back")),
    (("escape", "ctrl+p"), ("enter run", "esc back")),
    (("escape", "y"), ("esc back",)),
    (("escape", "f"), ("enter show", "space choose", "→ ← fold", "esc back")),
    (("f",), ("space choose", "x clear", "enter show", "esc back")),  # all of them, in a dialog
    (("escape", "z"), ("space add", "s flip", "enter apply", "esc back")),
    (("escape", "C"), ("space show", "enter apply", "esc back")),
    (("escape", "F"), ("enter open", "a add", "esc back")),
    (("a",), ("enter save", "esc back")),  # types the name
    (("escape", "escape", "e"), ("tab next field", "enter export", "esc back")),
    (("escape", "grave_accent"), ("x again", "f failures", "enter open", "esc back")),
    (("escape", "escape", "enter"), ("] [ tab", "a analytics", "esc back")),
    (("left_square_bracket",), ("z fold", "/ search", "esc back")),
    (("slash", "a"), ("esc",)),
    (("escape", "escape", "2"), ("enter drill", "t range", "m metric", "q back")),
    (("t",), ("enter apply", "tab next field", "← → choose", "esc back")),
    (("escape", "enter"), ("esc back",)),
    (("escape", "v"), ("d D group", "esc back")),
    (("escape", "3"), ("u usage", "q back")),
    (("enter",), ("esc back",)),
    (("escape", "u"), ("m product", "x exact", "q back")),
    (("4",), ("f failures", "q back")),
    (("enter",), ("x again", "esc back")),
    (("escape", "5"), ("ctrl+t check", "D report", "q back")),
    (("D",), ("enter copy", "esc back")),
)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(60, seed=7, hostile=False)


async def test_every_key_in_the_footer_does_what_it_says(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened((140, 24)) as stage:
        for keys, words in STATES:
            await stage.press(*keys)
            footer = stage.lines[-1]
            assert not [word for word in words if word not in footer], (keys, footer, stage.text)
            await do_as_they_say(stage, monkeypatch)
        assert stage.app.is_running


# What leads there, and what its footer has room for at 80 columns, and at 60.
NARROW = (
    (("b",), "enter show  space choose  → ← fold", "enter show  space choose"),
    (("2",), "enter drill  t range", "enter drill  t range"),
    (("3", "u"), "enter drill  t range", "enter drill  t range"),
    (("5",), "enter open  n new  ] [ tab", "enter open  n new"),
    (("0",), "enter open  space seen", "enter open  space seen"),
)


async def test_keys_of_what_has_the_focus_have_room_first(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened((80, 24)) as stage:
        await are_looked_through_once_drawn(stage, monkeypatch)
        for keys, *shown in NARROW:
            for width, words in zip((80, 60), shown, strict=True):
                await stage.pilot.resize_terminal(width, 24)
                await stage.press(*keys)
                footer = stage.lines[-1]
                assert not [one for one in words.split("  ") if one not in footer], footer
                assert ": go to  ? help" in footer
                await stage.press(*["escape"] * 3, "1", *(("b",) if keys == ("b",) else ()))


async def are_looked_through_once_drawn(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """See that keys that change again and again are looked through when they are wanted."""
    screen, looked = stage.app.screen, [0]
    line = screen.query_one(KeyLine)
    alive = vars(KeyLine)["_alive"]

    def count(*arguments: Any) -> Any:
        looked[0] += 1
        return alive(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(KeyLine, "_alive", count)
        for times in (1, 2):
            for _ in range(5):
                screen.refresh_bindings()
                await stage.still()
            assert looked == [times - 1]
            assert line.entries
            assert line.fixed
            assert looked == [times]
        shown = line.entries
        stage.app.app_focus = False  # somebody looks at another window
        await stage.still()
        assert (line.entries, looked) == (shown, [2])
        stage.app.app_focus = True
        await stage.still()
        assert (line.entries, looked) == (shown, [3])


async def do_as_they_say(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press each key of the footer, and see that it runs the action it stands for, and no other."""
    screen = stage.app.screen
    line = screen.query_one(KeyLine)
    assert line.fixed, screen  # the way back
    run: list[str] = []

    async def note(action: Any, place: object = None) -> bool:
        if isinstance(place, Input) and action.startswith("scroll_"):
            return False  # a field scrolls no lines: the key goes on
        run.append(action)
        return True

    typed = [field.value for field in screen.query(Input)]
    with monkeypatch.context() as patched:
        patched.setattr(stage.app, "run_action", note)
        entries = (*line.entries, *line.fixed)
        stage.in_one_go(*(character_of(entry.key) or entry.key for entry in entries))
        await stage.still()
    assert run == [entry.action for entry in entries], (screen, entries)
    assert [field.value for field in screen.query(Input)] == typed


def test_what_matters_more_is_there_first_and_what_fits_beside_it_too() -> None:
    def entry(label: str, rank: int) -> Entry:
        return Entry("x", "x", label, "x", rank=rank)

    entries = [entry("less", 3), entry("most", 1), entry("some", 2), entry("a", 4)]
    assert [one.label for one in fitting(entries, 100)] == ["less", "most", "some", "a"]
    assert [one.label for one in fitting(entries, 22)] == ["most", "some", "a"]
    assert [one.label for one in fitting(entries, 9)] == ["most"]
    assert fitting(entries, 4) == []


def test_two_keys_of_one_label_tell_it_once() -> None:
    there, back = Entry("a", "]", "tab", "a"), Entry("b", "[", "tab", "b", rank=3)
    other = Entry("c", "c", "else", "c", rank=2)
    assert paired([there, back, other]) == [[there, back], [other]]
    assert fitting([there, back, other], there.width + 2) == [there, back]
    assert fitting([there, back], there.width) == []  # one alone says that none goes back


def test_in_a_footer_two_keys_of_one_label_are_there_and_back() -> None:
    for scope in KEY_SCOPES:
        labels: dict[str, list[Key]] = {}
        for key in KEYS:
            if key.group in set(scope) - {"app", "screen"} and key.rank:
                labels.setdefault(key.label, []).append(key)
        for label, keys in labels.items():
            groups = {key.group for key in keys}
            assert len(keys) == 1 or (len(groups) == 1 and paired_keys(keys) == [tuple(keys)]), (
                label,
                keys,
            )
