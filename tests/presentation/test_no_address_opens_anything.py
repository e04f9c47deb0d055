"""No table and no page shows what signs an address, whichever field it stands in."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
import pytest

from kinescope_tui.api.decode import read_item
from kinescope_tui.api.later import type_of
from kinescope_tui.api.models import Model
from kinescope_tui.presentation.lists.preview import preview_lines
from kinescope_tui.resources.registry import RESOURCES
from kinescope_tui.resources.resource import Resource

SECRET = "5ecret"
ADDRESS = f"rtmps://user:{SECRET}@live.example/app/{SECRET}?key={SECRET}&expires=1"
# What a thing is called is no address, and neither are words of a list.
NO_ADDRESSES = {"id", "title", "name", "status", "privacy_type", "privacy_domains", "language"}


def filled(kind: Any, name: str = "") -> Any:
    """Return JSON of a type with an address wherever a text may be."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(choice for choice in get_args(kind) if choice is not NoneType)
    if isinstance(kind, type) and issubclass(kind, Model):
        infos = msgspec.structs.fields(kind)
        return {i.encode_name: filled(type_of(i), i.encode_name) for i in infos if i.name != "raw"}
    if get_origin(kind) is list:
        return [filled(get_args(kind)[0], name)]
    if kind is str:
        return "x" if name in NO_ADDRESSES else ADDRESS
    return None


def cells(resource: Resource[Any]) -> Iterator[str]:
    document = {"data": {**filled(resource.model), "undocumented": ADDRESS, "deep": [ADDRESS]}}
    item = read_item(document, resource.model).items[0]
    for column in resource.columns_for([item]):
        yield column.cell(item).text
    preview = resource.preview(item, {}, datetime(2026, 8, 22, tzinfo=UTC))
    yield from (cell.text for line in preview_lines(preview, 200) for cell in line)
    sections: list[Any] = []
    for tab in resource.tabs:
        if tab.sections is not None:
            sections += tab.sections(item, getattr(item, "raw", {}), {})
        if tab.lists is not None:
            yield from cells(tab.lists(item))
    for section in sections:
        yield f"{section.title} {section.foot}"
        yield from (cell.text for row in section.rows for cell in row)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES)
def test_it_is_shown_without_what_signs_it(resource: Resource[Any]) -> None:
    shown = list(cells(resource))
    assert [text for text in shown if SECRET in text] == []
    assert any(text != "—" for text in shown)
