"""A program that asks a `TokenStore` what its input says and writes down what came of it.

keyring looks for its backend once in a process, so every situation has a process of its own.
"""

import asyncio
import json
import os
import sys
from traceback import TracebackException
from typing import Any

from kinescope_tui.api.token import Token
from kinescope_tui.services.workspace import token_store
from kinescope_tui.services.workspace.token_store import TokenStore, TokenStoreError


def everything_in(error: BaseException | None) -> str:
    """Return all that a log, a report or a debugger could show of an error and its causes."""
    if error is None:
        return ""
    traceback = TracebackException.from_exception(error, capture_locals=True).format()
    own = "\n".join([str(error), repr(error), repr(error.args), repr(vars(error)), *traceback])
    return own + everything_in(error.__cause__) + everything_in(error.__context__)


async def answer(store: TokenStore, method: str, arguments: list[str | Token]) -> dict[str, Any]:
    result: dict[str, Any]
    try:
        value = await getattr(store, method)(*arguments)
    except TokenStoreError as error:
        result = {
            "error": type(error).__name__,
            "message": error.message,
            "next_step": error.next_step,
            "everything": everything_in(error),
        }
    else:
        result = {"value": value.reveal() if isinstance(value, Token) else value}
    return result


def questions() -> tuple[float, list[tuple[str, list[str | Token]]]]:
    limit_s, asked = json.load(sys.stdin)
    return limit_s, [
        (method, [*arguments[:2], *map(Token, arguments[2:])]) for method, *arguments in asked
    ]


DOUBLES = {"keyring_doubles.LeakyKeyring", "keyring_doubles.ForgetfulKeyring"}


async def main() -> None:
    token_store._KNOWN.update(DOUBLES)  # noqa: SLF001 - they stand for a system's own
    limit_s, asked = questions()
    store = TokenStore(limit_s=limit_s)
    answers = [await answer(store, method, arguments) for method, arguments in asked]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    asyncio.run(main())
    sys.stdout.flush()
    # A thread that hangs in a library may abort a process that ends in the usual way.
    os._exit(0)
