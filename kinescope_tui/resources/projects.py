"""Projects and their folders."""

from kinescope_tui.api.client import quote_segment
from kinescope_tui.api.models import Folder, Project
from kinescope_tui.api.order import Order
from kinescope_tui.presentation.lists.sum_words import size_sum, sums_told
from kinescope_tui.presentation.text.cell import Tone
from kinescope_tui.resources.cells import (
    PRIVACY,
    bytes_,
    flag,
    moment_column,
    quantity_column,
    text,
)
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.drm import project_drm
from kinescope_tui.resources.live_events import LIVE_EVENTS
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Lead, Resource, Tab, named
from kinescope_tui.resources.videos import VIDEOS
from kinescope_tui.services.lists.view import QueryParams, View


def folders(project: Project) -> Resource[Folder]:
    """Return the folders of a project, those in other folders included."""
    return Resource(
        name="folders",
        noun="folder",
        path=f"/v1/projects/{quote_segment(project.id)}/folders",
        model=Folder,
        columns=(
            Column("NAME", 30, lambda folder: text(folder.name), "name", is_flexible=True),
            quantity_column("ITEMS", 8, lambda folder: folder.items_count, field="items_count"),
            quantity_column("SIZE", 9, lambda folder: folder.size_bytes, cell=bytes_),
            Column(
                "IN FOLDER",
                14,
                lambda folder: text(folder.parent_id, Tone.MUTED),
                is_name=True,
                field="parent_id",
            ),
            moment_column("CREATED", lambda folder: folder.created_at, "created_at"),
        ),
        title_of=lambda folder: named(folder.name),
        sum_of=lambda folders: sums_told(size_sum(folder.size_bytes for folder in folders)),
        default_order=Order.parse("name"),
        sort_fields=("name", "created_at"),
        has_item=True,
        leads_to=lambda folder, _query: videos_of(project.id, folder.id),
        of=f"project: {named(project.name, project.id)}",
    )


def videos_of(project_id: str, folder_id: str = "") -> Lead | None:
    """Return the videos of a project, or of a folder."""
    places = (("project_id", project_id), ("folder_id", folder_id))
    filters = tuple((name, value) for name, value in places if value)
    return Lead(VIDEOS, View(VIDEOS.default_order, filters=filters)) if filters else None


def _inside(project: Project, query: QueryParams) -> Lead | None:
    """Return what is in a project: a live one has no videos but live events."""
    if not project.id:
        return None
    if ("catalog_type", "live") not in query:
        return videos_of(project.id)
    filters = (("project_id", project.id),)
    return Lead(LIVE_EVENTS, View(LIVE_EVENTS.default_order, filters=filters))


PROJECTS = Resource(
    **LISTINGS["projects"].facts,
    model=Project,
    columns=(
        Column("NAME", 30, lambda project: text(project.name), is_flexible=True),
        quantity_column("ITEMS", 8, lambda project: project.items_count, field="items_count"),
        quantity_column("SIZE", 9, lambda project: project.size_bytes, cell=bytes_),
        PRIVACY,
        moment_column("CREATED", lambda project: project.created_at, field="created_at"),
        Column("ENCRYPTED", 9, lambda project: flag(project.encrypted), rank=1),
    ),
    title_of=lambda project: named(project.name),
    sum_of=lambda projects: sums_told(size_sum(project.size_bytes for project in projects)),
    tabs=(Tab("Folders", lists=folders), Tab("DRM", lists=project_drm)),
    leads_to=_inside,
)
