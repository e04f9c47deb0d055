"""One thing in tabs, and things of other kinds by their names."""

from functools import partial

import pytest
from patience import until
from stage import Open, Stage

from kinescope_tui.demo.faults import Fault
from kinescope_tui.demo.library import Library
from kinescope_tui.demo.server import DemoServer
from kinescope_tui.demo.workspace import Workspace
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.screens.list_screen import ListScreen
from kinescope_tui.services.desktop.clipboard import Clipboard, Copied

SIZE = 300
SECRETS = ("live-secret", "secret-1", "key=secret", "sign=demo", '"p"')


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace(SIZE, hostile=False)


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    texts: list[str] = []

    async def copy(_clipboard: Clipboard, text: str, _osc52: object) -> Copied:
        texts.append(text)
        return Copied("for the test")

    monkeypatch.setattr(Clipboard, "copy", copy)
    return texts


async def back_to_the_list(stage: Stage, demo: DemoServer) -> None:
    """Go to the first video of the list, with nothing marked and nothing wrong."""
    demo.faults.clear()
    await stage.press("escape", "1")
    for _ in until(lambda: isinstance(stage.app.screen, ListScreen)):
        await stage.press("escape")
    await stage.press("escape", "g")


# A video. Each is true of an app that shows the list, and is shown by one app after the other.


async def the_tabs_of_a_video_show_its_parts(stage: Stage, demo: DemoServer) -> None:
    await stage.press("enter")
    assert "Overview   Files 5" in stage.text
    seen = []
    for _ in range(8):
        await stage.press("right_square_bracket")
        seen.append(stage.text)
    files, chapters, _, annotations, posters, materials, audience, raw = seen
    assert "Mbit/s" in files
    assert "━" in files
    assert "12:27" in chapters or "Chapters" in chapters
    assert "Annotations" in annotations
    assert "0:10" in posters or "No posters." in posters
    assert "Materials" in materials
    assert "Views" in audience
    assert "Europe/Moscow" in audience
    assert "project_id  “" in raw
    count = len(demo.requests)
    await stage.press(*["left_square_bracket"] * 8)
    assert len(demo.requests) == count  # what was seen is not asked for again
    assert "Overview" in stage.text


async def the_next_video_is_shown_and_the_list_goes_along(stage: Stage) -> None:
    second = stage.lines[4][16:28].strip()
    await stage.press("enter", "J")
    assert second in "".join(stage.lines[:2])
    await stage.press("K", "K")
    assert "This is the first item." in stage.text
    await stage.press("J", "J", "escape")
    assert "row 3 of 300" in stage.text


async def the_next_video_may_be_on_the_next_page(stage: Stage) -> None:
    await stage.command("100")
    await stage.press("enter", "J", "escape")
    assert "row 101 of 300" in stage.text


async def json_folds_and_is_searched(stage: Stage) -> None:
    await stage.press("enter", "left_square_bracket")
    assert "▼ assets  [5]" in stage.text
    await stage.press("z")
    assert "▶ assets  [5]" in stage.text
    await stage.press("slash", *"720p", "enter")
    assert "720p" in stage.text
    await stage.press("slash", *"nothing like it", "enter")
    assert "was not found" in stage.text


async def a_tab_that_fails_says_why_and_can_be_asked_again(stage: Stage, demo: DemoServer) -> None:
    await stage.press(*"jjjj", "enter")  # one whose numbers are not here yet
    # The overview may ask for the same at rest: whoever asks, it fails.
    demo.faults[:] = [Fault.parse("403@/v1/analytics")]
    await stage.press("left_square_bracket", "left_square_bracket")
    assert "403 · No permission for this" in stage.text
    demo.faults.clear()
    await stage.press("r")
    assert "Unique views" in stage.text
    assert "No permission" not in stage.text


async def a_download_link_is_made_when_it_is_copied_and_never_shown(
    stage: Stage, demo: DemoServer, copied: list[str]
) -> None:
    before = len(demo.requests)
    await stage.press("y")
    assert "loaded when chosen, never shown" in stage.text
    await stage.press("d")
    assert len(demo.requests) == before + 1
    assert "sign=demo" in copied[0]
    assert "sign=demo" not in stage.text
    await stage.shows("Copied the download link")


