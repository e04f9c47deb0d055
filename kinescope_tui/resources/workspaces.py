"""Workspaces side by side, as their table shows them."""

from kinescope_tui.presentation import workspace_words as words
from kinescope_tui.presentation.text.cell import Cell, Tone, one_line
from kinescope_tui.resources.column import Column
from kinescope_tui.services.workspace.workspaces import WorkspaceRow


def _name(row: WorkspaceRow) -> Cell:
    sign = "●" if row.is_open else " "
    return Cell(f"{sign} {one_line(row.profile.name)}", Tone.GOOD if row.is_open else Tone.PLAIN)


WORKSPACE_COLUMNS: tuple[Column[WorkspaceRow], ...] = (
    Column("  WORKSPACE", 12, _name, is_flexible=True, most=24, field="workspace"),
    Column("VIDEOS", 7, words.videos_cell, is_right=True, key=lambda row: row.videos),
    Column("FAILED", 6, words.failed_cell, is_right=True, key=lambda row: row.failed),
    Column("VIEWS 28D", 9, words.views_cell, is_right=True, key=lambda row: row.views[0]),
    Column("CHANGE", 8, words.change_cell, is_right=True),
    Column("STORAGE", 8, words.storage_cell, is_right=True, key=lambda row: row.storage),
    Column("OWED", 12, words.owed_cell, is_flexible=True, most=14),
    Column("ACCESS", 6, words.access_cell, is_flexible=True),
)
