"""The program's entry."""

import os


def main() -> None:
    """Run the command line."""
    # Textual's log and its console show what is typed and pasted, tokens included.
    for name in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG"):
        os.environ.pop(name, None)
    from kinescope_tui.cli import cli

    cli()


if __name__ == "__main__":
    main()
