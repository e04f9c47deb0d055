"""Columns of a table of projects' usage."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from kinescope_tui.presentation.analytics.cards import text_bar
from kinescope_tui.presentation.analytics.metrics import ratio, share
from kinescope_tui.presentation.billing.usage_words import title, used
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.services.billing.usage import Product, ProjectUsage

_BAR = 12


def project_columns(
    products: Sequence[Product],
    shown: Product,
    projects: Sequence[ProjectUsage],
    *,
    is_exact: bool,
) -> tuple[Column[ProjectUsage], ...]:
    """Return the columns: the project, the shares of the product that is charted, all products.

    Args:
        products: All that came.
        shown: The one that is charted.
        projects: The rows.
        is_exact: Whether numbers are shown to their last digit.
    """
    whole = float(sum(project.whole(shown) or 0 for project in projects))

    def part(project: ProjectUsage) -> float | None:
        own = project.whole(shown)
        return ratio(float(own), whole) if own is not None else None

    top = max((float(project.whole(shown) or 0) for project in projects), default=0)

    def bar(project: ProjectUsage) -> float:
        return max(0, ratio(float(project.whole(shown) or 0), top) or 0)  # the greatest is whole

    def use(product: Product, project: ProjectUsage) -> Cell:
        return Cell(used(product, project.whole(product), is_exact=is_exact))

    others = [product for product in products if product != shown]
    width = 24 if is_exact else 14
    uses = [
        Column(
            title(product).upper(),
            max(width, len(title(product))),
            partial(use, product),
            product.name,
            is_right=True,
        )
        for product in (shown, *others)
    ]
    return (
        Column("PROJECT", 16, _name, "project", is_flexible=True, is_name=True, most=40),
        uses[0],
        Column("SHARE", 8, lambda one: Cell(share(part(one))), shown.name, is_right=True),
        Column(" ", _BAR, lambda one: Cell(text_bar(bar(one), _BAR), Tone.ACCENT), is_close=True),
        *uses[1:],
    )


def sort_keys(
    products: Sequence[Product], names: Mapping[str, str]
) -> dict[str, Callable[[ProjectUsage], Any]]:
    """Return by what each column sorts."""

    def name(project: ProjectUsage) -> str:
        return names.get(project.id, project.id).casefold()

    def use(product: Product, project: ProjectUsage) -> Decimal | None:
        return project.whole(product)

    return {"project": name, **{product.name: partial(use, product) for product in products}}


def _name(project: ProjectUsage) -> Cell:
    # The table puts the name in the place of the id, where there is one.
    return Cell(one_line(project.id)) if project.id else Cell("(no project)", Tone.MUTED)
