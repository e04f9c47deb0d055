"""Whatever stands where a number is expected costs that number, and no row."""

from decimal import Decimal
from typing import get_args

import msgspec
import pytest

from kinescope_tui.api import models
from kinescope_tui.api.decode import decode_item, decode_page
from kinescope_tui.api.models import Counting, Model

FIELDS = [
    (model, info.name, info.encode_name)
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, Counting)
    for info in msgspec.structs.fields(model)
    if Decimal in get_args(info.type)
]
NO_NUMBERS = ["sNaN", "-sNaN7", "NaN", "-NaN12", "Infinity", "-inf", "1e999999"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_a_text_that_only_decimals_take_for_a_number_is_none(text: str) -> None:
    assert len(FIELDS) > 20
    for model, name, key in FIELDS:
        for beside in ("", ', "id": []'):  # read at once, and field by field
            row = f'{{"{key}": "{text}"{beside}}}'
            page = decode_page(f'{{"data": [{row}, {{"{key}": 1}}]}}'.encode(), model)
            assert page is not None
            assert page.dropped == 0
            assert [getattr(item, name) for item in page.items] == [None, 1], (model, key)
            one = decode_item(f'{{"data": {row}}}'.encode(), model)
            assert one is not None
            assert getattr(one.items[0], name) is None


def test_a_row_that_no_model_can_be_made_of_is_counted_and_not_handed_on() -> None:
    class Strict(Model):
        id: str = ""

        def __post_init__(self) -> None:
            if self.id == "odd":
                raise ValueError

    body = b'{"data": [{"id": "odd"}, {"id": "v"}]}'
    page = decode_page(body, Strict)
    assert page is not None
    assert [item.id for item in page.items] == ["v"]
    assert page.dropped == 1
    assert decode_item(b'{"data": {"id": "odd"}}', Strict) is None
