"""The grammar of the command line, as values."""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from kinescope_tui.api.order import Order, SortLevel
from kinescope_tui.api.own_secrets import NOT_TAKEN, OWN_SECRETS

_LONGEST_NUMBER = 12  # digits


class CommandError(ValueError):
    """A line that means nothing; its text says why."""


class GoToRow(msgspec.Struct, frozen=True):
    """A row, from 1."""

    row: int


class GoToPage(msgspec.Struct, frozen=True):
    """A page of the API, from 1."""

    page: int


class GoToShare(msgspec.Struct, frozen=True):
    """A share of the list, in percent."""

    percent: int


class Sort(msgspec.Struct, frozen=True):
    """An order for the list."""

    order: Order


class GoToPlace(msgspec.Struct, frozen=True):
    """A place by its name, and what stands after it."""

    name: str
    rest: str = ""


Command = GoToRow | GoToPage | GoToShare | Sort | GoToPlace


def parse_command(text: str) -> Command:
    """Return what a line means: `42`, `p7`, `90%`, `sort -created_at,title`, or a place's name.

    Raises:
        CommandError: It means nothing, or it is a token.
    """
    if OWN_SECRETS.stand_in(text):
        raise CommandError(NOT_TAKEN)
    word, _, rest = text.strip().removeprefix(":").strip().partition(" ")
    if _is_number(word):
        return GoToRow(int(word))
    if word[:1] == "p" and _is_number(word[1:]):
        return GoToPage(int(word[1:]))
    if word[-1:] == "%" and _is_number(word[:-1]):
        return GoToShare(min(int(word[:-1]), 100))
    if word == "sort":
        return Sort(_order(rest))
    if not word:
        raise CommandError("Nothing entered.")
    return GoToPlace(word.lower(), rest.strip())


def completed(text: str, completions: Mapping[str, Callable[[], Sequence[str]]]) -> list[str]:
    """Return the lines that a beginning may become.

    Args:
        text: What was typed so far.
        completions: What may follow a word; under the empty one what a line begins with.
    """
    begin = text.lstrip(": ")
    word, space, rest = begin.partition(" ")
    lines = completions.get("", list)()
    if not space:
        return [line for line in lines if line.casefold().startswith(word.casefold())]
    if word not in completions:  # a name of two words, written as people write it
        sought = " ".join([*begin.casefold().split(), *([""] if begin.endswith(" ") else [])])
        spaced = (line.replace("-", " ") for line in lines)
        return [line for line in spaced if line.casefold().startswith(sought)]
    lead = ""
    if word == "sort":  # field by field, each with its direction
        before, comma, rest = rest.rpartition(",")
        sign = rest[:1] if rest[:1] in {"-", "+"} else ""
        lead, rest = f"{before}{comma}{sign}", rest[len(sign) :]
    found = completions.get(word, list)()
    sought = rest.lstrip().casefold()
    return [f"{word} {lead}{name}" for name in found if name.casefold().startswith(sought)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER


def _order(text: str) -> Order:
    """Return the order in `-created_at,title`, or as the API spells it."""
    levels: list[SortLevel] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if part.startswith(("-", "+")):
            levels.append(SortLevel(part[1:], part[0] == "-"))
            continue
        try:
            levels += Order.parse(part).levels
        except ValueError as error:
            raise CommandError(str(error)) from None
    if not levels or not all(level.field for level in levels):
        raise CommandError("sort needs fields, e.g. sort -created_at,title")
    return Order.of(levels)
