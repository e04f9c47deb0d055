"""Questions that are asked together: what is told of them has their order, not the answers'."""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def as_asked(found: Mapping[K, V], names: Iterable[K]) -> dict[K, V]:
    """Return what came of questions in the order of their names, whichever answer came first."""
    return {name: found[name] for name in names if name in found}


async def together(*questions: Awaitable[V]) -> list[V]:
    """Return the answers, in the order of the questions, once all of them are through.

    Raises:
        Exception: Of what failed the first question's, whichever failed first.
    """
    answers: list[V] = []
    for answer in await asyncio.gather(*questions, return_exceptions=True):
        if isinstance(answer, BaseException):
            raise answer
        answers.append(answer)
    return answers
