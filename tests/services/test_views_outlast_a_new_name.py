"""Views that are not in a file yet are those of their profile, whatever it is called."""

from pathlib import Path
from unittest.mock import patch

import pytest

from kinescope_tui.services.files import json_file
from kinescope_tui.services.files.atomic_file import SaveError
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStoreError
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import Profile

ACME = Profile("acme", "https://api.kinescope.io")
FULL = SaveError("The disk is full.", "free some space")


@pytest.mark.parametrize("is_kept", [False, True])
def test_what_could_not_be_saved_goes_along(tmp_path: Path, is_kept: bool) -> None:
    profiles = ProfileStore(tmp_path if is_kept else None)
    profiles.add(ACME)
    with patch.object(json_file, "save_file", side_effect=FULL):
        if is_kept:
            with pytest.raises(ViewStoreError):
                profiles.views("acme").keep("videos", "one", View(search="1"))
        else:
            profiles.views("acme").keep("videos", "one", View(search="1"))
    assert list(profiles.views("acme").views("videos")) == ["one"]
    profiles.rename(ACME, "umbrella")
    assert list(profiles.views("umbrella").views("videos")) == ["one"]
    assert profiles.views("acme").views("videos") == {}
    profiles.views("umbrella").keep("videos", "two", View(search="2"))
    assert set(profiles.views("umbrella").views("videos")) == {"one", "two"}
    if is_kept:
        again = ProfileStore(tmp_path).views("umbrella")
        assert set(again.views("videos")) == {"one", "two"}
    profiles.remove("umbrella")
    assert profiles.views("umbrella").views("videos") == {}
