"""Lists of the user's are read from the settings; a wrong one is told with its line."""

import re
from pathlib import Path

import pytest
from documentation import DOCS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kinescope_tui.services.setup.own_list import OwnColumn, read_own_lists
from kinescope_tui.services.setup.settings import Settings, load_settings

GOOD = '[[lists]]\nname = "good"\npath = "/v1/tags"\n'


def loaded(folder: Path, text: str) -> Settings:
    (folder / "config.toml").write_text(text)
    return load_settings(folder / "config.toml")


def test_a_list_is_read_as_the_documentation_shows_it(tmp_path: Path) -> None:
    shown = re.findall(r"```toml\n(.*?)\n```", (DOCS / "settings.md").read_text(), re.DOTALL)
    found = loaded(tmp_path, "\n".join(shown))
    assert found.problems == ()
    failed, zones = found.lists
    assert (failed.name, failed.title) == ("failed", "Failed uploads")
    assert failed.columns == (
        OwnColumn("title"),
        OwnColumn("assets.0.original_name", "file", 30),
        OwnColumn("created_at"),
    )
    assert failed.sort_fields == ("title", "created_at")
    assert (zones.name, zones.title, zones.columns) == ("zones", "Zones", ())


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    odd = '# no line ends\u2028here\u2029\n[[lists]]\nname = "odd"\npath = "odd"\n'
    (problem,) = loaded(tmp_path, odd).problems
    assert problem.startswith("config.toml, line 4: ")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('name = "Two Words"', "small letters"),
        ("name = 7", "small letters"),
        ('name = "good"', "already called"),
        ('path = "https://elsewhere.example/v1/tags"', "its path must start"),
        ('path = "//elsewhere.example"', "its path must start"),
        ('path = "/v1/a b"', "its path must start"),
        ("title = []", "title must be text"),
        ('columns = "title"', "columns must be a list"),
        ("columns = [1]", "a column must be"),
        ('columns = [{ path = "a", width = 2000 }]', "width"),
        ('columns = [{ path = "a", width = true }]', "width"),
        ('columns = [{ path = "a", colour = "red" }]', "has no setting “colour”"),
        ("sort = [1]", "sort must be a list"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line_and_costs_nothing_else(
    tmp_path: Path, line: str, told: str
) -> None:
    entry = ["[[lists]]", 'name = "odd"', 'path = "/v1/odd"']
    name = line.partition(" ")[0]
    entry = [one for one in entry if not one.startswith(name)] + [line]
    text = f'{GOOD}\n# more\n{chr(10).join(entry)}\n\n[[lists]]\nname = "last"\npath = "/v1/last"\n'
    found = loaded(tmp_path, f'theme = "nord"\n{text}')
    assert [own.name for own in found.lists] == ["good", "last"]
    assert found.theme.value == "nord"
    (problem,) = found.problems
    at = f'theme = "nord"\n{text}'.splitlines().index(line, 5) + 1
    assert problem.startswith(f"config.toml, line {at}: ignored this list: ")
    assert told in problem


def test_what_a_list_does_not_have_is_told_and_ignored(tmp_path: Path) -> None:
    found = loaded(tmp_path, f'{GOOD}colour = "red"\n')
    assert [own.name for own in found.lists] == ["good"]
    assert found.problems == ("config.toml, line 4: ignored “colour”: lists have no such setting.",)


@pytest.mark.parametrize("text", ["lists = 1\n", "[lists]\nname = 1\n", "lists = [1]\n"])
def test_lists_that_are_none_are_told(tmp_path: Path, text: str) -> None:
    found = loaded(tmp_path, text)
    assert found.lists == ()
    assert len(found.problems) == 1
    assert "line 1" in found.problems[0]


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "path", "columns", "sort", "width"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY, st.text(max_size=40))
def test_anything_is_read_or_told(value: object, text: str) -> None:
    found, problems = read_own_lists(value, text, "config.toml")
    assert all(own.name and own.path.startswith("/") for own in found)
    assert all(problem.startswith("config.toml, line ") for problem in problems)
