"""Invoices are added up exactly, each currency for itself, and checked against their lines."""

from decimal import Decimal
from typing import Any

import pytest

from kinescope_tui.api.decode import decode_json, read_page
from kinescope_tui.api.invoice import Invoice
from kinescope_tui.services.billing.invoice_sums import Agreement, check, sums


def invoices(text: str) -> list[Invoice]:
    return list(read_page(decode_json(f'{{"data": [{text}]}}'.encode()), Invoice).items)


def test_sums_are_exact_and_never_across_currencies() -> None:
    found = invoices(
        '{"id":1,"total":0.1,"currency":"EUR"}, {"id":2,"total":"0.2","currency":"eur"},'
        '{"id":3,"total":99999999999999.99,"currency":"RUB"}, {"id":4,"total":5},'
        '{"id":5,"total":"many","currency":"EUR"}, {"id":6}'
    )
    added = sums(invoice.total for invoice in found)
    assert added.by_currency == {
        "EUR": Decimal("0.3"), "RUB": Decimal("99999999999999.99"), "": Decimal(5),
    }  # fmt: skip
    assert added.unread == 2


def invoice(total: Any, *amounts: Any, more: str = "") -> Invoice:
    lines = ",".join(f'{{"amount": {amount}}}' for amount in amounts)
    text = f'{{"id":1,"currency":"EUR","total":{total},"items":[{lines}]{more}}}'
    return invoices(text)[0]


@pytest.mark.parametrize(
    ("made", "agreement", "difference"),
    [
        (invoice("0.3", "0.1", "0.2"), Agreement.EQUAL, "0"),
        (invoice("0.31", "0.1", "0.2"), Agreement.DIFFERENT, "-0.01"),
        (invoice("120", "100", more=',"vat":20'), Agreement.WITH_TAX, "-20"),
        (invoice("120", "100", more=',"subtotal":100,"tax":20'), Agreement.EQUAL, "0"),
        (invoice("120", "100", more=',"subtotal":101,"tax":20'), Agreement.DIFFERENT, "-1"),
        (invoice("-10", "-10"), Agreement.EQUAL, "0"),
        # Lines with the tax in them.
        (invoice("108", "108", more=',"subtotal":90,"tax":18'), Agreement.EQUAL, "0"),
        (invoice("108", "107", more=',"subtotal":90,"tax":18'), Agreement.DIFFERENT, "17"),
        (invoice("109", "100", more=',"tax":19,"discount":0'), Agreement.DIFFERENT, "-9"),
        (
            invoice("9", "8", more=',"discounts":[],"creditor":"X","credit_limit":5'),
            Agreement.DIFFERENT,
            "-1",
        ),
        (
            invoice("9", "8", more=',"discount":{"amount":0},"discount_percent":"0%"'),
            Agreement.DIFFERENT,
            "-1",
        ),
    ],
)
def test_a_difference_between_lines_and_total_is_found(
    made: Invoice, agreement: Agreement, difference: str
) -> None:
    found = check(made)
    assert (found.agreement, found.difference) == (agreement, Decimal(difference))


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (invoice("1"), "no lines received"),
        (invoice("1", '"x"', "1"), "no readable amount in 1 of 2 lines"),
        (invoice("null", "1"), "the invoice has no readable total"),
        (invoice("1", '{"value": 1, "currency": "RUB"}'), "different currencies"),
        (invoice("109", "100", more=',"tax":19,"discount":10'), "has a discount"),
        (invoice("90", "100", more=',"creditApplied":"10.00"'), "has a credit"),
        (invoice("90", "100", more=',"discounts":[{"amount":10}]'), "has a discount"),
    ],
)
def test_what_cannot_be_checked_says_why(made: Invoice, reason: str) -> None:
    found = check(made)
    assert found.agreement is Agreement.UNKNOWN
    assert reason in found.reason