async def the_whole_copy_menu_copies(stage: Stage, copied: list[str]) -> None:
    copied.clear()
    for letter in "yuehmvtj":
        await stage.press("y", letter)
    video_id, play, embed, hls, markdown, cell, rows, raw = copied
    assert len(video_id) in {22, 36}
    assert play.startswith("https://kinescope.io/")
    assert "/embed/" in embed
    assert hls.endswith(".m3u8")
    assert markdown.endswith(f"]({play})")
    assert cell == "● done"
    assert rows.splitlines()[1].startswith(video_id)
    assert f'"id": "{video_id}"' in raw
    assert not any(secret in raw for secret in SECRETS)
    await stage.press("space", "space", "y", "t")
    assert len(copied[-1].splitlines()) == 3


# Every kind of thing.


async def things_are_listed_opened_and_refused(stage: Stage, demo: DemoServer) -> None:
    for name in ("drm", "moderators", "projects", "timezones"):
        resource = RESOURCES[name]
        await stage.command(name)
        assert stage.cursor_line, name
        assert f"─ {resource.title} ─" in stage.text
        await stage.press("d" if resource.leads_on else "enter")
        assert "Overview" in stage.text, name
        assert not any(secret in stage.text for secret in SECRETS)
        await stage.press("left_square_bracket")
        known = {"timezones": "value", "drm": "url"}.get(name, "id")
        assert f"{known}  “" in stage.text, name
        assert not any(secret in stage.text for secret in SECRETS)
        await stage.press("escape")
        demo.faults[:] = [Fault.parse(f"403@{resource.path}")]
        await stage.press("r")
        assert "403 · No permission for this" in stage.text, name
        assert stage.cursor_line, name
        demo.faults.clear()
        await stage.press("r")
        assert "No permission" not in stage.text, name


async def a_list_that_is_refused_from_the_start_says_so(stage: Stage, demo: DemoServer) -> None:
    for name in ("cdn-zones", "privacy-domains"):
        resource = RESOURCES[name]
        demo.faults[:] = [Fault.parse(f"403@{resource.path}")]
        await stage.command(name)
        assert f"This token cannot read {resource.plural}, even if there are some." in stage.text
        await stage.press("1")
        assert "row 1 of 300" in stage.text


async def what_nobody_documented_is_shown_from_what_comes(stage: Stage) -> None:
    await stage.command("webhooks")
    assert "ENDPOINT" in stage.text
    assert "https://hooks.example.com/0?·" in stage.text
    assert "PASSWORD" not in stage.text
    await stage.command("tags")
    assert "TAG" in stage.text
    assert "ARCHIVED" in stage.text


async def the_entries_of_a_playlist_are_a_list_of_their_own(stage: Stage) -> None:
    await stage.command("playlists")
    await stage.press("j", "d", "right_square_bracket")
    assert "enter opens the list" in stage.text
    await stage.press("enter")
    assert stage.lines[1].endswith("› Entries")
    assert "LENGTH" in stage.text
    await stage.press("escape", "escape")
    assert "Playlists" in stage.lines[1]


async def a_live_event_shows_recordings_restreams_and_quality(stage: Stage) -> None:
    await stage.command("live-events")
    await stage.press(*"jjjjjj", "enter")
    assert "Restreams 1" in stage.text
    await stage.press("right_square_bracket")
    assert "enter opens the list" in stage.text
    await stage.press("right_square_bracket")
    assert "rtmp://live.example.com/app" in stage.text
    await stage.press("right_square_bracket")
    assert "VIDEO KBIT/S" in stage.text


