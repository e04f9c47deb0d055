"""Settings: how the user wants the program to be, and who said so."""

import reprlib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec.structs import replace

from kinescope_tui.api.text import clean
from kinescope_tui.services.files.read_file import read_file
from kinescope_tui.services.setup.own_list import OwnList, read_own_lists

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

DEFAULT_THEME = "kinescope-dark"
_MAX_BYTES = 32_000  # tomllib takes minutes over a long line of dots
PER_PAGE, _MAX_PER_PAGE = 100, 100  # guidelines, "Pagination"; without httpx, for a quick start
STUCK_AFTER_H, _MAX_STUCK_H = 6, 720
"""How long a video may be in work before the inbox tells of it, in hours."""

LEDGER_DAYS, LEDGER_ENTRIES = 30, 10_000
"""For how long requests are kept, and how many, at most."""

INDEX_MB, _MAX_INDEX_MB = 4_096, 1_000_000
_MAX_SHOWN = 60  # characters of what was found instead of a value
_SWITCHES = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}


class Source(StrEnum):
    """The source of a value; a later one wins."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    OPTION = "option"


class Colours(StrEnum):
    """The number of colours that are drawn with."""

    AUTO = "auto"
    SIXTEEN = "16"
    NONE = "none"


class Glyphs(StrEnum):
    """The characters that signs and borders are made of."""

    UNICODE = "unicode"
    ASCII = "ascii"


class Posters(StrEnum):
    """When posters are shown."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class Route(StrEnum):
    """By which way a text goes to the clipboard."""

    AUTO = "auto"
    NATIVE = "native"
    OSC52 = "osc52"


class Preset(StrEnum):
    """The keys that there are before the user's own."""

    DEFAULT = "default"
    VIM = "vim"


class Setting(msgspec.Struct, Generic[T], frozen=True):
    """A value, and who said so."""

    value: T
    source: Source = Source.DEFAULT


class Settings(msgspec.Struct, frozen=True):
    """Every setting; those that nobody spoke of have their defaults.

    Attributes:
        theme: A theme's name; whether there is one of that name, the app knows.
        colours: `auto` draws with as many as the terminal has, and with none under `NO_COLOR`.
        posters: `auto` shows them where the terminal is on this computer and has enough colours.
        per_page: How many rows of a list are asked for at a time.
        stuck_after: After how many hours in work a video is told of in the inbox.
        ledger: Whether requests are kept from one start to the next.
        ledger_days: For how long they are.
        ledger_entries: How many are.
        index_mb: How many megabytes the index of a workspace may take on the disk.
        layouts: Keyboard layouts whose letters are understood by the places of their keys.
        bindings: Keys by the id of an action, comma-separated; the keymap knows which there are.
        lists: What the user adds to the lists of the API; they stand in the file alone.
        path: The file, whether it exists or not; None without one.
        problems: What was not understood, a sentence each; defaults stand in its place.
    """

    theme: Setting[str] = msgspec.field(default=Setting(DEFAULT_THEME))
    colours: Setting[Colours] = msgspec.field(default=Setting(Colours.AUTO))
    glyphs: Setting[Glyphs] = msgspec.field(default=Setting(Glyphs.UNICODE))
    clipboard: Setting[Route] = msgspec.field(default=Setting(Route.AUTO))
    posters: Setting[Posters] = msgspec.field(default=Setting(Posters.AUTO))
    mouse: Setting[bool] = msgspec.field(default=Setting(value=True))
    per_page: Setting[int] = msgspec.field(default=Setting(PER_PAGE))
    stuck_after: Setting[int] = msgspec.field(default=Setting(STUCK_AFTER_H))
    ledger: Setting[bool] = msgspec.field(default=Setting(value=True))
    ledger_days: Setting[int] = msgspec.field(default=Setting(LEDGER_DAYS))
    ledger_entries: Setting[int] = msgspec.field(default=Setting(LEDGER_ENTRIES))
    index_mb: Setting[int] = msgspec.field(default=Setting(INDEX_MB))
    preset: Setting[Preset] = msgspec.field(default=Setting(Preset.DEFAULT))
    layouts: Setting[tuple[str, ...]] = msgspec.field(default=Setting(("us", "ru")))
    bindings: Setting[tuple[tuple[str, str], ...]] = msgspec.field(default=Setting(()))
    lists: tuple[OwnList, ...] = ()
    path: Path | None = None
    problems: tuple[str, ...] = ()

    def items(self) -> Iterable[tuple[str, Setting[Any]]]:
        """Return every setting under the name that it has in the file."""
        for name, known in _KNOWN.items():
            yield name, getattr(self, known.attribute)


