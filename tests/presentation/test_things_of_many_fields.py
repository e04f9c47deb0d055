"""Of what no screen has room for nothing is made: thousands of fields hold up no key."""

from collections.abc import Iterator
from typing import Any

import pytest

from kinescope_tui.presentation.lists.thing_page import thing_sections, value_cell
from kinescope_tui.resources.inferred import inferred_columns


class Told(int):
    """A number that counts how often any of its kind is told."""

    times = 0

    def __format__(self, form: str) -> str:
        Told.times += 1
        return super().__format__(form)


MANY = {f"k{number}": Told(number) for number in range(30_000)}
ONE = {"a": Told(1)}


@pytest.mark.parametrize(
    "raw", [MANY, {"a": MANY}, {"a": [MANY]}, {"a": [MANY] * 50}, dict.fromkeys(MANY, ONE)]
)
def test_a_page_tells_what_can_be_looked_at(raw: dict[str, Any]) -> None:
    Told.times = 0
    assert thing_sections("Thing", raw)
    assert 0 < Told.times <= 300


def test_what_tells_nothing_is_one_line_and_no_section() -> None:
    raw = {
        "name": "Live",
        "show": {"begin_date": None, "place": ""},
        "guests": [{"name": None, "face": ""}],
        "record": {"enabled": False},
        "sizes": [{"width": 640}],
        "places": [{"id": "a"}, {"id": "b"}],
    }
    first, *others = thing_sections("Overview", raw)
    assert [tuple(cell.text for cell in row) for row in first.rows] == [
        ("name", "Live"),
        ("show", "—"),
        ("guests", "—"),
    ]
    assert [section.title for section in others] == ["record", "sizes", "places"]


def test_a_cell_tells_the_beginning() -> None:
    Told.times = 0
    assert value_cell(MANY).text.startswith("k0 0 · k1 1")
    assert Told.times <= 200


class CountedRow(dict[str, Any]):
    """A row that counts how often a field of it is looked at."""

    looks = 0

    def get(self, *key: Any) -> Any:
        self.looks += 1
        return super().get(*key)

    def items(self) -> Any:
        for pair in super().items():
            self.looks += 1
            yield pair

    def __iter__(self) -> Iterator[str]:
        for key in super().__iter__():
            self.looks += 1
            yield key


def test_columns_are_found_with_a_look_or_two_at_each_field() -> None:
    rows = [CountedRow({f"{n}-{k}": None for k in range(100)} | {"name": "x"}) for n in range(100)]
    assert [column.title for column in inferred_columns(rows)] == ["NAME"]
    assert sum(row.looks for row in rows) <= 3 * 101 * 100


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.04, "0.04"),
        (0.1 + 0.2, "0.3"),
        (1_234.5, "1 234.5"),
        (1_234_567_890_123_456_789, "1 234 567 890 123 456 789"),
        (10**30, "?"),
        (5.0, "5"),
        (1e300, "?"),
    ],
)
def test_numbers_have_their_digits(value: float, told: str) -> None:
    assert value_cell(value).text.replace("\xa0", " ") == told
