"""Faults of what an answer says: lists that lie about themselves, fields that are not as they are.

Each takes a decoded answer and returns another one.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from kinescope_tui.demo import answers
from kinescope_tui.demo.fault_context import Act, FaultContext, Kind

Document = dict[str, Any]
Spoil = Callable[[Document, random.Random], Document]
SpoilValue = Callable[[str, Any, random.Random], Any]

_SMALL_PAGE = 20
_ESCAPES = (
    "\x1b]52;c;aGVsbG8=\x07", "\x1b]0;renamed\x07", "\x1b]8;;https://x.example\x07link\x1b]8;;\x07",
    "\x1b[2J\x1b[H", "\x1bc", "\x1b[c\x1b[6n\x1b[>q\x1b]11;?\x07\x1bP$qm\x1b\\", "\x9b31m\x90q\x9c",
    "\x00\x07\x08\x7f", "\x1b[38;5;213;5mred\x1b[m", "\x1b]52;c;?\x07", "\x1b[?1049l\x1b[?6666h",
    "\x1b[21t\x1b[5n\x1b[?u\x05", "\x1b_Gf=100;x\x1b\\", "\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "\x9d0;c1\x9c",
)  # fmt: skip
_MARKUP = (
    "[/]", "[red]", '[a="', "[@click=app.quit]x[/]", "[link=https://x.example", "[$x]", "[", "\\[",
)  # fmt: skip
_BIDI = ("\u202egpj.4pm\u202c", "a\u200bb", "\U000e0041\U000e0042", "раypal", "\u2066x\u2069")
_LINES = ("a\tb", "a\nb", "a\rb", "a\x85b", "a\u2028b", "a\r\n\r\nb")
_WIDE = ("数学讲座第十四讲", "👩‍👩‍👧‍👦", "🇷🇺🇰🇿", "プレイヤー", "e\u0301\u0302", "👍🏽 ok")
HOSTILE = (*_ESCAPES, *_MARKUP, *_BIDI, *_LINES, *_WIDE)
"""What no terminal, and no markup of Textual's, may obey, wherever it stands."""
_C1 = "".join(map(chr, range(0x80, 0xA0)))  # all that a header can carry of what is obeyed
_BLANKS = ("", "   ", "\u200b\u2060")
_OTHERS: tuple[Any, ...] = (None, True, 3, "x", [], {}, [[]], {"a": {}}, -1.5)
_ODD_IDS = (None, 7, "a/b", "..", "a?b#c", "two words", "", "a" * 5_000)
_ODD_NUMBERS = (-1, 1e308, "seven", -0.0, 1e-300)
_ODD_NUMERALS = {
    "duration": "9" * 5_000, "file_size": "NaN", "progress": "-1e999",
    "views": "9" * 5_000, "watch_time": "NaN", "view": "1e999", "usage": "9" * 5_000,
    "quantity": "NaN", "price": "-1e999",
}  # fmt: skip
_ODD_DATES = (
    None, "", "yesterday", 0, 1e300, "2026-02-30", "0000-00-00T00:00:00Z",
    "9999-12-31T23:59:59-23:59", "2026-08-22", "2026-08-22T12:00:00", [2026, 8, 22],
)  # fmt: skip
_DATES = {"date", "period", "period_from", "period_to", "due_date"}
_ODD_ZONES = (None, 3, "", "Mars/Olympus", "../../etc/passwd", "Europe", "UTC+25", ["UTC"])
_MARKS = "Z" + "\u0301\u0334" * 500_000
_HUGE = {"title": "T" * 5 * 2**20, "tags": [f"tag {n}" for n in range(10_000)]}


def _spoiled(spoil: Spoil) -> Act:
    async def act(context: FaultContext) -> None:
        real = await context.real()
        try:
            document = real.document
        except ValueError:
            document = None
        if not isinstance(document, dict) or "data" not in document:
            await context.pass_on()
            return
        await context.answer(answers.Json(spoil(document, context.chance)))

    return act


def _values(spoil: SpoilValue, *, with_ids: bool = False) -> Act:
    return _spoiled(_of_values(spoil, with_ids=with_ids))


def _of_values(spoil: SpoilValue, *, with_ids: bool = False) -> Spoil:
    """Spoil every value of every item, however deep it stands."""

    def some(name: str, value: Any, chance: random.Random) -> Any:
        return value if name == "id" and not with_ids else spoil(name, value, chance)

    return lambda document, chance: {
        **document,
        "data": _walked(document["data"], some, chance),
    }


