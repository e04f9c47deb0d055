"""Requests for files, and what came."""

from kinescope_tui.api.models import FileRequest
from kinescope_tui.resources.cells import moment_column, quantity_column, text
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.registry import LISTINGS
from kinescope_tui.resources.resource import Resource, named

FILE_REQUESTS = Resource(
    **LISTINGS["file-requests"].facts,
    model=FileRequest,
    columns=(
        Column("NAME", 30, lambda asked: text(asked.name or asked.title), is_flexible=True),
        quantity_column("FILES", 6, lambda asked: asked.media_count, field="media_count"),
        quantity_column("PEOPLE", 6, lambda asked: asked.user_count, field="user_count"),
        moment_column("CREATED", lambda asked: asked.created_at, field="created_at"),
        moment_column("EXPIRES", lambda asked: asked.expired_at, field="expired_at"),
        moment_column("ARCHIVED", lambda asked: asked.archived_at, field="archived_at", rank=1),
    ),
    title_of=lambda asked: named(asked.name or asked.title),
)
