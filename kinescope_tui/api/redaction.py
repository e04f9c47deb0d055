"""Redaction: nothing of an exchange is shown that would let somebody else in.

The session's own token never gets this far. Answers hold other secrets: stream keys, passwords,
private share links, and links that are signed; headers may hold cookies. They are known by the
names that Kinescope's answers have for them, and by what such names and texts look like anywhere.

Every function takes time in proportion to what it looks through: nothing is scanned to its end from
more than one place in it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from kinescope_tui.api.exchange import Query
from kinescope_tui.api.own_secrets import HIDDEN, OWN_SECRETS
from kinescope_tui.api.text import clean

_OPEN_SENT = {"accept", "accept-encoding", "connection", "host", "user-agent", "x-request-id"}
# What is searched for, for instance, may be a name or an address.
_OPEN_PARAMETERS = {
    "page", "per_page", "order", "status[]", "video_ids[]", "video_id", "project_id", "folder_id",
    "without_folder", "catalog_type", "from", "to", "group", "group_by", "group_entities",
    "group_time", "fields", "limit",
}  # fmt: skip
_SECRET_ANSWERED = {"proxy-authenticate"}
_MAX_HEADERS = 60
_LONGEST = 500
_LONGEST_NAME = 100

# Names of fields, without what stands between their words. Kinescope's own are streamkey, a
# restream's key, password, jwt_secret, secure_link, basic_auth, link_hash and tokens.
_SECRET_IN_NAME = re.compile(
    "passw(?:or)?d|passphrase|passcode|secret|credential|authorization|cookie|signature|jwt|bearer"
    "|(?:api|stream|access|private|signing|encryption|license)key|securelink|basicauth|linkhash"
)
_SECRET_WORDS = {"token", "pwd", "auth"}
_LAST_WORDS = {"key", "sign", "sig"}
_TEXT_WORDS = {"keys", "tokens"}  # of these numbers and objects are shown: they may be counts
# What a name ends in that tells about a secret and holds none.
_ABOUT = {"type", "at", "count", "expires", "enabled", "required", "algorithm", "length"}
# In settings that are lists of pairs these say what stands in `value`.
_NAMING = ("name", "key", "field", "header")
_UNTOLD = "\0"  # what it is called where that was cut off
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W_]+?")

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'  # the last of a body that was cut has no end
_PIECE = re.compile(rf"{_STRING}|[{{}}\[\],:]|[^\s{{}}\[\],:\"]++", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u00([2-7][0-9a-f])|(.))", re.IGNORECASE | re.DOTALL)
_LITERALS = {"null", "true", "false"}
_SIZED = (str, dict, list)

_URL = re.compile(r"((?:\\{0,4}/){2})([^\s\"<>]++)")
_PLAIN_URL = re.compile(r"https?://[\w.-]++/[\w./-]++")  # most links are: nothing is hidden in them
_PORT = re.compile(r"(?:\[[^\]]*\]|[^:]*):\d{0,5}[….,;)]?")
_STREAM = re.compile(r"(?:rtmp\w{0,2}|rtsps?|srt|rist):\Z", re.IGNORECASE)
_PATH_OF_STREAM = re.compile(r"([^/]*/[^/]*/).+")
# In a sentence: a word for it, an equals sign, and the secret. A colon tells less.
_WORDY = r"passw(?:or)?d|passphrase|passcode|\bpwd|secret|credentials?|(?:api|stream)[ _-]?key"
_EQUATED = re.compile(
    rf"((?:(?:{_WORDY}|token|signature)[\w.-]{{0,20}}|(?<![a-z])(?:key|sig|sign|auth|jwt|hash))"
    r"\s{0,3}=\s{0,3}\\?[\"']?)[^\s\"'\\<>&;,]++",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"((?:{_WORDY}|authorization)\s{{0,3}}:\s{{0,3}}(?:(?:basic|bearer|digest)\s{{1,3}})?)"
    r"[^\s\"'\\<>&;,]++",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"""(["'])([\w.-]{1,80})(\\{0,4}\1\s*+:\s*+)(?:(\\{0,4}["'])([^"'\\]++)|([^\s"'\\,{}\[\]]++))"""
)
_BEARER = re.compile(
    r"(bearer\s++)(?=[^\s\"'<>]{16}|[^\s\"'<>\d]*+\d)[^\s\"'<>]++"
    r"|(basic\s++)[A-Za-z0-9+/]{6,}+={1,2}",
    re.IGNORECASE,
)
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]++\.[\w-]++(?:\.[\w-]++)?+")
_PEM = re.compile(r"(-----BEGIN[A-Z ]{0,30}KEY-----)[^-]++")
# In a URL the @ may be %40, and that be encoded once more.
_MAIL = re.compile(
    r"(?<![\w.+%-])(?:[\w.+%-]++@|(?:[\w.+-]|%(?!(?:25)*+40))++%(?:25)*+40)"
    r"[\w%-]++(?:\.[\w%-]++)++"
)


