"""Keys: the user's own, by their places on other layouts, found in help and palette."""

import re

import pytest
from stage import Open, Stage
from textual import events

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.services.setup.settings import Setting, Settings, Source


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(250, seed=7, hostile=False)


def own_keys(**bindings: str) -> Settings:
    pairs = tuple(
        (name.replace("___", "-").replace("__", "."), keys) for name, keys in bindings.items()
    )
    return Settings(bindings=Setting(pairs, Source.FILE))


async def test_a_remapped_key_does_it_and_the_footer_says_so(opened: Open) -> None:
    settings = own_keys(list__facets="F6,T", list__sort="f")
    async with opened(settings=settings) as stage:
        assert "F6 filter" in stage.lines[-1]
        assert "f sort" in stage.lines[-1]
        await stage.press("T")
        assert "esc back" in stage.text
        await stage.press("escape", "l", "f")
        assert "sorted by the server: title ▲" in stage.text
        await stage.press("s")
        assert "Filters" not in stage.text
        # One that does nothing now says why.
        await stage.press("4", "w")
        assert "always up to date" in " ".join(stage.text.split())


async def test_keys_that_clash_stay_as_they_are_and_the_reason_is_told(opened: Open) -> None:
    settings = own_keys(list__facets="j", list__sort="ctrl+h", no__such="a", table__open="b")
    async with opened((120, 40), settings=settings) as stage:
        for told in (
            "list.facets: j is already used by table.down",
            "ctrl+h is the same as Backspace",
            "No action is called “no.such”",
            "table.open: b is already used by list.tree",
        ):
            assert told in " ".join(stage.text.split())
        await stage.press("j")
        assert "row 2 of 250" in stage.text


async def test_russian_letters_are_the_keys_that_they_lie_on_but_in_a_field(opened: Open) -> None:
    async with opened() as stage:
        await stage.press("о", "о", "л")  # j j k
        assert "row 2 of 250" in stage.text
        await stage.press("П")  # G
        assert "row 250 of 250" in stage.text
        await stage.press("п", "ъ")  # g ]
        assert "row 101 of 250" in stage.text
        await stage.press("х", "д", "ы")  # [ l s
        assert "sorted by the server: title ▲" in stage.text
        await stage.press("я")  # z
        assert "Sort levels" in stage.text
        await stage.press("о", "й")  # j q
        assert "Sort levels" not in stage.text
        # So they do in the copy menu.
        await stage.press("н")  # y
        assert "play link" in stage.text
        await stage.press("к")  # r
        await stage.shows("Copied the request id")
        # Signs are found where they lie after such letters.
        await stage.press("о", "full_stop")  # j /
        assert "/" in stage.lines[1]
        await stage.press(*"урок")
        assert "урок" in stage.lines[1]
        await stage.press("escape", "comma")  # ?
        assert "Keys" in stage.text
        await stage.press("escape", "Ж")  # :
        assert "Go to" in stage.text
        await stage.press("escape", "ё")  # `
        assert "GET" in stage.text
        # What is typed into a field stays as it is, but for orders.
        await stage.press("escape", "slash", *"йцук.,")
        assert "йцук.," in stage.lines[1]
        await stage.press("ctrl+й")
        assert not stage.app.is_running


