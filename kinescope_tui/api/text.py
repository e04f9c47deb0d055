"""Strings from outside made harmless, once, where they come in.

A terminal obeys control characters and reorders text at bidi controls, and neither Textual nor a
terminal can tell a title that holds them from an order of ours.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_NAMES = {
    0x061C: "ALM",
    0x200B: "ZWSP",
    0x200E: "LRM",
    0x200F: "RLM",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
_UNSAFE = re.compile(
    "\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufff9-\ufffb"
    + "".join(map(chr, _NAMES))
    + "\U000e0000-\U000e0fff]"
)
# The same in the bytes of a JSON text, each by the byte that it begins with: the escape that spells
# it, or raw UTF-8. A carriage return takes its newline along, a surrogate the other half of it.
_UNSAFE_ESCAPE = (
    rb"(?!u0[1-57-9a-fA-F]|[nt/\"])"  # what most are is soon told
    rb"(?<!\\\\)(?:\\\\)*(?:"  # what follows an escaped backslash is none
    rb"[bf]|(?:r|u000[dD])(?:\\n|\\u000[aA])?|u(?:00[0189]|20[026])[0-9a-fA-F]"
    rb"|u(?:007[fF]|061[cC]|[fF][eE][fF][fF]|[fF]{3}[9aAbB])"
    rb"|u[dD][89abAB][0-9a-fA-F]{2}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?"
    rb"|u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_UNSAFE_BYTES = [
    (lead, re.compile(re.escape(lead) + rest))
    for lead, rest in (
        (b"\\", _UNSAFE_ESCAPE),
        (b"\x7f", b""),
        (b"\xc2", rb"[\x80-\x9f]"),
        (b"\xd8", rb"\x9c"),
        (b"\xe2", rb"(?:\x80[\x8b\x8e\x8f\xa8-\xae]|\x81[\xa0\xa6-\xa9])"),
        (b"\xed", rb"[\xa0-\xbf][\x80-\xbf]"),
        (b"\xef", rb"(?:\xbb\xbf|\xbf[\xb9-\xbb])"),
        (b"\xf3", rb"\xa0[\x80-\xbf]{2}"),
    )
]
_PAIR = len(rb"\ud83d\ude00")
_HOPS = 200  # places that are looked at one by one before a pattern goes over the rest
_SLICE = 2**19  # bytes that are gone through at once: nothing else runs meanwhile, in no thread
# Behind it nothing goes on that is cleaned: an escape, two that belong together, or a character.
_CUT = re.compile(
    rb"(?:[^\\]{%d}|\\u(?!000[dD]|[dD][89abAB])[0-9a-fA-F]{4})(?![\x80-\xbf])" % _PAIR
)


def _visible(match: re.Match[str]) -> str:
    text = match[0]
    if text in {"\r\n", "\u2028", "\u2029"}:
        return "\n"
    code = ord(text)
    if code < 0x20:  # noqa: PLR2004 - the C0 block has a picture for each of its members
        return chr(0x2400 + code)
    if code == 0x7F:  # noqa: PLR2004 - and so has DEL
        return "\u2421"
    return f"⟨{_NAMES[code]}⟩" if code in _NAMES else "\ufffd"


def clean(text: str) -> str:
    """Return the text with everything that a terminal would obey made visible.

    Newlines and tabs stay: whoever draws one line turns them into spaces.
    """
    return _UNSAFE.sub(_visible, text)


def clean_json(value: Any) -> Any:
    """Return decoded JSON with every string in it cleaned, keys included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    if isinstance(value, dict):
        return {clean(str(key)): clean_json(item) for key, item in value.items()}
    return value


def clean_json_text(body: bytes) -> bytes:
    """Return a JSON text in UTF-8 whose strings are those of the body, each as `clean` makes it.

    So whatever decodes it gets the same; most bodies are returned as they are, at the price of a
    look. What is no JSON stays so.

    Raises:
        UnicodeDecodeError: It begins like UTF-16 or UTF-32, and is not.
    """
    encoding = json.detect_encoding(body)
    if encoding != "utf-8":
        body = body.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    likely = [pattern for lead, pattern in _UNSAFE_BYTES if _may_be_in(body, lead, pattern)]
    if not likely:
        return body
    if len(body) <= _SLICE:
        return _cleaned_slice(body, likely)
    return b"".join(_cleaned_slice(part, likely) for part in _slices(body))


def _slices(body: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(body):
        end = at + _SLICE
        ahead = body[at:end]
        backslashes = len(ahead) - len(ahead.rstrip(b"\\"))
        if backslashes > _PAIR:  # they belong together two by two
            end -= backslashes % 2
        else:
            cut = _CUT.search(body, end)
            end = cut.end() if cut else len(body)
        yield body[at:end]
        at = end


def _cleaned_slice(body: bytes, likely: list[re.Pattern[bytes]]) -> bytes:
    for pattern in likely:
        body = pattern.sub(_cleaned, body)
    return body


def _may_be_in(body: bytes, lead: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether a pattern matches at one of the first places of the byte that it begins with.

    Such bytes are found in no time. Where there are more of them than that, it may match too.
    """
    place = body.find(lead)
    for _ in range(_HOPS):
        if place < 0 or pattern.match(body, place):
            return place >= 0
        place = body.find(lead, place + 1)
    return place >= 0


def _cleaned(match: re.Match[bytes]) -> bytes:
    spelled = match[0]
    is_pair = len(spelled) == _PAIR and spelled[2:3] in b"dD"
    if is_pair and spelled[2:5].lower() != b"db4":  # where the tag characters are
        return spelled
    return _respelled(spelled)


@lru_cache(4_096)
def _respelled(spelled: bytes) -> bytes:
    text: str = json.loads(b'"%b"' % spelled)
    cleaned = clean(text)
    if cleaned == text:
        return spelled
    return json.dumps(cleaned, ensure_ascii=False)[1:-1].encode()