def sent_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the headers of a request; only values known to be harmless are open."""
    return {
        name: value if name.lower() in _OPEN_SENT else HIDDEN
        for name, value in _read(pairs).items()
    }


def answered_headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Return the headers of an answer by lower-case name, without the values of secret ones."""
    return {
        name.lower(): _hidden(value) if _is_secret_header(name) else redact_text(value)
        for name, value in _read(pairs).items()
    }


def redact_json(text: str, path: str = "", end: int | None = None) -> str:
    """Return a JSON text, whole or cut anywhere, with the values of secret fields hidden.

    Escapes that only spell a printable character are written out. What is no JSON is redacted as
    a text.

    Args:
        text: What came.
        path: From which endpoint: an access token's id may be the token itself.
        end: How much of it is wanted; what follows may still tell what a value before it is.
    """
    if text.lstrip("\ufeff \t\r\n")[:1] not in {"{", "["}:
        return redact_text(text[:end])
    has_pairs = 'value"' in text or "\\u" in text  # the name may be escaped
    pieces = _JsonPieces(path, _told_names(text) if has_pairs else ())
    return OWN_SECRETS.struck_from(_PIECE.sub(pieces, text[:end]))


def redact_value(value: Any, name: str = "", parent: str = "") -> Any:
    """Return decoded JSON with the values of secret fields hidden, however deep they lie.

    Args:
        value: What to redact.
        name: The field that it is the value of.
        parent: The field in which that one stands.
    """
    # As quick as it goes: it is called for each value of answers that have a hundred thousand.
    if value is None or isinstance(value, bool) or (not value and isinstance(value, _SIZED)):
        return value
    kind = _kind_of(name[-_LONGEST_NAME:])
    if kind == "all" or (name == "link" and parent == "privacy_share"):
        return HIDDEN
    if isinstance(value, str):
        return HIDDEN if kind else redact_shapes(value)
    if isinstance(value, dict):
        return _redact_object(value, name)
    if isinstance(value, list):
        return [redact_value(inner, name, parent) for inner in value]
    return value


class Field(NamedTuple):
    """The field that something is the value of.

    Attributes:
        name: What it is called.
        parent: The field in which it stands.
    """

    name: str = ""
    parent: str = ""

    def inner(self, key: str, told: str) -> "Field":
        """Return the field of a key of an object in it, given what the object tells of `value`."""
        return Field(told if told and key == "value" else key, self.name)

    @property
    def hides_texts(self) -> bool:
        """Whether every text is hidden that is a value of it."""
        return _is_secret(self.name, self.parent) or _is_secret_text(self.name)


def redact_member(value: Any, field: Field) -> Any:
    """Return decoded JSON as `redact_value` does, but for what lies in it."""
    if not isinstance(value, dict | list) or not value:
        return redact_value(value, *field)
    return HIDDEN if _is_secret(field.name, field.parent) else value


def redact_name(key: str) -> str:
    """Return the name of a field as it may be shown: it may be a link, or worse."""
    return key if key.isidentifier() else redact_shapes(key)


def _redact_object(value: dict[str, Any], name: str) -> dict[str, Any]:
    told = told_name(value)
    shown: dict[str, Any] = {}
    for key, inner in value.items():
        called = told if told and key == "value" else key
        if isinstance(inner, str) and called != "link" and not _kind_of(called[-_LONGEST_NAME:]):
            redacted: Any = redact_shapes(inner)  # most values are such: one call less for each
        else:
            redacted = inner if inner is None else redact_value(inner, called, name)
        shown[redact_name(key)] = redacted
    return shown


def redact_document(document: Any, path: str = "") -> Any:
    """Return a decoded answer as it may be shown, whatever it is.

    Args:
        document: With its envelope or without.
        path: From which endpoint: an access token's id may be the token itself.
    """
    shown = redact_value(document)
    return _without_ids(shown) if has_secret_ids(path) else shown


def has_secret_ids(path: str) -> bool:
    """Tell whether the ids that an endpoint gives may be tokens, however its path is spelled."""
    return "access-tokens" in unquote(unquote(path)).lower()