async def the_id_of_an_access_token_is_seen_nowhere(
    stage: Stage, workspace: Workspace, demo: DemoServer, copied: list[str]
) -> None:
    ids = [str(t["id"]) for t in Library(workspace).collections["/v1/access-tokens"].things]
    await stage.command("access-tokens")
    shown = [stage.text]
    await stage.press("y", "j", "y", "t", "y", "y", "enter")
    shown.append(stage.text)
    await stage.press("left_square_bracket")
    shown.append(stage.text)
    await stage.press("escape", "4", "enter")
    shown.append(stage.text)
    assert "read, write, delete" in shown[0]
    assert not any(token in text for token in ids for text in [*shown, *copied])
    assert not any(token in request.target for token in ids for request in demo.requests)


async def a_video_without_an_answer_keeps_what_the_list_knew(
    stage: Stage, demo: DemoServer
) -> None:
    demo.faults[:] = [Fault.parse("404@/v1/videos/")]
    await stage.press(*"jjjjjj", "enter")
    assert "404 · Not found, or not visible to this token" in stage.text
    await stage.press("escape", "escape")
    assert "✗" in stage.cursor_line[:2]


async def test_a_video_is_seen_from_every_side(
    demo: DemoServer, opened: Open, copied: list[str]
) -> None:
    async with opened((100, 40)) as stage:
        for is_true in (
            partial(the_tabs_of_a_video_show_its_parts, demo=demo),
            the_next_video_is_shown_and_the_list_goes_along,
            the_next_video_may_be_on_the_next_page,
            json_folds_and_is_searched,
            partial(a_tab_that_fails_says_why_and_can_be_asked_again, demo=demo),
            partial(
                a_download_link_is_made_when_it_is_copied_and_never_shown, demo=demo, copied=copied
            ),
            partial(the_whole_copy_menu_copies, copied=copied),
            partial(a_video_without_an_answer_keeps_what_the_list_knew, demo=demo),
        ):
            await is_true(stage)
            await back_to_the_list(stage, demo)


async def test_the_next_video_and_the_tab_that_is_shown_are_asked_for_once(
    opened: Open, demo: DemoServer
) -> None:
    async with opened((100, 30)) as stage:
        await stage.press("enter", *["right_square_bracket"] * 3)
        assert demo.requests[-1].target.partition("?")[0].endswith("/subtitles")
        before = len(demo.requests)
        await stage.press("J")
        asked = [request.target.partition("?")[0] for request in [*demo.requests][before:]]
        assert [path for path in asked if path.endswith("/subtitles")] == asked[:1]
        assert asked[0].removesuffix("/subtitles") in asked


async def test_so_are_things_of_other_kinds(
    workspace: Workspace, demo: DemoServer, opened: Open, copied: list[str]
) -> None:
    async with opened((100, 40)) as stage:
        for is_true in (
            partial(a_list_that_is_refused_from_the_start_says_so, demo=demo),
            partial(things_are_listed_opened_and_refused, demo=demo),
            what_nobody_documented_is_shown_from_what_comes,
            the_entries_of_a_playlist_are_a_list_of_their_own,
            a_live_event_shows_recordings_restreams_and_quality,
            partial(
                the_id_of_an_access_token_is_seen_nowhere,
                workspace=workspace, demo=demo, copied=copied,
            ),
        ):  # fmt: skip
            await is_true(stage)
            await back_to_the_list(stage, demo)


async def test_odd_answers_end_no_screen_and_reach_no_terminal(
    demo: DemoServer, opened: Open
) -> None:
    odd = {"live-events": "wrong-types", "webhooks": "odd-ids", "videos": "escapes"}
    async with opened((140, 40)) as stage:
        for name, kind in odd.items():
            await stage.command(name)
            demo.faults[:] = [Fault.parse(kind)]
            await stage.press("r", "b", "j", "j", "l", "escape", "f", "escape", "enter")
            seen = [stage.text]
            for _ in range(4):
                await stage.press("right_square_bracket")
                seen.append(stage.text)
            for _ in until(lambda: isinstance(stage.app.screen, ListScreen)):
                await stage.press("escape")
            await stage.press("A", "y", "t", "e")
            seen.append(stage.text)
            told = "".join(seen).replace("\n", "")
            assert not [c for c in told if ord(c) < 32 or 127 <= ord(c) < 160], name
            assert stage.app.is_running
            demo.faults.clear()
            await stage.press("escape")
