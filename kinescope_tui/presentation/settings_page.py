"""The settings as sections: what is in force, and where each value comes from."""

import contextlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from kinescope_tui.api.base_url import DEFAULT_BASE_URL, BaseUrlError, parse_base_url
from kinescope_tui.api.errors import KinescopeError
from kinescope_tui.api.text import clean
from kinescope_tui.presentation.requests.problems import problem_of
from kinescope_tui.presentation.text.cell import MISSING, Cell, Tone, one_line
from kinescope_tui.presentation.text.hints import hint
from kinescope_tui.presentation.text.numbers import count, plural, size
from kinescope_tui.presentation.text.sections import Section, pairs
from kinescope_tui.presentation.text.times import age
from kinescope_tui.services.setup.settings import Setting, Settings
from kinescope_tui.services.setup.sourced_value import BUILT_IN, SourcedValue
from kinescope_tui.services.workspace import token_store
from kinescope_tui.services.workspace.kept_here import KeptHere
from kinescope_tui.services.workspace.profiles import KeyringStatus
from kinescope_tui.services.workspace.session import Profile, TokenSource
from kinescope_tui.services.workspace.sign_in import FROM_VARIABLE
from kinescope_tui.services.workspace.token_access import AREAS, Access, Finding, TokenAccess
from kinescope_tui.services.workspace.token_store import TokenStoreError

_WAITING = Cell("░░░░ loading …", Tone.MUTED)
_SHORT = {
    TokenSource.KEYRING: "keyring",
    TokenSource.ENVIRONMENT: "environment",
    TokenSource.TYPED: "this session",
    TokenSource.DEMO: "none needed",
}
_IN_USE = {
    TokenSource.KEYRING: "from the keyring",
    TokenSource.ENVIRONMENT: FROM_VARIABLE,
    TokenSource.TYPED: "for this session only; discarded when you quit",
    TokenSource.DEMO: "none needed: sample data",
}
_STATES: tuple[tuple[type[TokenStoreError], str], ...] = (
    (token_store.KeyringAbsentError, "absent"),
    (token_store.KeyringLockedError, "locked"),
    (token_store.KeyringTimeoutError, "no response"),
    (token_store.KeyringInsecureError, "not secure"),
    (token_store.KeyringRefusedError, "refused"),
)
_SIGNS = {
    Access.OPEN: ("✓", Tone.GOOD),
    Access.FORBIDDEN: ("✗", Tone.MUTED),
    Access.ABSENT: ("–", Tone.MUTED),
    Access.UNKNOWN: ("?", Tone.WARNING),
}


def source_word(source: TokenSource) -> Cell:
    """Return where the token of the open workspace comes from, in a word."""
    return Cell(_SHORT[source])


def token_word(profile: Profile, look: KeyringStatus | None) -> Cell:
    """Return whether the keyring holds a profile's token, in a word.

    Args:
        profile: Whose token.
        look: What the keyring said; None while it is asked.
    """
    if look is None:
        return _WAITING
    if profile in look.damaged:
        return Cell("damaged", Tone.BAD)
    if profile in look.holds:
        return Cell("keyring") if look.holds[profile] else Cell("none", Tone.MUTED)
    return Cell(_state(look.trouble), Tone.WARNING)


def checked_word(reach: TokenAccess, now: datetime) -> Cell:
    """Return when a token was checked last, in a word or two."""
    if reach.is_checking:
        return Cell("checking …", Tone.BUSY)
    if reach.checked_at is None:
        return Cell("not yet", Tone.MUTED)
    is_good = not any(f.access is Access.UNKNOWN for f in reach.findings.values())
    sign = "✓" if is_good else "?"
    return Cell(f"{sign} {age(now - reach.checked_at)}", Tone.GOOD if is_good else Tone.WARNING)