def redact_shapes(text: str) -> str:
    """Return a text without what looks like a secret, by whatever name it goes."""
    if text.isalnum():
        return text
    if "/" in text and not _PLAIN_URL.fullmatch(text):
        text = _URL.sub(_redact_url, text)
    if "=" in text:
        text = _EQUATED.sub(rf"\1{HIDDEN}", text)
    if '"' in text or "'" in text:
        text = _MEMBER.sub(_redact_member, text)
    if "eyJ" in text:
        text = _JWT.sub(HIDDEN, text)
    if "-----BEGIN" in text:
        text = _PEM.sub(rf"\1{HIDDEN}", text)
    lower = text.lower()
    if "bearer" in lower or "basic" in lower:
        text = _BEARER.sub(lambda found: f"{found[1] or found[2]}{HIDDEN}", text)
    return text


def redact_text(text: str) -> str:
    """Return a message without what signs a link, and without anything that is called a secret."""
    text = redact_shapes(OWN_SECRETS.struck_from(text))
    return _TOLD.sub(rf"\1{HIDDEN}", text) if ":" in text else text


def redact_query(query: Query) -> Query:
    """Return a query for passing on: the values of parameters that may hold anything are hidden."""
    return tuple(
        (redact_emails(name), redact_emails(value) if name in _OPEN_PARAMETERS else "HIDDEN")
        for name, value in query
    )


def redact_path(path: str) -> str:
    """Return a path for passing on: it names nobody, and no access token by its id."""
    shown: list[str] = []
    is_of_tokens = False
    for word in redact_emails(path).split("/"):
        is_id = is_of_tokens
        if has_secret_ids(word):
            is_of_tokens, is_id = True, "/" in unquote(unquote(word))
        shown.append(HIDDEN if is_id and word else word)
    return "/".join(shown)


def redact_emails(text: str) -> str:
    """Return such a message without e-mail addresses too, for passing on."""
    return _MAIL.sub(f"{HIDDEN}@{HIDDEN}", redact_text(text))


def told_name(pair: dict[str, Any]) -> str:
    """Return what `value` of an object is called by the field beside it; empty without one."""
    return _naming(pair) if "value" in pair else ""


def _naming(pair: dict[str, Any]) -> str:
    names = (pair.get(key) for key in _NAMING)
    return next((name for name in names if isinstance(name, str) and name), "")


def _told_names(text: str) -> list[str]:
    """Return what `value` is called in each object and list of a JSON text, as they begin."""
    told: list[dict[str, str]] = []
    around: list[tuple[str, dict[str, str]]] = []
    name, is_key = "", False
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece in {"{", "["}:
            told.append({})
            around.append((piece, told[-1]))
            name, is_key = "", piece == "{"
        elif piece in {"}", "]"}:
            del around[-1:]
            name, is_key = "", False
        elif piece == ",":
            name, is_key = "", bool(around) and around[-1][0] == "{"
        elif piece == ":":
            is_key = False
        elif is_key:
            name = _spelled_out(piece.strip('"'))
        elif name in _NAMING and piece[0] == '"' and match.end() < len(text):
            names = around[-1][1]
            if not Field(names.get(name, "")).hides_texts:  # which of several counts nobody knows
                names[name] = _spelled_out(piece.strip('"'))
    for _, names in around:  # these were cut, perhaps before what would have told
        names.setdefault(_NAMING[0], _UNTOLD)
    return [_naming(names) for names in told]


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(inner) for inner in value]
    if isinstance(value, dict):
        return {
            key: HIDDEN if key.lower() == "id" and inner else _without_ids(inner)
            for key, inner in value.items()
        }
    return value


_OUTSIDE = ("", "", False, "")


class _JsonPieces:
    """Takes the pieces of a JSON text in turn and returns each as it may be shown."""

    def __init__(self, path: str, told: Iterable[str]) -> None:
        self._has_secret_ids = has_secret_ids(path)
        self._name = ""
        self._is_key = False
        # Bracket, its name, whether all is hidden, what `value` is called by a field beside it.
        self._around: list[tuple[str, str, bool, str]] = []
        self._told = iter(told)

    def __call__(self, match: re.Match[str]) -> str:
        piece = match[0]
        bracket, parent, is_hidden, told = self._around[-1] if self._around else _OUTSIDE
        if piece in {"{", "["}:
            is_hidden = is_hidden or _is_secret(self._name, parent)
            self._around.append((piece, self._name, is_hidden, next(self._told, "")))
            self._is_key = piece == "{"
        elif piece in {"}", "]"}:
            self._name, self._is_key = parent, False
            del self._around[-1:]
        elif piece == ",":
            self._is_key = bracket == "{"
            self._name = parent
        elif piece == ":":
            self._is_key = False
        elif self._is_key:
            name = _spelled_out(piece.strip('"'))
            self._name = told if told and name == "value" else name
            return redact_shapes(_spelled_out(piece))
        elif piece not in _LITERALS and piece.strip('"'):
            is_text = piece[0] == '"'
            if is_hidden or self._hides(parent, is_text=is_text):
                return f'"{HIDDEN}"'
            if not is_text:
                return piece
            # The end of a text that was cut may have been a user's name or a password in a URL.
            cut = "" if piece.endswith('"') else "@"
            return redact_shapes(_spelled_out(piece) + cut).removesuffix(cut)
        return piece

    def _hides(self, parent: str, *, is_text: bool) -> bool:
        name = self._name
        if name == _UNTOLD or (self._has_secret_ids and name == "id"):
            return True
        return (is_text and _is_secret_text(name)) or _is_secret(name, parent)


