"""What error codes mean."""

import click


@click.command()
@click.argument("code", type=int, required=False)
def explain(code: int | None) -> None:
    """Say what an error code of the API means and where to read on; without one, all of them."""
    from kinescope_tui.presentation.requests.code_book import code_book, explained

    text = code_book() if code is None else explained(code)
    if not text:
        raise click.UsageError(f"Kinescope documents no code {code}.")
    click.echo(text)