async def test_help_finds_a_key_by_its_words_and_does_it(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("question_mark", *"LEVELS")
        assert "edit the sort levels" in stage.text
        assert "list.sort-editor" in stage.text
        assert "copy menu" not in stage.text
        await stage.press("enter")
        assert "Sort levels" in stage.text
        # It understands words that were typed on a Russian layout.
        await stage.press("escape", "question_mark", *"куйгуые", "space", *"шв")  # request id
        assert "the request id" in stage.text
        await stage.press("enter")
        await stage.shows("Copied the request id")
        # It says what is not on the screen beneath, and finds keys of other screens.
        await stage.press("question_mark", *"tree.open", "enter")
        assert "tree.open · not on this screen" in stage.text
        await stage.press("escape", "escape", "enter", "question_mark")
        assert "daily usage" not in stage.text
        await stage.press(*"daily usage")
        assert "daily usage" in stage.text
        assert "billing.usage · not on this screen" in stage.text
        await stage.press("escape", "escape", "escape", "escape")
        # The palette finds what it tells.
        await stage.press("ctrl+p", *"sort levels")
        await stage.shows("Edit the sort levels")
        await stage.press("enter")
        await stage.shows("space adds")


async def test_help_shows_the_users_own_keys_and_what_they_were(opened: Open) -> None:
    async with opened((140, 50), settings=own_keys(list__facets="T")) as stage:
        await stage.press("question_mark")
        assert "• T" in stage.text
        assert "Moving around a table" in stage.text
        await stage.press(*"facets")
        assert "list.facets · default f" in stage.text
        await stage.press("escape", "escape", "T")
        assert "Filters" in stage.text


async def test_the_command_line_completes_and_remembers(opened: Open) -> None:
    async with opened((80, 24)) as stage:
        await stage.press("colon", *"pl")
        assert "playlists" in stage.text
        assert "players" in stage.text
        await stage.press("tab", "tab", "enter")
        assert "Players" in "".join(stage.lines[:2])
        await stage.press("1", "colon", *"sort -ti", "tab", "enter")
        assert "title ▼" in stage.text
        await stage.press("colon", "up", "up", "up", "down", "enter")
        assert "title ▼" in stage.text
        await stage.press("colon", "up", "up", "enter")
        assert "Players" in "".join(stage.lines[:2])
        # What is typed on a Russian layout is understood.
        await stage.press("1", "Ж", *"куйгуы")  # reques
        assert "requests" in stage.text
        await stage.press("tab", "enter")
        assert "GET" in stage.text
        await stage.press("Ж", *"мшвущы", "enter")  # videos
        assert stage.app.current_mode == "videos"
        # A saved view is shown by its name, and a theme.
        await stage.press("colon", *"view ")
        await stage.press("tab", "enter")
        assert "found by the server" in stage.text
        await stage.press("colon", *"theme kinescope-l", "tab", "enter")
        assert stage.app.theme == "kinescope-light"
        await stage.press("colon", *"theme nosuch", "enter")
        assert "No theme is called 'nosuch'" in " ".join(stage.text.split())
        await stage.press("colon", *"keys", "enter")
        assert "╭─ Keys ─" in stage.text


HINTING = own_keys(
    view__refresh="F2", view__refresh___all="r", view__copy="Y", copy__bundle="B",
    view__problem="F3", token__enter="F4", list__facets="F6", facets__count="C",
    facets__clear="X", sort__flip="F", sort__raise="U", sort__lower="D", sort__toggle="m",
    views__add="n", views__drop="d", settings__check="F8", settings__theme="L",
    settings__report="P", view__help="F9", requests__failures="W", app__quit="ctrl+g",
    export__stop="ctrl+y", mode__billing="6", billing__usage="U", list__search="F10",
    requests__search="F10", requests__sort="ctrl+w",
)  # fmt: skip
STALE = re.compile(
    r"(?<![\w+])(?:r (?:retries|reloads|asks|tries|now)|t (?:enters|uses)|y s|! shows"
    r"|f (?:shows|asks)|c counts|x (?:clears|removes)|s flips|J K|space adds|a saves"
    r"|ctrl\+[tqx] |[TD?] (?:changes|shows|lists)"
    r"|u shows|[/fsyr?] (?:search|filter|copy|reload|the keys)|after y)"
)


def tells(stage: Stage, *told: str) -> None:
    text = " ".join(stage.text.split())
    assert all(words in text for words in told), text
    assert not STALE.search(text), STALE.findall(text)


async def test_what_the_screens_say_about_keys_follows_the_users_own(
    demo: DemoServer, opened: Open
) -> None:
    async with opened((100, 30), settings=HINTING) as stage:
        tells(stage, "F2 reload", "F6 filter")
        await stage.press("f6")
        tells(stage, "space chooses · C counts · X clears")
        await stage.press("escape", "z")
        tells(stage, "m adds · F flips · D U move")
        await stage.press("escape", "F")
        tells(stage, "n saves this view · d removes")
        await stage.press("escape", "Y")
        tells(stage, "B support bundle")
        await stage.press("escape", "f10", *"qq", "enter")
        tells(stage, "No match", "F2 reloads")
        await stage.press("escape", "f9", *"after")
        tells(stage, "Copy menu (after Y)")
        await stage.press("escape", "escape", "6")
        tells(stage, "6 Billing", "U usage")
        await stage.press("5")
        tells(stage, "F4 uses another")
        await stage.press("4", "W")
        tells(stage, "No failures", "W shows all requests")
        await stage.press("1")
        demo.faults[:] = [Fault.parse("403@/v1/videos")]
        await stage.press("f2")
        tells(stage, "F4 enters another token")
    async with opened((100, 30), settings=HINTING) as stage:
        tells(stage, "This token cannot read videos", "F4 enters another token")
        demo.faults[:] = [Fault.parse("500@/v1/videos")]
        await stage.press("f2")
        tells(stage, "F2 retries · Y B support bundle", "F3 all details")


async def test_so_does_what_is_said_deeper_down(demo: DemoServer, opened: Open) -> None:
    async with opened((110, 30), settings=HINTING) as stage:
        tells(stage, "F2 reload")
        refused, failed = Fault.parse("403"), Fault.parse("404@/v1/analytics")
        demo.faults[:] = [refused]
        await stage.press("enter")
        tells(stage, "No permission", "F4 enters another token")
        await stage.press("escape", "escape", "2")
        tells(stage, "F4 enters another token")
        demo.faults.clear()
        await stage.press("f2")
        demo.faults[:] = [failed]
        await stage.press("enter")
        tells(stage, "The videos could not be loaded", "F2 retries")
        await stage.press("escape", "escape", "v")
        tells(stage, "F2 retries")
        await stage.press("escape", "escape", "6", "U")
        demo.faults[:] = [refused]
        await stage.press("f2")
        tells(stage, "F4 enters another token")
        demo.faults.clear()
        await stage.press("5", "f4")
        tells(stage, "enter signs in", "ctrl+g quits")


# Keys that come in one go.


async def test_what_is_typed_ahead_goes_where_it_is_meant_to(opened: Open) -> None:
    async with opened((100, 24)) as stage:
        stage.in_one_go(":", *"42", "enter")
        await stage.shows("row 42 of 250")
        stage.in_one_go("/", *"react", "enter", "k")
        await stage.shows("/ react  ", "found by the server")
        stage.in_one_go("escape", ":", *"sort -title", "enter", "G", "4", "f")
        await stage.shows("No failures in")
        await stage.press("1")
        await stage.shows("title ▼")
        # So does what is pasted among them.
        stage.in_one_go("/", "w", "e")
        stage.app.post_message(events.Paste("bin"))
        stage.in_one_go("a", "r", "enter")
        await stage.shows("/ webinar ")
