"""Invoices, of which nobody documented a field, are read from whatever comes."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from scripted_server import ScriptedServer, answer

from kinescope_tui.api import KinescopeClient
from kinescope_tui.api.decode import decode_json, read_page
from kinescope_tui.api.invoice import Amount, Invoice
from kinescope_tui.api.numeral import exact_json


def read(**fields: Any) -> Invoice:
    return read_text(json.dumps({"id": 1, **fields}))


def read_text(text: str) -> Invoice:
    document = decode_json(f'{{"data": [{text}]}}'.encode())
    return read_page(document, Invoice).items[0]


@pytest.mark.parametrize(
    "written",
    ["0.1", "1234567.89", "12345678901234567.89", "10.50", "-4200.00", "0", "184320"],
)
def test_an_amount_is_every_digit_that_was_written(written: str) -> None:
    for text in (written, f'"{written}"'):
        total = read_text(f'{{"id": 1, "total": {text}}}').total
        assert total == Amount(Decimal(written), written)
        assert str(total.number) == written


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('"abc"', "abc"), ("1e400", "1e400"), ("[5]", "[…]"), ("true", "true"),
        ('{"amount": {"amount": {}}}', "{…}"), ('"1 234,50"', "1 234,50"), ('"NaN"', "NaN"),
        ('"0x10"', "0x10"), ("1" * 30, "1" * 30), ('"1_000"', "1_000"), ('"٣"', "٣"),
    ],
)  # fmt: skip
def test_what_is_no_amount_stays_as_it_came_and_counts_for_nothing(text: str, told: str) -> None:
    assert read_text(f'{{"id": 1, "total": {text}}}').total == Amount(None, told)


def test_a_missing_amount_is_missing_and_not_nothing() -> None:
    for invoice in (read(), read(total=None), read(total=""), read_text('{"id":1,"total":NaN}')):
        assert invoice.total == Amount(None, "")


@pytest.mark.parametrize("name", ["total", "amount", "sum", "total_amount", "price"])
def test_an_amount_stands_under_any_of_its_names_also_as_an_object(name: str) -> None:
    assert read(**{name: 7, "currency": "eur"}).total == Amount(Decimal(7), "7", "EUR")
    for key in ("amount", "value"):
        nested = {key: "7.00", "currency": "RUB"}
        found = read(**{name: nested, "currency_code": "EUR"}).total
        assert found == Amount(Decimal("7.00"), "7.00", "RUB")


def test_id_number_and_status_come_from_where_they_stand() -> None:
    assert read_text('{"uuid": "u-1"}').id == "u-1"
    assert read_text('{"invoice_id": 12}').number == "12"
    assert read(invoice_number="A/7").number == "A/7"
    assert read(state="open").status == "open"
    assert read(is_paid=True).status == "paid"
    assert read(paid=False).status == "unpaid"
    assert read(paid_at="2026-01-01").status == "paid"
    assert read(status={"odd": 1}).status == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"period_from": "2026-07-01", "period_to": "2026-07-31"},
        {"period_start": "2026-07-01T00:00:00Z", "period_end": "2026-07-31T00:00:00+03:00"},
        {"from": "2026-07-01", "to": "2026-07-31"},
        {"period": {"from": "2026-07-01", "to": "2026-07-31"}},
        {"period": "2026-07"},
        {"month": "2026-07"},
    ],
)
def test_a_period_is_read_in_any_of_its_forms(fields: dict[str, Any]) -> None:
    period = read(**fields).period
    assert (period.first.on, period.last.on) == (date(2026, 7, 1), date(2026, 7, 31))


def test_days_that_are_none_stay_as_they_came() -> None:
    assert read(period="third quarter").period.text == "third quarter"
    assert read(due_date="2026-02-31").due.text == "2026-02-31"
    assert read(due_date="2026-02-31").due.on is None
    assert read(due_date=1_780_000_000).due.text == "1780000000"
    assert read(created_at="2026-08-01T00:00:00Z").issued.on == date(2026, 8, 1)


def test_lines_and_what_nobody_knows_are_kept() -> None:
    invoice = read(
        items=[
            {"product": "CDN", "quantity": 1.5, "unit": "GB", "price": 0.03, "sum": "0.05",
             "project_id": "p"},
            "odd",
        ],
        contract="K-1", total=0.05, currency="EUR", paid_at=None,
    )  # fmt: skip
    (line,) = invoice.lines
    assert (line.product, line.quantity.text, line.unit) == ("CDN", "1.5", "GB")
    assert line.amount == Amount(Decimal("0.05"), "0.05", "EUR")
    assert line.rest == {"project_id": "p"}
    assert invoice.unread_lines == 1
    assert invoice.rest == {"contract": "K-1"}


def test_a_signed_link_is_for_opening_and_stands_nowhere_else() -> None:
    link = "https://files.example.org/a.pdf?signature=secret"
    invoice = read(pdf=link)
    assert invoice.document_link == link
    assert "secret" not in repr(invoice.raw)
    assert invoice.rest == {}


async def test_a_list_may_come_under_a_name_of_its_own(
    server: ScriptedServer, client: KinescopeClient
) -> None:
    for data in ([{"id": 5}], {"invoices": [{"id": 5}]}, {"items": [{"id": 5}]}):
        server.script = [answer({"data": data})]
        page = await client.page("/v1/billing/invoices", Invoice)
        assert [invoice.id for invoice in page.items] == ["5"]
        assert page.total is None


def test_json_is_written_again_with_its_own_numbers() -> None:
    text = '{"a":1.10,"b":[12345678901234567.89,1e2],"c":"й","d":null,"e":{"f":true}}'
    assert exact_json(decode_json(text.encode())) == text
    assert json.loads(exact_json({"huge": decode_json(b"1e9999999999999999999")}))
    assert exact_json({"a": 1}, indent=2) == '{\n  "a": 1\n}'
