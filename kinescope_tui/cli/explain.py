"""What error codes mean."""

import click


@click.command()
@click.argument("code", type=int, required=False)
def explain(code: int | None) -> None:
    """Explain API error codes, with links to the docs.

    Without CODE, lists all codes.
    """
    from kinescope_tui.presentation.requests.code_book import code_book, explained

    text = code_book() if code is None else explained(code)
    if not text:
        raise click.UsageError(f"Kinescope does not document a code {code}.")
    click.echo(text)