def _spelled_out(text: str) -> str:
    """Return a JSON string with its escapes of printable characters written out."""

    def written(match: re.Match[str]) -> str:
        if match[1]:
            char = chr(int(match[1], 16))
            return char if char.isprintable() and char not in {'"', "\\"} else match[0]
        return "/" if match[2] == "/" else match[0]

    return _ESCAPE.sub(written, text) if "\\" in text else text


def _is_secret(name: str, parent: str) -> bool:
    return (parent, name) == ("privacy_share", "link") or _kind_of(name[-_LONGEST_NAME:]) == "all"


def _is_secret_text(name: str) -> bool:
    return _kind_of(name[-_LONGEST_NAME:]) != ""


def _is_secret_header(name: str) -> bool:
    return name.lower() in _SECRET_ANSWERED or _is_secret_text(name)


@lru_cache(maxsize=1_000)
def _kind_of(name: str) -> str:
    """Return what of a field's values is secret by its name: `all`, `text`, or nothing."""
    words = [word.lower() for word in _NAME_WORD.findall(name)]
    if not words or words[-1] in _ABOUT:
        return ""
    is_secret = _SECRET_IN_NAME.search("".join(words)) is not None
    if is_secret or words[-1] in _LAST_WORDS or not _SECRET_WORDS.isdisjoint(words):
        return "all"
    return "text" if words[-1] in _TEXT_WORDS else ""


def _hidden(value: str) -> str:
    return HIDDEN if value else value


def _redact_url(match: re.Match[str]) -> str:
    """Return a URL from its // on without user, password, query, and whatever may be a key.

    What comes after a ? signs it, or is a password.
    """
    slashes, rest = match[1], match[2]
    is_cut = match.end() == len(match.string)
    authority, _, _ = rest.partition("/")
    if "@" in authority and "?" in authority:  # a password may hold a ?, and a query an @
        rest = HIDDEN + rest[len(authority) :]
    cuts = [rest.find("?")]
    fragment = rest.find("#")
    cuts.append(fragment if "=" in rest[fragment:] else -1)
    end = min((cut for cut in cuts if cut >= 0), default=len(rest))
    is_cut = is_cut and end == len(rest)
    pieces = rest[:end].split("//")
    told = [_redact_user(piece, is_cut=is_cut and piece is pieces[-1]) for piece in pieces]
    shown = "//".join(told)
    if _STREAM.search(match.string[max(0, match.start() - 8) : match.start()]):
        shown = _PATH_OF_STREAM.sub(rf"\1{HIDDEN}", shown)
    mark = rest[end : end + 1]
    return f"{slashes}{shown}{mark}{HIDDEN if mark and rest[end + 1 :] else ''}"


def _redact_user(piece: str, *, is_cut: bool) -> str:
    """Return what follows // without the user and the password before an @.

    Args:
        piece: Up to the next //.
        is_cut: Whether the @ may be what was cut off.
    """
    authority, slash, path = piece.partition("/")
    if "@" in authority:
        return f"{HIDDEN}@{authority.rpartition('@')[2]}{slash}{path}"
    if is_cut and not slash and ":" in authority and not _PORT.fullmatch(authority):
        return HIDDEN
    return piece


def _redact_member(match: re.Match[str]) -> str:
    """Return `"name": value` as it may be shown where JSON stands in a text."""
    if not _is_secret_text(match[2]) or match[6] in _LITERALS:
        return match[0]
    return f"{match[1]}{match[2]}{match[3]}{match[4] or ''}{HIDDEN}"


def _read(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    read: dict[str, str] = {}
    for name, value in list(pairs)[:_MAX_HEADERS]:
        text = clean(value.decode("latin-1"))
        text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        key = clean(name.decode("latin-1"))[:_LONGEST]
        read[key] = f"{read[key]}, {text}" if key in read else text
    return read
