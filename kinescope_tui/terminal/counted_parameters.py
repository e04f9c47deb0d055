"""How many parameters a callback takes is read from its code."""

from collections.abc import Callable
from importlib import import_module
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import FunctionType, MethodType, ModuleType
from typing import Any

_MODULE, _NAME = "textual._callback", "_count_parameters"
_NOT_ITS_OWN = {"__wrapped__", "__signature__"}  # they tell of other parameters than the code's


def count_parameters_quickly() -> bool:
    """Have Textual count them so, and tell whether it has what this needs.

    What is to be called later stands in a new `partial`, and of each Textual works out the
    signature.
    """
    module = _textuals()
    of_textual: Callable[[Any], int] | None = getattr(module, _NAME, None)
    if module is None or of_textual is None:
        return False
    if not isinstance(of_textual, _Counting):
        setattr(module, _NAME, _Counting(of_textual))
    return True


def _textuals() -> ModuleType | None:
    try:
        return import_module(_MODULE)
    except ImportError:
        return None


class _Counting:
    """Counts the parameters of functions, and has all else counted.

    Attributes:
        others: What counts those of anything.
    """

    def __init__(self, others: Callable[[Any], int]) -> None:
        self.others = others

    def __call__(self, called: Callable[..., object]) -> int:
        """Return how many there are, those apart that are given already."""
        function, is_bound = _function_of(called)
        if isinstance(function, FunctionType) and _NOT_ITS_OWN.isdisjoint(vars(function)):
            code = function.__code__
            more = bool(code.co_flags & CO_VARARGS) + bool(code.co_flags & CO_VARKEYWORDS)
            if code.co_argcount >= is_bound:  # else it takes what it is bound to among others
                return code.co_argcount - is_bound + code.co_kwonlyargcount + more
        return self.others(called)


def _function_of(called: Callable[..., object]) -> tuple[object, bool]:
    """Return what runs, if it is written in Python, and whether its first parameter is given."""
    if isinstance(called, FunctionType):
        return called, False
    if isinstance(called, MethodType):
        return called.__func__, True
    if hasattr(called, "__signature__"):
        return None, False
    return vars(type(called)).get("__call__"), True