def _walked(value: Any, spoil: SpoilValue, chance: random.Random) -> Any:
    if isinstance(value, list):
        return [_walked(item, spoil, chance) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: spoil(name, _walked(inner, spoil, chance), chance) for name, inner in value.items()
    }


def _strings(texts: tuple[str, ...]) -> Act:
    def spoil(_name: str, value: Any, chance: random.Random) -> Any:
        return f"{chance.choice(texts)} {value}" if isinstance(value, str) else value

    return _values(spoil)


async def _hostile(context: FaultContext) -> None:
    """Spoil every string and the headers at once.

    Of a list each field has all of them in its rows, of one thing each field has all of them.
    """
    real = await context.real()
    try:
        document = real.document
    except ValueError:
        document = None
    if not isinstance(document, dict) or "data" not in document:
        await context.pass_on()
        return
    is_list = isinstance(document["data"], list)
    met: Counter[str] = Counter()

    def spoil(name: str, value: Any, _chance: random.Random) -> Any:
        if name == "id" or not isinstance(value, str):
            return value
        if not is_list:
            return f"{' '.join(HOSTILE)} {value}"
        met[name] += 2
        first, second = (HOSTILE[(met[name] + place) % len(HOSTILE)] for place in (0, 1))
        return f"{first} {value} {second}"

    spoiled = {**document, "data": _walked(document["data"], spoil, context.chance)}
    body = bytes(answers.Json(spoiled).body)
    headers = {
        "X-Request-ID": f"id-{_C1}-end",
        "X-Odd": "\x9bc\x90$qm\x9c",
        "Server": "\x9b6n",
        "Content-Length": str(len(body)),
    }
    await context.write(body, first=b"HTTP/1.1 200 OK\x9b31m\x9d0;x\x9c", headers=headers)


def _titles(*texts: str) -> Act:
    def spoil(name: str, value: Any, chance: random.Random) -> Any:
        return chance.choice(texts) if name in {"title", "name"} else value

    return _values(spoil)


def _missing(document: Document, chance: random.Random) -> Document:
    def some(item: Any) -> Any:
        if not isinstance(item, dict):
            return item
        return {k: v for k, v in item.items() if k == "id" or chance.random() < 0.5}

    data = document["data"]
    return {**document, "data": [some(i) for i in data] if isinstance(data, list) else some(data)}


def _odd_id(name: str, value: Any, chance: random.Random) -> Any:
    return chance.choice(_ODD_IDS) if name == "id" else value


def _odd_number(_name: str, value: Any, chance: random.Random) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return chance.choice(_ODD_NUMBERS) if is_number else value


def _odd_date(name: str, value: Any, chance: random.Random) -> Any:
    return chance.choice(_ODD_DATES) if name in _DATES or name.endswith("_at") else value


def _odd_dates(document: Document, chance: random.Random) -> Document:
    spoiled = _of_values(_odd_date)(document, chance)
    time = document.get("meta", {}).get("time")
    if time:
        zone = chance.choice(_ODD_ZONES)
        spoiled["meta"] = {**document["meta"], "time": {**time, "timezone": zone}}
    return spoiled


def _unknown_status(name: str, value: Any, _chance: random.Random) -> Any:
    is_spoiled = name in {"status", "privacy_type", "product", "device"}
    return "re-animating" if is_spoiled else value


async def _odd_numerals(context: FaultContext) -> None:
    """Write numerals that JSON or Python does not read."""
    real = await context.real()
    text = real.body.decode()
    for name, numeral in _ODD_NUMERALS.items():
        text = re.sub(rf'("{name}":)[^,}}]+', rf"\g<1>{numeral}", text)
    await context.answer(Response(text, real.status, media_type="application/json"))


def _first(changes: Document) -> Act:
    def spoil(document: Document, _chance: random.Random) -> Document:
        data = document["data"]
        first, *others = data if isinstance(data, list) and data else [data]
        if not isinstance(first, dict):
            return document
        spoiled = {**first, **changes}
        return {**document, "data": [spoiled, *others] if isinstance(data, list) else spoiled}

    return _spoiled(spoil)


async def _surrogates(context: FaultContext) -> None:
    text = json.dumps((await context.real()).document).replace('"title": "', '"title": "\\ud800 ')
    await context.answer(Response(text, media_type="application/json"))


def _total(change: Callable[[int, random.Random], Any]) -> Act:
    def spoil(document: Document, chance: random.Random) -> Document:
        meta = document.get("meta", {})
        paging = dict(meta.get("pagination", {}))
        if "total" in paging:
            paging["total"] = change(paging["total"], chance)
        return {**document, "meta": {**meta, "pagination": paging}} if meta else document

    return _spoiled(spoil)


