"""The documented error codes, explained offline."""

from textwrap import fill

from kinescope_tui.api.error_codes import CODES, KnownCode

_WIDTH = 76


def explained(code: int) -> str:
    """Return what is known of a code; empty if nobody documents it."""
    known = CODES.get(code)
    return "" if known is None else _entry(code, known)


def code_book() -> str:
    """Return all of them."""
    return "\n\n".join(_entry(code, known) for code, known in CODES.items())


def _entry(code: int, known: KnownCode) -> str:
    indent = " " * 8
    lines = [("likely: ", known.cause), ("try:    ", known.step)]
    told = [fill(text, _WIDTH, initial_indent=f"{indent}{label}", subsequent_indent=indent * 2)
            for label, text in lines]  # fmt: skip
    return "\n".join([f"{code:<7} {known.name}", *told, f"{indent}see:    {known.page}"])
