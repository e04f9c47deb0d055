"""A message may hold a name from outside, and a name may hold what would be markup."""

import importlib
import inspect
import pkgutil

from textual.widget import Widget

import kinescope_tui
from kinescope_tui.widgets.notices import Notices


def test_whatever_tells_something_tells_it_as_it_is() -> None:
    found = set()
    for module in pkgutil.walk_packages(kinescope_tui.__path__, "kinescope_tui."):
        if not module.name.endswith("__main__"):
            members = vars(importlib.import_module(module.name)).values()
            found |= {
                kind
                for kind in members
                if isinstance(kind, type) and kind.__module__ == module.name
            }
    telling = {
        kind
        for kind in found
        if issubclass(kind, Widget) and "self.notify(" in inspect.getsource(kind)
    }
    assert len(telling) > 3
    assert {kind.__name__ for kind in telling if not issubclass(kind, Notices)} == set()
