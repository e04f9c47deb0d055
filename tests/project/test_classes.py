"""Classes stay small enough to be read at once."""

import ast
import re
from pathlib import Path

import kinescope_tui

MOST = 36
_NEEDS = re.compile(r"(compare|repr)=False")


def methods(found: ast.ClassDef) -> set[str]:
    """The names of a class's own methods; a property that can be set is one."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {member.name for member in found.body if isinstance(member, kinds)}


def test_no_class_has_more_methods_than_anybody_keeps_in_mind() -> None:
    files = Path(kinescope_tui.__file__).parent.rglob("*.py")
    sources = (file.read_text(encoding="utf-8") for file in files)
    trees = (ast.parse(source) for source in sources if source.count("def ") > MOST)
    classes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    assert {found.name for found in classes if len(methods(found)) > MOST} == set()


def test_a_value_is_a_struct_unless_it_needs_what_only_a_dataclass_has() -> None:
    """A dataclass takes thirty times as long to define, and every start waits for it."""
    files = Path(kinescope_tui.__file__).parent.rglob("*.py")
    sources = (file.read_text(encoding="utf-8") for file in files)
    trees = (ast.parse(source) for source in sources if "@dataclass" in source)
    found = {
        node.name: node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and any("dataclass" in ast.unparse(one) for one in node.decorator_list)
    }
    # Fields that do not count or are not printed; messages, whose base is Textual's.
    needed = {name for name, node in found.items() if _NEEDS.search(ast.unparse(node))}
    of_needed = {
        name for name, node in found.items() if needed & {ast.unparse(base) for base in node.bases}
    }
    assert set(found) == needed | of_needed