def address_source(
    profile: Profile, recorded: Sequence[Profile], variable: str | None, file: str
) -> str:
    """Return where the address of the open workspace comes from.

    Args:
        profile: The open one.
        recorded: Those of the file.
        variable: The value of KINESCOPE_BASE_URL.
        file: What the file is called.
    """
    with contextlib.suppress(BaseUrlError):
        if variable and parse_base_url(variable) == profile.base_url:
            return "KINESCOPE_BASE_URL"
    if profile in recorded:
        return file
    if profile.base_url == DEFAULT_BASE_URL:
        return BUILT_IN
    return f"for this session, not in {file}"  # an option's, or of a profile that was removed


def token_section(
    source: TokenSource, address: SourcedValue, look: KeyringStatus | None
) -> Section:
    """Return where the token comes from, and how the keyring is; nothing of the token itself.

    Args:
        source: Where the token in use came from.
        address: Of the API.
        look: What the keyring said; None while it is asked.
    """
    facts = [("In use", Cell(_IN_USE[source])), (address.name, Cell(_with_source(address)))]
    if source is TokenSource.DEMO:
        return pairs("Token", [*facts, ("Keyring", Cell("not checked in the demo", Tone.MUTED))])
    if look is None:
        facts.append(("Keyring", _WAITING))
    else:
        facts += [("Keyring", Cell(look.backend or MISSING)), ("State", keyring_state(look))]
        if look.trouble is not None:
            facts.append(("Next step", Cell(look.trouble.next_step)))
    order = "KINESCOPE_API_TOKEN, then the keyring, then the sign-in screen"
    facts.append(("Lookup order", Cell(order, Tone.MUTED)))
    facts.append(("On rejection", Cell("a rejected token is not removed", Tone.MUTED)))
    return pairs("Token", facts, hint("{token.enter} uses another token"))


def keyring_state(look: KeyringStatus) -> Cell:
    """Return how the keyring is: available, locked, absent, without an answer, not secure."""
    if look.trouble is not None:
        return Cell(f"{_state(look.trouble)}: {look.trouble.message}", Tone.WARNING)
    return Cell("available", Tone.GOOD)


def _state(error: TokenStoreError | None) -> str:
    return next((word for kind, word in _STATES if isinstance(error, kind)), "unknown")


def access_section(reach: TokenAccess, now: datetime) -> Section:
    """Return what the token may read, an area a line, with the reason where it may not."""
    title = "Token access"
    if not reach.findings and not reach.is_checking:
        asked = f"Not checked yet: {len(AREAS)} small requests for {', '.join(AREAS)}."
        return Section(title, ((Cell(asked, Tone.MUTED),),), (), hint("{settings.check} checks"))
    rows = tuple(_area(area, reach) for area in AREAS)
    foot = "checking …" if reach.is_checking else hint("{settings.check} checks again")
    if reach.checked_at is not None and not reach.is_checking:
        title += f", {age(now - reach.checked_at)}"
    return Section(title, rows, (1, max(map(len, AREAS)), 0), foot)


def _area(area: str, reach: TokenAccess) -> tuple[Cell, ...]:
    found = reach.findings.get(area)
    if found is None or (reach.is_checking and reach.checked_at is not None):
        return (Cell("░", Tone.MUTED), Cell(area, Tone.MUTED), Cell("loading …", Tone.MUTED))
    sign, tone = _SIGNS[found.access]
    name = Tone.PLAIN if found.access is Access.OPEN else Tone.MUTED
    return (Cell(sign, tone), Cell(area, name), Cell(reason(found), name))


def reason(found: Finding) -> str:
    """Return what came of asking for an area: `12 431 visible`, `403 100103 ACCESS_DENIED`."""
    if found.access is Access.ABSENT:
        return "not available to this token"
    if found.error is not None:
        return _refusal(found.error)
    return "readable" if found.total is None else f"{count(found.total)} visible"


def _refusal(error: KinescopeError) -> str:
    words = f"{error.code} {error.code_name}" if error.code else problem_of(error).headline
    return one_line(f"{error.status or ''} {words}")