def load_settings(
    path: Path | None = None,
    environment: Mapping[str, str] | None = None,
    options: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings: what the options say, else the environment, else the file.

    Nothing is ever written: the file is the user's. A broken one therefore needs no copy; it is
    told in `problems`, and what can be read of it counts.

    Args:
        path: A TOML file, which need not exist.
        environment: Variables, of which `KINESCOPE_THEME` and the like are read, and `NO_COLOR`.
        options: Values by the names that they have in the file.
    """
    reading = _Reading()
    lists: list[OwnList] = []
    if path is not None:
        text, document = _document(path, reading.problems)
        own = document.pop("lists", [])
        reading.take_all(_flat(document), Source.FILE, path.name)
        lists, problems = read_own_lists(own, text, path.name)
        reading.problems += problems
    environment = environment or {}
    for name, known in _KNOWN.items():
        if text := environment.get(known.variable, "") if known.variable else "":
            reading.take(name, text, Source.ENVIRONMENT, known.variable)
    reading.take_all(options or {}, Source.OPTION, "--set")
    settings = replace(
        Settings(),
        **reading.values,
        lists=tuple(lists),
        path=path,
        problems=tuple(reading.problems),
    )
    if environment.get("NO_COLOR") and settings.colours.value is Colours.AUTO:
        return replace(settings, colours=Setting(Colours.NONE, Source.ENVIRONMENT))
    return settings


class _Reading:
    """The values read so far; a later source wins over an earlier one."""

    def __init__(self) -> None:
        self.values: dict[str, Setting[Any]] = {}
        self.problems: list[str] = []

    def take_all(self, entries: Mapping[str, object], source: Source, where: str) -> None:
        for name, value in entries.items():
            self.take(name, value, source, where)

    def take(self, name: str, value: object, source: Source, where: str) -> None:
        known = _KNOWN.get(name)
        if known is None:
            self.problems.append(f"{where}: no setting is called {_shown(name)}.")
            return
        try:
            self.values[known.attribute] = Setting(known.read(value), source)
        except _UnfitError as error:
            self.problems.append(f"{where}: {name} must be {error}, not {_shown(value)}.")


def _document(path: Path, problems: list[str]) -> tuple[str, dict[str, Any]]:
    """Return the file and what stands in it; nothing if it does not exist, or is no TOML."""
    try:
        text = _text(path)
        import tomllib  # only where there is such a file

        return text, tomllib.loads(text)
    except FileNotFoundError:
        return "", {}
    except OSError as error:
        problems.append(f"{path.name} cannot be read: {error.strerror}. Using the defaults.")
    except UnicodeDecodeError:
        problems.append(f"{path.name} is not UTF-8. Using the defaults.")
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deeply"
        problems.append(f"{path.name} could not be parsed: {clean(reason)}. Using the defaults.")
    return "", {}


def _text(path: Path) -> str:
    text = read_file(path, _MAX_BYTES + 1)
    if len(text) > _MAX_BYTES:  # half of it might mean something else
        raise ValueError(f"it is larger than {_MAX_BYTES:,} bytes")
    return text.decode("utf-8-sig")  # Windows puts a mark before it


def _flat(document: Mapping[str, Any]) -> dict[str, object]:
    """Return the entries of the table `keys` as `keys.preset` and so on, beside the others."""
    keys = document.get("keys")
    if not isinstance(keys, dict):
        return dict(document)
    others = {name: value for name, value in document.items() if name != "keys"}
    return others | {f"keys.{name}": value for name, value in keys.items()}


def _shown(value: object) -> str:
    text = clean(value if isinstance(value, str) else reprlib.repr(value))
    return f"“{text[:_MAX_SHOWN]}{'…' if len(text) > _MAX_SHOWN else ''}”"


class _UnfitError(Exception):
    """A value is not what it may be; the text says what that is, in the words that follow "is"."""


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _UnfitError("a name")
    return value.strip()


def _one_of(kind: type[E]) -> Callable[[object], E]:
    def read(value: object) -> E:
        try:
            # `colours = 16` is meant as it is written.
            return kind(str(value).strip().lower())
        except ValueError:
            raise _UnfitError(f"one of {', '.join(kind)}") from None

    return read


def page_size(text: str) -> int | None:
    """Return how many rows a page is to have; None if the API takes no such number."""
    return _number(text, _MAX_PER_PAGE)


def _number(text: str, most: int) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < _MAX_SHOWN else 0
    return number if 1 <= number <= most else None


def _number_up_to(most: int, of: str = "", unit: str = "") -> Callable[[object], int]:
    def read(value: object) -> int:
        number = _number(str(value).strip().lower().removesuffix(unit), most)
        if number is None:
            raise _UnfitError(f"a number{of} from 1 to {most:,}")
        return number

    return read


def _switch(value: object) -> bool:
    found = _SWITCHES.get(str(value).strip().lower())
    if found is None:
        raise _UnfitError("on or off")
    return found


def _posters(value: object) -> Posters:
    if isinstance(value, bool):  # `posters = true` is meant as it is written
        return Posters.ON if value else Posters.OFF
    return _one_of(Posters)(value)


def _words(value: object) -> tuple[str, ...]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise _UnfitError("a list of names")
    return tuple(filter(None, (part.strip().lower() for part in parts)))


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    """Return keys by action; `table.down = "j"` is, in TOML, a table within a table."""
    if not isinstance(value, dict):
        raise _UnfitError("a table of actions and their keys")
    pairs: dict[str, Any] = {}
    for name, keys in value.items():
        inside = keys.items() if isinstance(keys, dict) else ()
        pairs |= {f"{name}.{inner}": text for inner, text in inside} or {name: keys}
    if not all(isinstance(keys, str) for keys in pairs.values()):
        raise _UnfitError("a table of actions and their keys")
    return tuple(pairs.items())


class _Known(msgspec.Struct, frozen=True):
    attribute: str
    read: Callable[[object], Any]
    variable: str = ""


_KNOWN = {
    "theme": _Known("theme", _name, "KINESCOPE_THEME"),
    "colours": _Known("colours", _one_of(Colours), "KINESCOPE_COLOURS"),
    "glyphs": _Known("glyphs", _one_of(Glyphs), "KINESCOPE_GLYPHS"),
    "clipboard": _Known("clipboard", _one_of(Route), "KINESCOPE_CLIPBOARD"),
    "posters": _Known("posters", _posters),
    "mouse": _Known("mouse", _switch, "KINESCOPE_MOUSE"),
    "per_page": _Known("per_page", _number_up_to(_MAX_PER_PAGE)),
    "stuck_after": _Known("stuck_after", _number_up_to(_MAX_STUCK_H, " of hours", "h")),
    "ledger": _Known("ledger", _switch),
    "ledger_days": _Known("ledger_days", _number_up_to(LEDGER_DAYS)),
    "ledger_entries": _Known("ledger_entries", _number_up_to(LEDGER_ENTRIES)),
    "index_mb": _Known("index_mb", _number_up_to(_MAX_INDEX_MB)),
    "keys.preset": _Known("preset", _one_of(Preset)),
    "keys.layouts": _Known("layouts", _words),
    "keys.bindings": _Known("bindings", _pairs),
}
