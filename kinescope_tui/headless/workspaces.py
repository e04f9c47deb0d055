"""The workspaces of all profiles, on standard output."""

from kinescope_tui.api.models import RawModel
from kinescope_tui.headless.exit_status import ExitStatus
from kinescope_tui.headless.failure import CommandFailedError, IncompleteError
from kinescope_tui.headless.long_waits import LongWaits
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.headless.row_output import RowOutput
from kinescope_tui.presentation.text.cell import Cell
from kinescope_tui.presentation.text.numbers import plural
from kinescope_tui.presentation.workspace_words import WORKSPACE_FIELDS, workspace_record
from kinescope_tui.resources.column import Column
from kinescope_tui.resources.workspaces import WORKSPACE_COLUMNS
from kinescope_tui.services.workspace.sign_in import SignIn
from kinescope_tui.services.workspace.workspaces import WorkspaceRow, Workspaces


async def write_workspaces(sign_in: SignIn, style: OutputFormat) -> None:
    """Write a row for each profile, once all of them are known.

    Raises:
        CommandFailedError: There is no profile, or something of one could not be read.
    """
    workspaces, clock = Workspaces(sign_in), sign_in.client_factory.clock
    workspaces.on_asking = lambda journal, pacer: LongWaits(journal, pacer, clock)
    await workspaces.look()
    listed = sign_in.profiles.profiles
    # The usual profile need not be one of the user's.
    found = [row for row in workspaces.rows if row.has_token or row.profile in listed]
    if not found:
        told = "No profiles yet. Add one with kinescope-tui login --profile NAME."
        raise CommandFailedError(told, ExitStatus.SIGN_IN)
    records = [workspace_record(row) for row in found]
    rows = {row.id: row for row in found}
    columns = [_of_record(column, rows) for column in WORKSPACE_COLUMNS]
    output = RowOutput(Output(), style, RawModel, lambda _rows: columns, WORKSPACE_FIELDS)
    await output.write_all([RawModel(raw=one) for one in records])
    failed = sum(one["problem"] is not None for one in records)
    if failed:
        raise IncompleteError(f"{plural(failed, 'workspace')} could only be read in part.")


def _of_record(column: Column[WorkspaceRow], rows: dict[str, WorkspaceRow]) -> Column[RawModel]:
    def cell(written: RawModel) -> Cell:
        return column.cell(rows[written.raw["profile"]])

    return Column(
        column.title, column.width, cell, is_flexible=column.is_flexible, is_right=column.is_right
    )
