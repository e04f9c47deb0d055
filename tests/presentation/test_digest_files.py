"""Nothing that stands in a digest is taken for more than a text, in Markdown and in HTML."""

from html.parser import HTMLParser

import pytest

from kinescope_tui.demo.hostile import HOSTILE_TITLES
from kinescope_tui.presentation.digest.digest_files import html, markdown
from kinescope_tui.presentation.digest.digest_parts import Part
from kinescope_tui.presentation.text.cell import one_line

HOSTILE = (
    *map(one_line, HOSTILE_TITLES),
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "&lt;b&gt;",
    "[a](javascript:alert(1))", "![x](https://example.org/x.png)", "a | b", "`code`", "**bold**",
    "# heading", "https://example.org/", "www.example.org", "~~gone~~", "\\", "$x$", "@all",
)  # fmt: skip


class Page(HTMLParser):
    """The tags, addresses and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_shows_a_text_as_it_is_and_loads_nothing(text: str) -> None:
    page = Page(html(text, [Part(text, ["a", text], [[text, "1"]], [text])], text))
    assert page.tags <= {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "table", "tr", "th", "td",
        "p", "footer",
    }  # fmt: skip
    assert page.attributes <= {"lang", "charset", "http-equiv", "content", "name", "scope"}
    assert page.texts.count(text) >= 5 or not text


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    made = markdown(text, [Part(text, ["a", text], [[text, "1"]], [text])], text)
    rows = [line for line in made.splitlines() if line.startswith("|")]
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in rows)
    escaped = made.replace("\\\\", "")
    for sign in ("<", "`", "[", "*", "://", "@", "$", "~"):
        begins = escaped.replace(f"\\{sign}", "")
        assert sign not in begins, (sign, made)
