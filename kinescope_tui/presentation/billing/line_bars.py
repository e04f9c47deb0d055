"""What an invoice bills, with a bar for the part of each line."""

from collections.abc import Sequence

import msgspec

from kinescope_tui.presentation.text.bar_line import bar_slots, gap
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.presentation.text.sections import Slot, Slots

_GAP = 2
_TONES = (Tone.ACCENT, Tone.BUSY, Tone.GOOD)
_MOST = 20  # cells of a text
_LEAST_BAR = 10  # cells beside the texts; where there are fewer, bars stand beneath


class BilledLine(msgspec.Struct, frozen=True):
    """One line: what, how much of it, at what price, what that comes to, and its part of all."""

    product: str
    quantity: str
    price: str
    amount: str
    share: float


class LineBars(msgspec.Struct, frozen=True):
    """Draws lines in a row each where that has room for a bar, else in two."""

    billed: Sequence[BilledLine]

    def lines(self, width: int, height: int = 0) -> list[Slots]:
        """Return them."""
        del height
        billed = self.billed
        product, quantity, price, amount = (
            _widest([getattr(one, name) for one in billed])
            for name in ("product", "quantity", "price", "amount")
        )
        price_room = price + _GAP if price else 0
        beside = width - product - quantity - price_room - amount - 3 * _GAP
        found: list[Slots] = []
        for number, one in enumerate(billed):
            bar, tone = beside, _TONES[number % len(_TONES)]
            is_beside = bar >= _LEAST_BAR
            room = width - amount - _GAP
            name = product if is_beside else min(product, max(0, room - quantity - _GAP))
            parts = [Slot(one.product, name), gap(_GAP)]
            parts.append(Slot(one.quantity, quantity, Tone.MUTED, is_right=True))
            if is_beside:
                if price:
                    parts += [gap(_GAP), Slot(one.price, price, Tone.MUTED, is_right=True)]
                parts += [gap(_GAP), *bar_slots(one.share, bar, tone), gap(_GAP)]
            else:
                parts.append(gap(width - name - _GAP - quantity - amount))
            parts.append(Slot(one.amount, amount, is_right=True))
            found.append(tuple(parts))
            if not is_beside:
                found.append(bar_slots(one.share, width, tone))
        return found


def _widest(texts: Sequence[str]) -> int:
    return min(max(map(len, texts), default=0), _MOST)