def _rows(change: Callable[[list[Any], random.Random], list[Any]]) -> Act:
    def spoil(document: Document, chance: random.Random) -> Document:
        rows = document["data"]
        return {**document, "data": change(rows, chance)} if isinstance(rows, list) else document

    return _spoiled(spoil)


def _other_shape(document: Document, _chance: random.Random) -> Document:
    data = document["data"]
    return {**document, "data": {"entries": data} if isinstance(data, list) else [data]}


def _without_meta(document: Document, _chance: random.Random) -> Document:
    return {name: value for name, value in document.items() if name != "meta"}


async def _small_pages(context: FaultContext) -> None:
    query = context.scope["query_string"].decode("latin-1").split("&")
    others = [part for part in query if not part.startswith("per_page=")]
    clamped = "&".join([*others, f"per_page={_SMALL_PAGE}"]).encode("latin-1")
    await context.app({**context.scope, "query_string": clamped}, context.receive, context.send)


def _repeat_ids(rows: list[Any], _chance: random.Random) -> list[Any]:
    named = ("id", "date")  # rows of statistics have no id
    return [
        {**row, **{name: rows[n - n % 2][name] for name in named if name in row}}
        for n, row in enumerate(rows)
    ]


def _not_objects(rows: list[Any], chance: random.Random) -> list[Any]:
    return [chance.choice((None, 3, "x", row, row, row)) for row in rows]


SHAPES = {
    "data-null": Kind(_spoiled(lambda d, _: {**d, "data": None}), "data is null"),
    "data-object": Kind(_spoiled(_other_shape), "an object instead of a list, or vice versa"),
    "no-meta": Kind(_spoiled(_without_meta), "a list without page, total and order"),
    "not-objects": Kind(_rows(_not_objects), "some list entries are null, numbers or strings"),
    "total-none": Kind(_total(lambda _total, _: None), "no total"),
    "total-zero": Kind(_total(lambda _total, _: 0), "the total is 0"),
    "total-negative": Kind(_total(lambda _total, _: -5), "the total is negative"),
    "total-text": Kind(_total(lambda _total, _: "many"), "the total is a string"),
    "total-less": Kind(_total(lambda total, _: total // 2), "the total is too small"),
    "total-more": Kind(_total(lambda total, _: total * 10), "the total is too large"),
    "total-changing": Kind(
        _total(lambda total, chance: total + chance.randint(-9, 9)), "a different total each time"
    ),
    "small-pages": Kind(_small_pages, f"pages of {_SMALL_PAGE}, regardless of the request"),
    "repeated-ids": Kind(_rows(_repeat_ids), "every id appears twice"),
    "shifting": Kind(_rows(lambda rows, _: rows[1:]), "the first item of every page is missing"),
}
FIELDS = {
    "missing": Kind(_spoiled(_missing), "half of the fields are missing"),
    "nulls": Kind(_values(lambda _name, _value, _chance: None), "all fields are null"),
    "wrong-types": Kind(
        _values(lambda _name, _value, chance: chance.choice(_OTHERS)), "fields of the wrong type"
    ),
    "odd-ids": Kind(_values(_odd_id, with_ids=True), "ids with slashes, dots or blanks, or no id"),
    "odd-numbers": Kind(_values(_odd_number), "negative, huge and tiny numbers, and strings"),
    "odd-numerals": Kind(_odd_numerals, "NaN, infinity, numbers of 5,000 digits"),
    "odd-dates": Kind(_spoiled(_odd_dates), "dates and time zones that do not exist"),
    "unknown-status": Kind(_values(_unknown_status), "unknown statuses and products"),
    "huge-texts": Kind(_first(_HUGE), "a title of 5 MB and 10,000 tags"),
    "marks": Kind(_first({"title": _MARKS}), "a title of 1,000,000 combining marks"),
    "surrogates": Kind(_surrogates, "half a character, as JSON allows"),
    "blank": Kind(_titles(*_BLANKS), "titles that look empty"),
    "escapes": Kind(_strings(_ESCAPES), "text with terminal control sequences"),
    "hostile": Kind(_hostile, "all of the following, and control sequences in headers"),
    "markup": Kind(_strings(_MARKUP), "text that looks like markup"),
    "bidi": Kind(_strings(_BIDI), "text that changes direction or hides parts"),
    "lines": Kind(_strings(_LINES), "text with several lines"),
    "wide": Kind(_strings(_WIDE), "text with wide characters"),
}
