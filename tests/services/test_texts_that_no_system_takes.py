"""Whatever is typed for a file, or copied, comes to an end that is told."""

import pytest
from conftest import FULL
from hypothesis import given, settings
from hypothesis import strategies as st

from kinescope_tui.services.desktop.clipboard import Clipboard
from kinescope_tui.services.files.atomic_file import SaveError, save_file, typed_path
from kinescope_tui.services.setup.settings import Route


@pytest.mark.parametrize("text", ["~\0/x.csv", "~\ud800/x.csv", "~nobody-is-called-so/x.csv"])
def test_a_home_of_nobody_is_told(text: str) -> None:
    with pytest.raises(SaveError, match="home folder"):
        typed_path(text)


@given(st.sampled_from(["", "~", "~/", "nowhere/", "./"]), st.text(max_size=20))
@settings(max_examples=2_000 if FULL else 50, deadline=None)
def test_any_text_is_a_path_or_is_refused(before: str, text: str) -> None:
    with pytest.raises(SaveError):
        save_file(typed_path(before + text) / "no-folder" / "x.csv", b"")


async def test_what_is_no_text_is_copied_as_far_as_it_is_one() -> None:
    sent: list[str] = []
    copied = await Clipboard(Route.OSC52, {}).copy("a\ud800b", sent.append)
    assert (sent, copied.how) == (["a?b"], "sent by OSC 52")