def appearance(settings: Settings, theme: str, colours: SourcedValue) -> list[SourcedValue]:
    """Return how the program looks."""
    chosen = SourcedValue("Theme", theme, "chosen in this session")
    return [
        _fact("Theme", settings.theme, "theme") if theme == settings.theme.value else chosen,
        _fact("Colours", settings.colours, "colours"),
        SourcedValue("Detected", colours.value, colours.source),
        _fact("Glyphs", settings.glyphs, "glyphs"),
        _fact("Posters", settings.posters, "posters"),
        _fact("Clipboard", settings.clipboard, "clipboard"),
        _fact("Mouse", settings.mouse, "mouse"),
        _fact("Rows per page", settings.per_page, "per_page"),
        _fact("Stuck after", settings.stuck_after, "stuck_after", "hour"),
    ]


def keys(settings: Settings) -> list[SourcedValue]:
    """Return which keys there are, and which of them the user has changed."""
    changed = settings.bindings
    told = ", ".join(f"{action} = {name}" for action, name in changed.value) or "none"
    return [
        _fact("Preset", settings.preset, "keys.preset"),
        _fact("Layouts", settings.layouts, "keys.layouts"),
        SourcedValue("Changed", clean(told), changed.source, "keys.bindings"),
    ]


def kept(here: KeptHere, settings: Settings, now: datetime) -> list[SourcedValue]:
    """Return what is kept on this computer, how old and how large it may become."""
    requests = "none"
    if here.requests:
        requests = plural(here.requests, "request")
        requests += f", {size(here.request_bytes)}" if here.request_bytes is not None else ""
        requests += f", oldest {age(now - here.oldest)}" if here.oldest is not None else ""
    return [
        index_fact(here.index_bytes, settings.index_mb.value, settings.index_mb.source),
        SourcedValue("Requests", requests),
        _fact("Keep requests", settings.ledger, "ledger"),
        _fact("Keep for", settings.ledger_days, "ledger_days", "day"),
        _fact("Keep up to", settings.ledger_entries, "ledger_entries", "request"),
        SourcedValue("Erase", ":forget permanently erases the rows and the index"),
    ]


def index_fact(size_bytes: int | None, most_mb: int, source: str = BUILT_IN) -> SourcedValue:
    """Return how large the index is, and may become.

    Args:
        size_bytes: What it takes on the disk; 0 if there is none, None if the disk did not answer.
        most_mb: How large it may become.
        source: Who said so.
    """
    has = "none yet" if size_bytes == 0 else size(size_bytes)
    told = f"{has}, limit {size(most_mb * 2**20)}"
    return SourcedValue("Index", told, source, "index_mb")


def _fact(name: str, setting: Setting[Any], changed_by: str, noun: str = "") -> SourcedValue:
    value = setting.value
    if isinstance(value, bool):
        value = "on" if value else "off"
    elif isinstance(value, tuple):
        value = ", ".join(value) or "none"
    elif isinstance(value, int):
        value = plural(value, noun) if noun else count(value)
    return SourcedValue(name, clean(str(value)), setting.source, changed_by)


def facts_section(title: str, facts: Sequence[SourcedValue], foot: str = "") -> Section:
    """Return facts, each with its source at the right: dim what is a default, bright what is not.

    Of a default it is told instead what changes it.
    """
    section = pairs(title, [(fact.name, _value(fact)) for fact in facts], foot)
    ends = (_end(fact) for fact in facts)
    rows = tuple((*row, end) for row, end in zip(section.rows, ends, strict=True))
    return replace(section, rows=rows, has_ends=True)


def _value(fact: SourcedValue) -> Cell:
    return Cell(one_line(fact.value), Tone.PLAIN if fact.is_own else Tone.MUTED)


def _end(fact: SourcedValue) -> Cell:
    if fact.is_own:
        return Cell(fact.source, Tone.WARNING)
    return Cell(fact.changed_by or fact.source, Tone.MUTED)


def _with_source(fact: SourcedValue) -> str:
    source = f"  · {fact.source}" if fact.source else ""
    return f"{one_line(fact.value)}{source}"


def diagnostics_report(facts: Sequence[SourcedValue]) -> str:
    """Return facts as plain text, for a message to whoever helps."""
    width = max((len(fact.name) for fact in facts), default=0)
    return "\n".join(f"{fact.name:<{width}}  {_with_source(fact)}" for fact in facts)
