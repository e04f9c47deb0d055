"""Strings from outside made harmless, once, where they come in.

A terminal obeys control characters and reorders text at bidi controls, and neither Textual nor a
terminal can tell a title that holds them from an order of ours.
"""

import re
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
# The same in the bytes of a JSON text: raw UTF-8 without the ASCII between, which hides none of it,
# or the start of a \\u escape that spells it. Each is looked for in the way that is quickest.
_UNSAFE_UTF8 = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2(?:\x80[\x8b\x8e\x8f\xa8-\xae]|\x81[\xa0\xa6-\xa9])"
    rb"|\xed[\xa0-\xbf]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]|\xf3\xa0"
)
_ASCII = bytes(range(0x7F))
_UNSAFE_ESCAPES = re.compile(
    rb"\\(?:[bfr]"
    rb"|u(?:00[0189]|007[fF]|061[cC]|20[026]|[dD][89a-fA-F]|[fF][eE][fF][fF]|[fF]{3}[9aAbB]))"
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


def needs_cleaning(json_text: bytes) -> bool:
    """Tell whether a JSON text may hold a string that `clean` would change."""
    return (
        _UNSAFE_ESCAPES.search(json_text) is not None
        or _UNSAFE_UTF8.search(json_text.translate(None, _ASCII)) is not None
    )
