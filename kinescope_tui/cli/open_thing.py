"""The dashboard, opened at a thing."""

import sys

import click

from kinescope_tui.cli.wiring import found_history, found_settings, run_app, sign_in_for


@click.command(name="open")
@click.argument("text", nargs=-1, required=True)
@click.pass_context
def open_thing(context: click.Context, text: tuple[str, ...]) -> None:
    """Open an item in the dashboard, by id or link.

    Also takes iframes and invoice numbers.
    TEXT is anything you can type after `:` there, such as "playlists" or "video ID". Tokens are
    refused.
    """
    profile, base_url = context.obj
    settings = found_settings(context.find_root().params["options"])
    sign_in = sign_in_for(profile, base_url)
    sys.exit(run_app(sign_in, settings, found_history(), " ".join(text)))
