"""Where nothing matches it is told what leads on: similar words, the same elsewhere, the way."""

from kinescope_tui.presentation.lists.no_match import no_match_sections
from kinescope_tui.presentation.text.sections import Section
from kinescope_tui.widgets.list_summary import fitting

_TITLES = ("Вебинар: SDK", "Вебинар: Billing", "Onboarding", "Lesson 1", "Lesson 2", "Lesson 3")
_WAYS = Section("Other ways to find it", (), ())


def sections(search: str, *chips: str) -> dict[str, Section]:
    others = [("Webinars", ":projects"), ("Вебинары 2026", ":playlists"), ("SDK", ":tags")]
    found = no_match_sections("videos", search, chips, titles=_TITLES, others=others, ways=_WAYS)
    return {section.title: section for section in found}


def texts(section: Section) -> list[list[str]]:
    return [[cell.text for cell in row] for row in section.rows]


def test_words_with_a_slip_are_told_as_they_are_written() -> None:
    found = sections("вебинры", "/ вебинры")
    assert texts(found["Similar words"]) == [["вебинар", "2"]]
    assert texts(found["Shown before"])[:2] == [["Вебинар: SDK"], ["Вебинар: Billing"]]
    assert "Frequent words in titles" not in found


def test_words_that_are_like_none_have_those_of_the_titles() -> None:
    found = sections("zzzqq", "/ zzzqq")
    assert "Similar words" not in found
    assert texts(found["Frequent words in titles"])[0] == ["lesson", "3"]


def test_what_has_all_the_words_elsewhere_is_told_with_its_place() -> None:
    found = sections("вебинары", "/ вебинары")
    assert texts(found["Found elsewhere"]) == [["Вебинары 2026", ":playlists"]]
    assert "Found elsewhere" not in sections("sdk zzz", "/ sdk zzz")


def test_what_narrows_is_told_as_it_is_taken_away() -> None:
    removed = texts(sections("", "/ a", "status: error", "project: B")["Remove"])
    assert [row[0] for row in removed] == ["project: B", "status: error", "/ a"]
    assert removed[0][1] != removed[1][1] == removed[2][1]


def test_titles_take_the_lines_that_are_left_and_nothing_is_asked_of_less_room() -> None:
    found = list(sections("вебинры", "/ вебинры").values())
    for height in range(3, 30):
        shown = {section.title: section for section in fitting(found, 60, height)}
        before = shown.get("Shown before")
        assert before is None or 3 <= len(before.rows) <= len(_TITLES)
        lines = sum(max(1, len(section.rows)) + 2 for section in shown.values() if section.rows)
        assert lines <= height
    assert len(shown["Shown before"].rows) == len(_TITLES)
