"""The parameters of what is to be called are counted as Textual would, without its signature."""

import inspect
from collections.abc import Callable
from functools import partial, wraps
from types import MethodType
from typing import Any

import pytest
from textual import _callback
from textual.app import App

from kinescope_tui.app import KinescopeApp
from kinescope_tui.terminal import counted_parameters
from kinescope_tui.terminal.counted_parameters import count_parameters_quickly


def none() -> None: ...


def one(_a: int) -> None: ...


def some(_a: int, /, _b: int = 2, *_c: int, _d: int = 4, **_e: int) -> None: ...


async def later(_a: int, *, _b: int) -> None: ...


@wraps(one)
def wrapping(*_a: int) -> None: ...


def told(*_a: int) -> None: ...


told.__signature__ = inspect.signature(one)  # type: ignore[attr-defined]  # as decorators do it


class Thing:
    def method(self, _a: int) -> None: ...

    def all_of(*_a: object) -> None: ...  # what it is bound to is among them

    @classmethod
    def of_class(cls, _a: int, _b: int) -> None: ...

    @staticmethod
    def of_none(_a: int) -> None: ...

    def __call__(self, _a: int = 1) -> None: ...


class Heir(Thing):
    def __init__(self, _a: int) -> None: ...


class Told(Thing):
    __signature__ = inspect.signature(none)


CALLED: list[Callable[..., object]] = [
    none, one, some, later, wrapping, told, lambda: None, lambda _a: None,
    Thing().method, Thing().all_of, Thing.method, Thing.of_class, Thing().of_none,
    Thing(), Heir(1), Heir, Told(), MethodType(one, 1), MethodType(wrapping, 1),
    partial(one, 1), partial(Thing().method, 1), partial(Thing(), 1),
    len, [].append, print, KinescopeApp.on_mount, App.action_quit,
]  # fmt: skip


@pytest.mark.parametrize("called", CALLED, ids=repr)
def test_they_are_as_many_as_in_the_signature(called: Callable[..., object]) -> None:
    assert count_parameters_quickly()
    if isinstance(called, partial):  # of which Textual says how many are left
        assert _callback.count_parameters(called) == len(inspect.signature(called).parameters)
    else:
        assert counted(called) == len(inspect.signature(called).parameters)


def counted(called: Callable[..., object]) -> Any:
    return vars(_callback)["_count_parameters"](called)


def test_for_a_function_no_signature_is_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_parameters_quickly()
    monkeypatch.delattr(_callback, "signature")
    assert counted(one) == 1
    with pytest.raises(NameError):
        counted(wrapping)


def test_it_is_done_once_and_not_without_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert count_parameters_quickly()
    counting = vars(_callback)["_count_parameters"]
    assert count_parameters_quickly()
    assert vars(_callback)["_count_parameters"] is counting
    monkeypatch.setattr(counted_parameters, "_NAME", "_gone")
    assert not count_parameters_quickly()
    monkeypatch.setattr(counted_parameters, "_MODULE", "textual._gone")
    assert not count_parameters_quickly()
