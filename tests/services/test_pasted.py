"""What somebody pastes is recognised, whatever stands around it, and nothing else is."""

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.pasted import Kind, pasted

UUID = "0fe408bb-4289-4088-8705-7d5a60b808bc"
SHORT = "6hkSeTa382Dp1LaU5CoUtx"
LETTERS = "aVTYdsungSzssWTuWttHoX"


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        (UUID, Kind.ANY, UUID),
        (f"  {UUID.upper()}\n", Kind.ANY, UUID.upper()),
        (SHORT, Kind.ANY, SHORT),
        (f"https://kinescope.io/{UUID}", Kind.VIDEO, UUID),
        (LETTERS, Kind.ANY, LETTERS),
        (f"kinescope.io/{LETTERS}", Kind.VIDEO, LETTERS),
        (f"kinescope.io/{SHORT}?t=42", Kind.VIDEO, SHORT),
        ("https://kinescope.io/201539797", Kind.VIDEO, "201539797"),
        (f"https://kinescope.io/embed/{SHORT}", Kind.VIDEO, SHORT),
        (f"https://kinescope.io/{UUID}/master.m3u8", Kind.VIDEO, UUID),
        (f"//kinescope.io/embed/{UUID}", Kind.VIDEO, UUID),
        (
            f'<iframe src="https://kinescope.io/embed/{SHORT}" allow="x"></iframe>',
            Kind.VIDEO,
            SHORT,
        ),
        (f"https://kinescope.io/pl/{SHORT}", Kind.PLAYLIST, SHORT),
        (f"https://kinescope.io/embed/pl/{SHORT}", Kind.PLAYLIST, SHORT),
        (f"https://app.kinescope.io/projects/{UUID}", Kind.PROJECT, UUID),
        (f"https://app.kinescope.io/projects/{SHORT}/folders/{UUID}", Kind.FOLDER, UUID),
        (f"https://app.kinescope.io/project/{SHORT}/video/{UUID}", Kind.VIDEO, UUID),
        (f"/v2/live/events/{UUID}", Kind.LIVE_EVENT, UUID),
        (f"https://api.kinescope.io/v1/videos/{UUID}?x=1", Kind.VIDEO, UUID),
        (f"https://api.kinescope.io/v1/videos/{UUID}/subtitles", Kind.VIDEO, UUID),
        ("invoice 2026-08/17", Kind.INVOICE, "2026-08/17"),
        ("INV-2026-4711", Kind.INVOICE, "INV-2026-4711"),
        ("Invoice INV-2026-4711", Kind.INVOICE, "INV-2026-4711"),
        ("inv #4711", Kind.INVOICE, "4711"),
        ("Счёт № 1024", Kind.INVOICE, "1024"),
        (f"see https://x.example/?u=https://kinescope.io/{UUID}", Kind.VIDEO, UUID),
        (f"Request failed, X-Request-ID: {UUID}", Kind.ANY, UUID),
    ],
)
def test_what_is_pasted_is_recognised(text: str, kind: Kind, key: str) -> None:
    found = pasted(text)
    assert found is not None
    assert (found.kind, found.key) == (kind, key)


@pytest.mark.parametrize(
    "text",
    [
        "", "investigate2", "invoices2", "Antidisestablishmentar", "a" * 22,
        f"https://kinescope.io/{'A' * 22}",
        "lecture", "lecture 12", "12", "50%", "p2", "invoice", "sort title",
        "https://example.org/6hkSeTa382Dp1LaU5CoUtx", "https://kinescope.io/", "https://kinescope.io/pricing",
        "notkinescope.io/201539797", "//[", "https://kinescope.io.example.org/201539797",
    ],
)  # fmt: skip
def test_what_is_no_thing_is_not_taken_for_one(text: str) -> None:
    assert pasted(text) is None


def test_a_folder_brings_its_project_along() -> None:
    found = pasted(f"https://app.kinescope.io/projects/{SHORT}/folders/{UUID}")
    assert found is not None
    assert found.project_id == SHORT
    assert found.is_link
    assert found.is_uuid


@settings(max_examples=500 if FULL else 30)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for around in (text, f"https://kinescope.io/{text}", f"//{text}", f"/v1/{text}"):
        found = pasted(around)
        assert found is None or found.key
