"""An index of made-up videos, as large as it is wanted, written by the index's own writer."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from kinescope_tui.services.index.index_database import IndexDatabase
from kinescope_tui.services.index.indexed_video import VideoRow, title_key

_AT_ONCE = 20_000  # rows of a transaction
_FIRST = datetime(2023, 11, 28, tzinfo=UTC)
_SPAN_MS = 3 * 365 * 86_400_000
_FORMS = ("Лекция {n}. {a} {b}", "Вебинар: {a}, часть {n}", "{a} {b} {c}", "{a} — {b} ({n})",
          "raw_cam{n}_{r}.mov", "Семинар {n}: {a} {b}", "{a} {b} v{n} FINAL.mp4")  # fmt: skip
_ENDS = ("", "ка", "ние", "ость", "tor", "ing", "ика", "ment", "ы", "er", "ов", "al")
_TAGS = ("онбординг", "billing", "лекция", "2026", "draft", "SDK", "webinar", "архив")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_STEMS = (
    "матриц", "вектор", "предел", "производ", "вероятн", "аналит", "домен", "приват", "субтитр",
    "команд", "курс", "урок", "запис", "стади", "монтаж", "камер", "встреч", "редакт", "вопрос",
    "ответ", "отчёт", "продукт", "учен", "школ", "класс", "задач", "graph", "player", "stream",
    "record", "studio", "course", "lesson", "town", "hall", "live", "update", "story", "custom",
    "embed", "react", "chapter", "annot", "bill", "drm", "sdk", "video", "cloud", "token",
    "server", "metric",
)  # fmt: skip


def made_up_rows(size: int) -> Iterator[VideoRow]:
    """Yield rows, the oldest first: some thousand words, titles of three to six of them."""
    chance = random.Random(1)  # noqa: S311 - made up, the same each time
    words = [stem + end for stem in _STEMS for end in _ENDS]
    projects = [str(UUID(int=chance.getrandbits(128))) for _ in range(40)]
    folders = [str(UUID(int=chance.getrandbits(128))) for _ in range(400)]
    for number in range(size):
        a, b, c, d = (chance.choice(words) for _ in range(4))
        form = chance.choice(_FORMS)
        title = form.format(a=a.capitalize(), b=b, c=c, n=number % 97, r=chance.randrange(10_000))
        said = "" if number % 2 else f"{a} {d}: {b}, {c}. Конспект и задание {number % 500}."
        tags = tuple(chance.sample(_TAGS, chance.randrange(3)))
        written = ",".join(f'"{tag}"' for tag in tags)
        slug = "".join(chance.choices(_LETTERS, k=22))
        duration = chance.lognormvariate(7, 1)
        size_bytes = int(duration * 1_000_000)
        privacy = ("anywhere", "custom", "nowhere")[min(2, number * 7 % 12 // 5)]
        domains = ("lms.example.org",) if privacy == "custom" else ()
        created = int(_FIRST.timestamp() * 1000) + number * _SPAN_MS // size
        files = f'["original",{size_bytes}],["1080p",{size_bytes // 2}],["720p",{size_bytes // 4}]'
        yield VideoRow(
            str(UUID(int=chance.getrandbits(128))),
            title_key(title),
            created,
            ("done" if number % 20 else "error", privacy, projects[number * 13 % 40],
             folders[number * 29 % 400] if number % 3 else None, projects[number % 3]),
            (created, created + number % 1000 * 86_400, round(duration, 3), size_bytes * 7 // 4,
             1080, size_bytes, size_bytes // 2, number % 3, number % 4, int(number % 10 > 0), 0, 3),
            (title, said, f"[{written}]" if tags else "", '["lms.example.org"]' if domains else "",
             f"https://kinescope.io/{slug}",
             f'{{"version":1,"languages":["ru"],"assets":[{files}]}}'),
            tags,
            domains,
            number,
        )  # fmt: skip


def write_index(path: Path, size: int) -> IndexDatabase:
    """Return an index of so many videos; one that lies there is taken as it is."""
    database = IndexDatabase(path, lambda _salt: "benchmark")
    if database.exists:
        return database
    rows = made_up_rows(size)
    while several := list(islice(rows, _AT_ONCE)):
        with database.writing() as base:
            for at in range(0, len(several), 100):
                database.put(base, several[at : at + 100], 1)
    return database
