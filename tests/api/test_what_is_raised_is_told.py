"""Whatever the library raises is told where it is called."""

import ast
import inspect
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import Any

import kinescope_tui.api


def public() -> Iterator[tuple[str, Callable[..., Any]]]:
    for name in kinescope_tui.api.__all__:
        found = getattr(kinescope_tui.api, name)
        if inspect.isfunction(found):
            yield name, found
        elif inspect.isclass(found):
            own = (one for one in vars(found) if not one.startswith("_"))
            members = ((one, inspect.getattr_static(found, one)) for one in own)
            for one, member in members:
                function = getattr(member, "fget", None) or getattr(member, "__func__", member)
                if inspect.isfunction(function):
                    yield f"{name}.{one}", function


def raises(function: Callable[..., Any]) -> bool:
    tree = ast.parse(dedent(inspect.getsource(function)))
    return any(isinstance(node, ast.Raise) and node.exc is not None for node in ast.walk(tree))


def test_what_raises_says_so() -> None:
    silent = [
        name
        for name, function in public()
        if raises(function) and "Raises:" not in (inspect.getdoc(function) or "")
    ]
    assert silent == []
