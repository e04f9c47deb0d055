"""What makes a shell complete commands, options and their values."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a shell completion script.

    \b
    bash:  eval "$(kinescope-tui completion bash)"
    zsh:   eval "$(kinescope-tui completion zsh)"
    fish:  kinescope-tui completion fish | source
    """
    from click.shell_completion import get_completion_class

    root = context.find_root()
    kind = get_completion_class(shell)
    if kind is None or root.info_name is None:
        raise click.UsageError(f"Completion for {shell} is not available.")
    variable = f"_{root.info_name}_COMPLETE".replace("-", "_").upper()
    script = kind(root.command, {}, root.info_name, variable).source()
    # Click's script for fish would cut a value at its comma, as in `--order title.asc,created_at`.
    click.echo(script.replace('string split ","', 'string split --max 1 ","'))
