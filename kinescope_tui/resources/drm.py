"""How players ask for the keys of encrypted videos."""

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import AnyRow, DrmSettings, Project
from kinescope_tui.presentation.lists.thing_page import value_cell
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named


def _cell(row: AnyRow, field: str) -> Cell:
    return value_cell(row.raw.get(field))


DRM = Resource(
    **LISTINGS["drm"].facts,
    model=DrmSettings,
    columns=(
        Column("URL", 30, lambda row: _cell(row, "url"), is_flexible=True),
        Column("USER", 16, lambda row: _cell(row, "username")),
        Column("PASSWORD", 8, lambda row: _cell(row, "password")),
        Column("STRICT", 6, lambda row: _cell(row, "strict")),
        Column("CREATED", 16, lambda row: _cell(row, "created_at")),
        Column("UPDATED", 16, lambda row: _cell(row, "updated_at")),
    ),
    title_of=lambda row: named(_cell(row, "url").text),
)


def project_drm(project: Project) -> Resource[DrmSettings]:
    """Return the settings of one project; it may have none of its own."""
    facts = {**LISTINGS["drm"].facts, "path": f"{DRM.path}/{quote_segment(project.id)}"}
    return Resource(**facts, model=DRM.model, columns=DRM.columns, title_of=DRM.title_of)
