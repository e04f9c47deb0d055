"""What any endpoint answers, on standard output."""

import click

from kinescope_tui.api.client import KinescopeClient, parse_target
from kinescope_tui.api.numeral import exact_json
from kinescope_tui.api.own_secrets import HIDDEN
from kinescope_tui.api.redaction import redact_json, redact_value
from kinescope_tui.api.text import clean
from kinescope_tui.headless.notes import note, tell_guarded
from kinescope_tui.headless.output import Output
from kinescope_tui.services.files.csv_table import changed, read_csv

_INDENT = 2
_CSV = ".csv"


async def write_endpoint(client: KinescopeClient, target: str, *, is_excel: bool = False) -> None:
    """Write the JSON of an endpoint without secrets, or its CSV as it came.

    Args:
        client: Whom to ask.
        target: A path with its query; one that ends with .csv brings CSV.
        is_excel: Whether CSV is made into what Russian Excel opens by itself.

    Raises:
        click.UsageError: That is wanted of a path that brings JSON.
        KinescopeError: It could not be read.
    """
    output = Output()
    path, query = parse_target(target)
    if path.endswith(_CSV):
        file = await client.csv(path.removesuffix(_CSV), query=query)
        content = _for_excel(file.content) if is_excel else file.content
        if output.is_terminal:  # it would obey what the bytes say
            content = clean(content.decode("utf-8", "replace")).encode("utf-8", "replace")
        await output.write(content)
        if not file.size_confirmed:
            note("Nothing proves that the end of the file is there: the server did not say a size.")
        return
    if is_excel:
        raise click.UsageError("--excel is for a path that ends with .csv; this one brings JSON.")
    document = await client.get(target)
    told = redact_json(exact_json(redact_value(document), indent=_INDENT), path)
    await output.write(f"{told}\n".encode("utf-8", "replace"))
    if HIDDEN in told:
        note(f"{HIDDEN} stands for what would let somebody else in.")


def _for_excel(content: bytes) -> bytes:
    made = changed(read_csv(content), is_safe=True, is_russian=True)
    tell_guarded(made.guarded)
    return made.content
