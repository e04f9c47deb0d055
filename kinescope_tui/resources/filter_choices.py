"""What a list can be narrowed to beside its table, as lines with a box or a count."""

from collections.abc import Mapping
from typing import Any

import msgspec

from kinescope_tui.presentation.text.cell import Cell, one_line
from kinescope_tui.resources.resource import Resource
from kinescope_tui.services.lists.view import View


class FilterChoice(msgspec.Struct, frozen=True):
    """A value of a parameter, or a view with a name.

    Attributes:
        look: What it is called, and how that looks.
        is_set: Whether the list is narrowed to it.
        view: What is asked for when it is chosen, or taken back.
        counted: The view whose number stands beside it.
    """

    look: Cell
    is_set: bool
    view: View
    counted: View


Choices = dict[tuple[str, str], FilterChoice]
"""By parameter and value; saved views by an empty parameter and their names."""


def filter_choices(
    resource: Resource[Any], views: Mapping[str, View], asked: View
) -> dict[str, Choices]:
    """Return what a list can be narrowed to besides projects, by the title above it.

    Args:
        resource: What the list is of.
        views: Views by name.
        asked: The view that is asked for, on which each choice builds.
    """
    found: dict[str, Choices] = {}
    for facet in resource.facets:
        of_facet: Choices = {}
        for value, look in facet.choices:
            chosen = asked.values(facet.parameter)
            if value in chosen:
                values = tuple(one for one in chosen if one != value)
            else:
                values = (*chosen, value) if facet.is_multiple else (value,)
            of_facet[facet.parameter, value] = FilterChoice(
                look,
                value in chosen,
                resource.narrowed(asked, facet.parameter, values),
                resource.narrowed(asked, facet.parameter, (value,)),
            )
        if len(of_facet) > 1:  # a single one has a saved view of its own
            found[facet.label.upper()] = of_facet
    named: Choices = {}
    for name, view in views.items():
        is_set = set(view.query) == set(asked.query) and view.here == asked.here
        wider = View(asked.order) if is_set else view
        named["", name] = FilterChoice(Cell(one_line(name)), is_set, wider, view)
    if named:
        found["SAVED VIEWS"] = named
    return found
