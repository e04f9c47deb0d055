"""A digest as Markdown, and as one HTML page that needs nothing else."""

import re
from collections.abc import Sequence
from html import escape

from kinescope_tui.presentation.digest.digest_parts import Part

# What Markdown, and HTML in it, would make something of.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$@]|:(?=//)|(?<=\bwww)\.)", re.IGNORECASE)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .6rem; border-bottom: 1px solid #8884; text-align: right; }
th { font-weight: 600; } th:first-child, td:first-child { text-align: left; }
td:first-child { overflow-wrap: anywhere; } p { margin: .4rem 0; opacity: .75; }
"""
# Nothing is loaded and nothing runs, whatever stands in it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def markdown(title: str, parts: Sequence[Part], foot: str) -> str:
    """Return a digest as Markdown with tables; nothing in it is taken for more than a text."""
    lines = [f"# {_md(title)}", ""]
    for part in parts:
        lines += [f"## {_md(part.title)}", ""]
        if part.rows:
            sides = ["---", *["---:"] * (len(part.head) - 1)]
            lines += [_md_row(map(_md, part.head)), _md_row(sides)]
            lines += [_md_row(map(_md, row)) for row in part.rows]
            lines.append("")
        for note in part.notes:
            lines += [_md(note), ""]
    return "\n".join([*lines, _md(foot), ""])


def html(title: str, parts: Sequence[Part], foot: str) -> str:
    """Return a digest as a page of its own; everything in it is escaped."""
    body = [f"<h1>{escape(title)}</h1>"]
    for part in parts:
        body.append(f"<h2>{escape(part.title)}</h2>")
        if part.rows:
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in part.head)
            rows = "\n".join(f"<tr>{_cells(row)}</tr>" for row in part.rows)
            body.append(f"<table>\n<tr>{head}</tr>\n{rows}\n</table>")
        body += [f"<p>{escape(note)}</p>" for note in part.notes]
    body.append(f"<footer><p>{escape(foot)}</p></footer>")
    content = "\n".join(body)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n{content}\n</body>\n</html>\n"
    )


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)


def _md(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _md_row(cells: "Sequence[str] | map[str]") -> str:
    return f"| {' | '.join(cells)} |"
