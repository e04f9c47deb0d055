"""The answer of any endpoint, on standard output."""

import click

from kinescope_tui.api.client import KinescopeClient, parse_target
from kinescope_tui.api.content import ContentKind
from kinescope_tui.api.errors import CsvUnavailableError
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.text import clean
from kinescope_tui.headless.list_rows import Pages, list_rows
from kinescope_tui.headless.notes import note, tell_guarded
from kinescope_tui.headless.options import OutputFormat
from kinescope_tui.headless.output import Output
from kinescope_tui.presentation.billing.invoice_file_words import unclear_told
from kinescope_tui.presentation.text.numbers import size
from kinescope_tui.resources.endpoint import list_in
from kinescope_tui.services.endpoint_model import shown_content
from kinescope_tui.services.files.csv_table import changed, read_csv
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.workspace.session import Session

_CSV = ".csv"
_DIGITS = 10


async def write_endpoint(client: KinescopeClient, target: str, *, is_excel: bool = False) -> None:
    """Write the JSON of an endpoint, or its text, without secrets; its CSV or file as it came.

    Args:
        client: Whom to ask.
        target: A path with its query; one that ends with .csv brings CSV.
        is_excel: Whether CSV is made into what Russian Excel opens by itself.

    Raises:
        click.UsageError: That is wanted of a path that brings something else, or a terminal is to
            show a file.
        KinescopeError: It could not be read.
    """
    output = Output()
    path, query = parse_target(target)
    if path.endswith(_CSV):
        file = await client.csv(path.removesuffix(_CSV), query=query)
        if is_excel or output.is_terminal:
            await _write_csv(output, file.content, is_excel=is_excel)
        else:
            for part in file.parts():
                await output.write(part)
        if not file.size_confirmed:
            note("The server sent no size, so the end of the file may be missing.")
        return
    content = await client.content(target)
    if content.kind is ContentKind.CSV:
        await _write_csv(output, content.body, is_excel=is_excel)
        return
    if is_excel:
        told = f"--excel needs a path that ends with .csv; this one returns {content.kind}."
        raise click.UsageError(told)
    if content.kind is ContentKind.FILE:
        if output.is_terminal:
            told = f"{content.media_type or 'bytes'}, {size(len(content.body))}"
            raise click.UsageError(f"This is a file ({told}). Add > NAME to save it.")
        await output.write(content.body)
        return
    text = (await shown_content(content)).text
    await output.write(f"{text.removesuffix(chr(10))}\n".encode("utf-8", "replace"))
    if HIDDEN in text:
        note(f"{HIDDEN} replaces secrets.")


async def write_endpoint_rows(
    session: Session, target: str, style: OutputFormat, *, is_all: bool
) -> None:
    """Write the rows of a list at any path: those of one page, or of all.

    Raises:
        click.UsageError: It brings no list.
        CommandFailedError: It is not all there.
        KinescopeError: It could not be read.
    """
    _, query = parse_target(target)
    content = await session.client.content(target)
    if content.is_refused_csv:
        raise CsvUnavailableError("No CSV available: the server returned JSON.")
    resource = await list_in(session.client, target, content)
    if resource is None:
        told = f"{content.kind}; omit --all and --format to print it as it is"
        raise click.UsageError(f"This path does not return a list, but {told}.")
    sizes = {name: int(text) for name, text in query if text.isdecimal() and len(text) < _DIGITS}
    pages = Pages(is_all, None, sizes.get("page") or 1, sizes.get("per_page") or None)
    await list_rows(session, resource, View(resource.default_order), pages, style)


async def _write_csv(output: Output, content: bytes, *, is_excel: bool) -> None:
    if is_excel:
        made = changed(read_csv(content), is_safe=True, is_russian=True)
        tell_guarded(made.guarded)
        if made.unclear:
            note(f"{unclear_told(made.unclear)}.")
        content = made.content
    if output.is_terminal:  # it would obey what the bytes say
        content = clean(content.decode("utf-8", "replace")).encode("utf-8", "replace")
    await output.write(content)
