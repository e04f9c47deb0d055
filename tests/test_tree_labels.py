"""What stands in a tree is told as it is."""

from kinescope_tui.widgets.folding_tree import FoldingTree


def test_a_name_is_no_markup_and_its_words_are_no_signs() -> None:
    tree = FoldingTree[None]("[bold]all[/]")
    names = ["[draft] lecture", "at :smile: time", "[/]", "two\nlines", ""]
    assert [str(tree.root.add(name).label) for name in names] == [*names[:3], "two", ""]
    assert str(tree.root.label) == "[bold]all[/]"
