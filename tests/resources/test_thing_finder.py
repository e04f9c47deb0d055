"""What was pasted is found where it is, with one question each, and what was tried is told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kinescope_tui.api import Token
from kinescope_tui.api.client import Item, KinescopeClient
from kinescope_tui.api.errors import (
    ForbiddenError,
    InvalidRequestError,
    KinescopeError,
    NotFoundError,
    NotSentError,
    ServerError,
)
from kinescope_tui.api.exchange import Attempt, Exchange
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.api.models import (
    Folder,
    Identified,
    Player,
    PlaylistEntry,
    Project,
    Tag,
    Video,
)
from kinescope_tui.api.own_secrets import OWN_SECRETS
from kinescope_tui.resources.registry import LISTINGS, RESOURCES, resource_of
from kinescope_tui.resources.resource import Lead
from kinescope_tui.resources.thing_finder import FoundThing, ThingFinder, meaning
from kinescope_tui.services.lists.loaded_things import LoadedThings
from kinescope_tui.services.lists.project_names import ProjectNames
from kinescope_tui.services.pasted import Kind, Pasted, pasted
from kinescope_tui.services.workspace.journal import Journal

UUID = "0fe408bb-4289-4088-8705-7d5a60b808bc"
OTHER = "11e408bb-4289-4088-8705-7d5a60b808bc"
SHORT = "6hkSeTa382Dp1LaU5CoUtx"
NO_UUID = InvalidRequestError("invalid uuid format", status=400, code=400301)
MISSING = NotFoundError("no such entity", status=404, code=404404)


class Answers:
    """Stands for the client: knows things by their paths."""

    def __init__(self, **there: Identified | KinescopeError) -> None:
        self.there = {path.replace("_", "/"): answer for path, answer in there.items()}
        self.otherwise: KinescopeError = MISSING
        self.asked: list[str] = []
        self.page_of: list[Identified] = []
        self.projects_of: dict[str, list[Project]] = {}

    async def page(self, path: str, _model: type[Any], **_asked: Any) -> SimpleNamespace:
        self.asked.append(path)
        return SimpleNamespace(items=self.page_of)

    async def all_projects(self, *, catalog_type: str, **_asked: Any) -> AsyncIterator[Project]:
        self.asked.append(f"/v1/projects?{catalog_type}")
        for project in self.projects_of.get(catalog_type, []):
            yield project

    async def item(self, path: str, model: type[Any]) -> Item[Any]:
        self.asked.append(path)
        answer = self.there.get(path.rpartition("/")[0], self.otherwise)
        if isinstance(answer, KinescopeError):
            raise answer
        assert isinstance(answer, model)
        return Item(answer, {}, Exchange("GET", path, (), datetime(2026, 8, 21, tzinfo=UTC)))


class Here:
    """A finder, and what it knows."""

    def __init__(self, answers: Answers | None = None) -> None:
        self.answers = answers or Answers()
        self.journal = Journal()
        self.loaded: LoadedThings[Any] = LoadedThings()
        client = cast("KinescopeClient", self.answers)
        self.finder = ThingFinder(client, ProjectNames(client), self.journal, self.loaded)

    async def find(self, text: str) -> Any:
        meant = pasted(text)
        assert meant is not None
        return await self.finder.find(meant)


async def test_an_id_of_nothing_known_is_asked_for_kind_by_kind_until_the_first() -> None:
    here = Here(Answers(_v1_projects=Project(id=UUID, name="Lectures")))
    found = await here.find(UUID)
    assert found.resource is RESOURCES["projects"]
    assert found.came is not None
    assert here.answers.asked == [
        f"/v1/videos/{UUID}",
        f"/v2/live/events/{UUID}",
        f"/v1/projects/{UUID}",
    ]


async def test_what_was_tried_is_told_of_what_is_nowhere() -> None:
    here = Here(Answers(_v2_live_events=ForbiddenError("no", status=403)))
    assert await here.find(UUID) is None
    told = "; ".join(here.finder.tried)
    assert "this session's requests; loaded rows" in told
    assert f"video, GET /v1/videos/{UUID}: 404 404404" in told
    assert f"live event, GET /v2/live/events/{UUID}: 403" in told
    assert f"GET /v1/videos?folder_id={UUID}" in told
    assert here.answers.asked == [
        f"/v1/videos/{UUID}",
        f"/v2/live/events/{UUID}",
        f"/v1/projects/{UUID}",
        f"/v1/playlists/{UUID}",
        "/v1/projects?vod",
        "/v1/projects?live",
        "/v1/videos",
        f"/v1/billing/invoices/{UUID}",
        f"/v1/players/{UUID}",
        f"/v1/file-requests/{UUID}",
        f"/v1/speak/rooms/{UUID}",
        f"/v1/moderators/{UUID}",
    ]


async def test_a_folder_is_found_in_its_project_else_by_its_videos() -> None:
    here = Here()
    folder = Folder(id=UUID.upper().replace("-", ""), name="May")
    here.answers.projects_of["live"] = [Project(id=OTHER, folders=[Folder(id="x"), folder])]
    found = await here.find(UUID)
    assert found.item is folder
    assert found.resource.path == f"/v1/projects/{OTHER}/folders"
    assert here.answers.asked[-1] == "/v1/projects?live"
    here = Here()
    here.answers.page_of = [Video(id=OTHER, folder_id=UUID.replace("-", ""))]
    lead = await here.find(UUID)
    assert isinstance(lead, Lead)
    assert lead.view.filters == (("folder_id", UUID),)
    here.answers.page_of = [Video(id=OTHER, folder_id=OTHER)]  # the filter was not known
    assert await here.find(UUID) is None


async def test_what_a_rare_kind_answers_ends_no_search() -> None:
    here = Here(Answers(_v1_billing_invoices=NO_UUID, _v1_players=Player(id=UUID, name="Dark")))
    assert (await here.find(UUID)).item.name == "Dark"


async def test_a_request_id_leads_to_its_request_and_asks_nobody() -> None:
    here = Here()
    exchange = Exchange("GET", "/v1/videos", (), datetime(2026, 8, 21, tzinfo=UTC))
    exchange.attempts += [Attempt(OTHER, request_id=UUID.upper()), Attempt("x", request_id="y")]
    here.journal.record(exchange)
    assert await here.find(f"X-Request-ID: {UUID}") is exchange
    assert await here.find(OTHER) is exchange
    assert not here.answers.asked


@pytest.mark.parametrize("text", [UUID, f"https://kinescope.io/{UUID.upper()}"])
async def test_a_row_that_is_here_is_opened_without_a_question(text: str) -> None:
    here, video = Here(), Video(id=UUID, title="Lecture")
    here.loaded.follow(RESOURCES["tags"], lambda: [Tag(id=OTHER)])
    here.loaded.follow(RESOURCES["videos"], lambda: [video])
    assert await here.find(text) == FoundThing(RESOURCES["videos"], video)
    assert not here.answers.asked


@pytest.mark.parametrize("answer", [NO_UUID, MISSING])
async def test_the_end_of_a_link_is_asked_for_once_then_looked_for_in_links(
    answer: KinescopeError,
) -> None:
    here = Here(Answers(_v1_videos=answer))
    video = Video(id=UUID, embed_link=f"https://kinescope.io/embed/{SHORT}?x=1")
    stop = here.loaded.follow(RESOURCES["videos"], lambda: [Video(id=OTHER), video])
    found = await here.find(f"https://kinescope.io/{SHORT}")
    assert found.item is video
    assert here.answers.asked == [f"/v1/videos/{SHORT}"]
    stop()
    assert await here.find(f"https://kinescope.io/{SHORT}") is None
    assert [told.partition(",")[0] for told in here.finder.tried] == [
        "video",
        "loaded rows",
    ]


async def test_a_short_id_that_is_refused_as_an_id_is_not_asked_for_again() -> None:
    here = Here(Answers(_v1_videos=NO_UUID))
    assert await here.find(SHORT) is None
    assert here.answers.asked == [f"/v1/videos/{SHORT}"]


async def test_what_says_nothing_about_the_thing_ends_the_search() -> None:
    here = Here(Answers(_v1_videos=ServerError("broken", status=500)))
    with pytest.raises(ServerError):
        await here.find(UUID)
    assert len(here.answers.asked) == 1


async def test_an_invoice_is_found_by_its_number_else_asked_for() -> None:
    here = Here(Answers(_v1_billing_invoices=_invoice("17")))
    stop = here.loaded.follow(
        RESOURCES["tags"], lambda: [Tag(id="INV-2026")]
    )  # a tag is no invoice, whatever its id
    invoice = _invoice(OTHER, "INV-2026")
    stop_too = here.loaded.follow(resource_of(LISTINGS["invoices"]), lambda: [invoice])
    assert (await here.find("invoice inv-2026")).item is invoice
    assert not here.answers.asked
    stop()
    stop_too()
    assert (await here.find("invoice 17")).came is not None
    assert here.answers.asked == ["/v1/billing/invoices/17"]


async def test_an_invoice_s_number_that_is_no_id_is_looked_for_in_their_list() -> None:
    here = Here()
    here.answers.page_of = [_invoice("1", "INV-1"), _invoice("2", "INV-2")]
    assert (await here.find("inv-2")).item.id == "2"
    assert here.answers.asked == ["/v1/billing/invoices/inv-2", "/v1/billing/invoices"]
    assert await here.find("inv-3") is None
    assert "the first invoices" in here.finder.tried[-1]


def _invoice(id: str, number: str = "") -> Invoice:
    return Invoice(id=id, raw={"id": id, "number": number})


async def test_a_place_in_a_playlist_is_a_video() -> None:
    here = Here()
    playlist = RESOURCES["playlists"].model(id="p", name="Onboarding")
    lead = RESOURCES["playlists"].leads_to(playlist, ())
    assert lead is not None
    entry = PlaylistEntry(id=UUID, title="First")
    here.loaded.follow(lead.resource, lambda: [entry])
    found = await here.find(UUID)
    assert found.resource is RESOURCES["videos"]
    assert found.item.title == "First"


async def test_a_folder_is_asked_for_in_its_project_else_its_videos_are_meant() -> None:
    here = Here(Answers(**{f"_v1_projects_{OTHER}_folders": Folder(id=UUID, name="May")}))
    found = await here.find(f"https://app.kinescope.io/projects/{OTHER}/folders/{UUID}")
    assert found.item.name == "May"
    lead = await here.finder.find(Pasted(Kind.FOLDER, UUID))
    assert isinstance(lead, Lead)
    assert lead.view.filters == (("folder_id", UUID),)


async def test_a_list_s_own_things_are_found_whatever_the_api_has_for_one_of_them() -> None:
    here = Here()
    tag = Tag(id="t1", tag="physics")
    here.loaded.follow(RESOURCES["tags"], lambda: [tag])
    found = await here.finder.find_of(LISTINGS["tags"], "T1")
    assert isinstance(found, FoundThing)
    assert found.item is tag
    assert await here.finder.find_of(LISTINGS["tags"], "t2") is None
    assert not here.answers.asked


async def test_the_token_is_neither_asked_for_nor_looked_for() -> None:
    here = Here()
    OWN_SECRETS.add(Token.parse(UUID))
    looked: list[int] = []
    here.loaded.follow(RESOURCES["videos"], lambda: map(looked.append, [1]))  # type: ignore[arg-type]  # nothing comes
    with pytest.raises(NotSentError):
        await here.find(f"https://kinescope.io/{UUID}")
    with pytest.raises(NotSentError):
        await here.finder.find_of(LISTINGS["videos"], UUID)
    assert here.finder.find_here(UUID) is None
    assert not looked
    assert not here.answers.asked


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"https://kinescope.io/{UUID}", f"video, GET /v1/videos/{UUID}"),
        ("invoice 12/7", "invoice, GET /v1/billing/invoices/12/7"),
        (f"https://kinescope.io/pl/{SHORT}", f"playlist, GET /v1/playlists/{SHORT}"),
        (f"/v2/live/events/{UUID}", f"live event, GET /v2/live/events/{UUID}"),
        (
            f"app.kinescope.io/projects/{OTHER}/folders/{UUID}",
            f"folder, GET /v1/projects/{OTHER}/folders/{UUID}",
        ),
        (
            f"app.kinescope.io/folders/{UUID}",
            f"folder, GET /v1/videos?folder_id={UUID}",
        ),
        (
            UUID,
            (
                "id of a request or a loaded row, else GET video, live event, project,"
                " playlist, folder, invoice, player, file request, Speak room or moderator,"
                " one by one"
            ),
        ),
    ],
)
def test_what_was_recognised_is_told_with_what_will_be_asked(text: str, told: str) -> None:
    meant = pasted(text)
    assert meant is not None
    assert meaning(meant) == told
