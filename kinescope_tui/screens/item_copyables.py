"""What of items can be copied."""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypeVar

from kinescope_tui.api.models import Identified, Model, Video
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.presentation.copyable import Copyable
from kinescope_tui.presentation.text.numbers import count, plural
from kinescope_tui.resources.resource import CopyItem, Resource
from kinescope_tui.services.workspace.session import Session

T = TypeVar("T", bound=Identified)

_MAX_ROWS = 1_000
_FEW = 20  # rows whose texts are made before one of the keys is pressed


def item_copyables(session: Session, resource: Resource[T], item: T | None) -> list[Copyable]:
    """Return an item's id and links; without an item they are there, and empty."""
    offered = [Copyable("id", "id", item.own_id if item is not None else "")]
    return offered + [_copyable(session, extra, item) for extra in resource.extras]


def link_of(session: Session, resource: Resource[T], item: T) -> str:
    """Return what opens in a browser: an item's link, else that of the video it stands for.

    Nothing is asked for it: the video may be a row of another list.
    """
    video = resource.video_of(item)
    return resource.link_of(item) or (link_of_video(session, video.id) if video else "")


def link_of_video(session: Session, video_id: str) -> str:
    """Return the link of a video that is a row of some list; empty if it is none."""
    found = session.loaded.find(video_id, lambda kind: kind.model is Video)
    return found[0].link_of(found[1]) if found is not None else ""


def row_copyables(
    chosen: Sequence[Model], model: type[Model], cell: str, lacks: int = 0
) -> list[Copyable]:
    """Return a table's cell, and rows as TSV and as JSON.

    Args:
        chosen: The rows; of very many the first ones are taken, and that is said.
        model: What they are.
        cell: The text under the cursor.
        lacks: How many rows belong to them that are not here.
    """
    of_cell = Copyable("cell", "cell", cell)
    if not chosen:
        return [of_cell, rows_copyable("rows", (), model), Copyable("json", "JSON", "")]
    told = plural(len(chosen), "row") + (
        f", {count(lacks)} in the range not loaded" if lacks else ""
    )
    if len(chosen) > _MAX_ROWS:
        told, chosen = f"the first {count(_MAX_ROWS)} of {told}", chosen[:_MAX_ROWS]
    document = Copyable("json", "JSON", told, make=partial(_json_text, chosen))
    rows = rows_copyable(told, chosen, model)
    return [of_cell, rows, document if len(chosen) > _FEW else document.made()]


def rows_copyable(label: str, rows: Sequence[Model], model: type[Model]) -> Copyable:
    """Return rows as TSV; more than a few are written when they are chosen, beside the keys."""
    if not rows:
        return Copyable("rows", label, "")
    made = Copyable("rows", label, "tab-separated", make=partial(_rows_text, rows, model))
    return made if len(rows) > _FEW else made.made()


def _rows_text(chosen: Sequence[Model], model: type[Model]) -> str:
    from kinescope_tui.services.files.records import FileFormat, written

    return written(FileFormat.TSV, chosen, model)


def _json_text(chosen: Sequence[Model]) -> str:
    from kinescope_tui.services.files.records import record

    records = [record(one) for one in chosen]
    return exact_json(records[0] if len(records) == 1 else records, indent=2)


def _copyable(session: Session, extra: CopyItem[Any], item: Any) -> Copyable:
    if item is None or extra.ask is None:
        return Copyable(extra.kind, extra.label, extra.text(item) if item is not None else "")
    ask = partial(extra.ask, session.client, item)
    return Copyable(extra.kind, extra.label, "", ask=ask)
