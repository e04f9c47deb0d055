"""Counts that take a while come late, are told to be coming, and hold up no key."""

import asyncio
from collections.abc import Iterable

from textual.app import App

from kinescope_tui.dialogs.facet_dialog import Choice, FacetDialog
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.services.lists.facet_counts import FacetCounts
from kinescope_tui.services.lists.view import View

CHOICES = [Choice("privacy", "privacy", one, Cell(one), True) for one in ("anywhere", "custom")]
CHOICES += [Choice("status", "status[]", one, Cell(one), True) for one in ("done", "error")]


async def test_filters_are_chosen_while_they_are_counted() -> None:
    asked: list[tuple[View, asyncio.Future[int]]] = []
    given_up: list[View] = []
    counts: dict[tuple[str, str], int | None] = {}

    def narrowed(view: View, parameter: str, values: Iterable[str]) -> View:
        return view.filtered(parameter, values)

    async def more(view: View) -> list[Choice]:
        asked.append((view, asyncio.get_running_loop().create_future()))
        try:
            number = await asked[-1][1]
        except asyncio.CancelledError:
            given_up.append(view)
            raise
        counts.update({(one.parameter, one.value): number for one in CHOICES})
        return CHOICES

    async def count(_view: View) -> int:
        return 0

    answers: list[View | None] = []
    dialog = FacetDialog(
        View(), narrowed=narrowed, choices=[], more=more, counts=lambda _view: counts, count=count,
        until_more=CHOICES,
    )  # fmt: skip

    def told() -> str:
        lines = [str(dialog.options.get_option_at_index(n).prompt)
                 for n in range(dialog.options.option_count)]  # fmt: skip
        return "\n".join([str(dialog.box.border_title), *lines])

    app: App[None] = App()
    async with app.run_test() as pilot:
        app.push_screen(dialog, answers.append)
        await pilot.pause()
        assert "counting …" in told()
        assert told().count("…") == 1 + len(CHOICES)
        asked[0][1].set_result(7)
        await pilot.pause()
        assert "counting" not in told()
        assert told().count(" 7") == len(CHOICES)

        await pilot.press("space", "down", "space")
        await pilot.pause()
        assert given_up == [asked[1][0]]
        assert "counting …" in told()
        await pilot.press("enter")
        await pilot.pause()
        assert given_up == [asked[1][0], asked[2][0]]
    (chosen,) = answers
    assert chosen is not None
    assert chosen.values("privacy") == ("anywhere", "custom")


async def test_a_count_stands_beside_the_values_that_it_was_counted_beside() -> None:
    kept, choices = FacetCounts(), [
        Choice("status", "status[]", "done", Cell("done")),
        Choice("project", "project_id", "p1", Cell("p1")),
    ]  # fmt: skip

    async def nothing(_view: View) -> list[Choice]:
        return []

    async def count(view: View) -> int:
        return 71 if view.values("project_id") else 72

    def opened() -> FacetDialog:
        return FacetDialog(
            View(), narrowed=View.filtered, choices=choices, more=nothing,
            counts=lambda view: kept.beside(view, 0.0), count=count,
        )  # fmt: skip

    def told() -> list[str]:
        lines = [dialog.options.get_option_at_index(n) for n in range(dialog.options.option_count)]
        return [str(line.prompt).split()[-1] for line in lines if not line.disabled]

    app: App[None] = App()
    async with app.run_test() as pilot:
        dialog = opened()
        app.push_screen(dialog)
        await pilot.pause()
        dialog.options.highlighted = 3
        await pilot.press("space", "c")
        await pilot.pause()
        assert told() == ["71", "71"]
        await pilot.press("escape")
        dialog = opened()
        app.push_screen(dialog)
        await pilot.pause()
        assert told() == ["done", "p1"]
        await pilot.press("c")
        await pilot.pause()
        assert told() == ["72", "71"]
        dialog.options.highlighted = 3
        await pilot.press("space")
        await pilot.pause()
        assert told() == ["71", "71"]
        await pilot.press("x")
        await pilot.pause()
        assert told() == ["72", "71"]
