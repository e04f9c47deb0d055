"""What a workspace costs. Nobody documented the fields of invoices; these are believable."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from kinescope_tui.demo.workspace import Workspace


class Billing:
    """The invoices of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def invoices(self, *, newest_first: bool = True) -> list[dict[str, Any]]:
        """Return three years of monthly invoices."""
        found = [self._invoice(number) for number in range(101, 137)]
        return found[::-1] if newest_first else found

    def invoice(self, invoice_id: str) -> dict[str, Any] | None:
        """Return one invoice with its lines."""
        return next((i for i in self.invoices() if str(i["id"]) == invoice_id), None)

    def _invoice(self, number: int) -> dict[str, Any]:
        months = self._workspace.now.year * 12 + self._workspace.now.month - 1 - (136 - number)
        issued = datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
        chance = random.Random(self._workspace.seed * 7919 + number)
        goods = (("Хранение", "GB", 0.03), ("CDN", "GB", 0.03), ("Encoding", "min", 0.01))
        items = []
        for product, unit, price in goods:
            quantity = chance.randint(2_000, 60_000)
            amount = f"{quantity * price:.2f}"
            items.append(
                {"product": product, "quantity": quantity, "unit": unit, "price": price,
                 "amount": amount}
            )  # fmt: skip
        return {
            "id": number,
            "number": f"INV-{issued:%Y}-{number}",
            "status": "paid" if number < 136 else "pending",
            "period": f"{issued - timedelta(days=1):%Y-%m}",
            "created_at": issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "currency": "EUR",
            "total": f"{sum(float(str(item['amount'])) for item in items):.2f}",
            "items": items,
        }
