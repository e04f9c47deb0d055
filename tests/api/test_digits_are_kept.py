"""A number has the digits that it came with, in whatever field of whatever model, and in files."""

import json
from decimal import Decimal
from typing import Any, get_args

import msgspec
import pytest

from kinescope_tui.api import models
from kinescope_tui.api.decode import decode_item, decode_page
from kinescope_tui.api.models import Counting, Model
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.services.files.records import FileFormat, record, written

FIELDS = [
    (model, info.name, info.encode_name)
    for model in vars(models).values()
    if isinstance(model, type) and issubclass(model, Model)
    for info in msgspec.structs.fields(model)
    if {Decimal, float} & set(get_args(info.type))
]
WRITTEN = ["57.50", "0.1234567890123456789012", "4699", "4699.0", "9223372036854775808", "-0.5"]


def test_every_fraction_is_that_of_a_model_that_keeps_it() -> None:
    assert len(FIELDS) > 20
    for model, name, _ in FIELDS:
        assert issubclass(model, Counting) or (model, name) == (models.UsageRow, "usage")


@pytest.mark.parametrize("digits", WRITTEN)
def test_digits_are_kept_from_the_wire_to_the_file(digits: str) -> None:
    """Beside an odd field and in quotation marks too."""
    for model, name, key in FIELDS:
        for number in (digits, f'"{digits}"'):
            for beside in ("", ', "id": []'):
                body = f'{{"data": [{{"{key}": {number}{beside}}}]}}'.encode()
                page = decode_page(body, model)
                assert page is not None
                (item,) = page.items
                assert str(getattr(item, name)) == digits, (model, name)
                if issubclass(model, Counting):  # usage is summed, and never written as it is
                    kept = number if issubclass(model, models.RawModel) else digits
                    assert f'"{key}":{kept}' in exact_json(record(item))
                    assert f"{digits}\n" in written(FileFormat.CSV, [item], model).replace(
                        ",", "\n"
                    )


@pytest.mark.parametrize(
    "odd", ["1e999", "-1e999", "1e9999999999999999999", "{}", "[]", "true", '"nan"', "null"]
)
def test_what_is_no_number_is_none(odd: str) -> None:
    for model, name, key in FIELDS:
        found: Any = decode_item(f'{{"data": {{"{key}": {odd}}}}}'.encode(), model)
        assert getattr(found.items[0], name) is None or model is models.UsageRow
        json.dumps(record(found.items[0]), default=str)
