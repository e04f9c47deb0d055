"""Programs that share a profile's files: none sees what is another token's, none loses anything."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import FULL
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kinescope_tui.api import Token
from kinescope_tui.services.lists.view import View
from kinescope_tui.services.lists.view_store import ViewStore
from kinescope_tui.services.workspace.history import History
from kinescope_tui.services.workspace.profile_store import ProfileStore
from kinescope_tui.services.workspace.session import Profile
from kinescope_tui.services.workspace.state_store import StateStore

URLS = ("https://api.kinescope.io", "https://api-staging.kinescope.io")
OWNERS = [
    (f"c0ffee00-0000-4000-8000-00000000{end}", url) for end in ("cafe", "beef") for url in URLS
][:3]
FULLY = settings(
    max_examples=200 if FULL else 4, stateful_step_count=20, deadline=None, database=None
)

Owner = tuple[str, str]
owners = st.sampled_from(OWNERS)
programs = st.integers(0, 2)
names = st.sampled_from(["videos", "place", "analytics"])


@dataclass
class Program:
    """One that runs."""

    owner: Owner
    state_store: StateStore
    has_arrived: bool = False


class StateOfSeveral(RuleBasedStateMachine):
    """What is to be remembered, beside what programs on one file remember."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self._path = Path(self._folder.name) / "state" / "seen-default.sqlite"
        self._running: dict[int, Program] = {}
        self._kept: dict[Owner, dict[str, dict[str, object]]] = {owner: {} for owner in OWNERS}
        self._has_failed = False
        self._count = 0

    def teardown(self) -> None:
        for program in self._running.values():
            program.state_store.close()
        self._folder.cleanup()

    @rule(number=programs, owner=owners)
    def start(self, number: int, owner: Owner) -> None:
        if number in self._running:
            return
        memory = StateStore(self._path)
        memory.open_for(Token.parse(owner[0]), owner[1])
        alive = {program.owner for program in self._running.values()}
        for other in set(OWNERS) - alive - {owner}:
            self._kept[other].clear()
        if self._has_failed:
            assert memory.trouble.startswith("The last start ended before its first rows loaded")
            assert ("set aside" in memory.trouble) >= bool(self._kept[owner])
            self._kept[owner].clear()
            self._has_failed = False
        else:
            assert memory.trouble == ""
        self._running[number] = Program(owner, memory)

    @precondition(lambda self: self._running)
    @rule(data=st.data(), name=names)
    def keep(self, data: st.DataObject, name: str) -> None:
        program = self._running[data.draw(st.sampled_from(sorted(self._running)))]
        self._count += 1
        state: dict[str, object] = {"owner": list(program.owner), "count": self._count}
        program.state_store.save(name, state, [state])
        self._kept[program.owner][name] = state

    @precondition(lambda self: self._running)
    @rule(data=st.data(), ends=st.sampled_from(["arrives", "closes", "breaks", "forgets"]))
    def go_on(self, data: st.DataObject, ends: str) -> None:
        number = data.draw(st.sampled_from(sorted(self._running)))
        program = self._running[number]
        if ends == "arrives":
            program.has_arrived = True
            program.state_store.arrive("")
            return
        if ends == "closes":
            program.state_store.close()
        elif ends == "breaks":
            program.state_store.break_off()
            self._has_failed |= not program.has_arrived
        elif len(self._running) == 1:  # what others keep afterwards is theirs
            program.state_store.forget()
            self._has_failed = False
            for kept in self._kept.values():
                kept.clear()
        else:
            return
        program.state_store.save("videos", {"owner": "too late"})
        assert program.state_store.load("videos") is None
        del self._running[number]

    @invariant()
    def each_remembers_its_own(self) -> None:
        for program in self._running.values():
            for name in ("videos", "place", "analytics"):
                found = program.state_store.load(name)
                kept = self._kept[program.owner].get(name)
                assert (found.state if found is not None else None) == kept
                assert found is None or found.rows == [kept]


def test_programs_on_one_file_remember_all_of_their_own_and_nothing_else() -> None:
    run_state_machine_as_test(StateOfSeveral, settings=FULLY)


class ViewsOfSeveral(RuleBasedStateMachine):
    """What is saved, beside what windows on one file show."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        path = Path(self._folder.name) / "views-default.json"
        self._stores = [ViewStore(path) for _ in range(3)]
        self._saved: dict[str, View] = {}

    def teardown(self) -> None:
        self._folder.cleanup()

    @rule(number=programs, name=names, text=st.sampled_from(["", "a", "снег"]))
    def save(self, number: int, name: str, text: str) -> None:
        self._saved[name] = View(search=text)
        self._stores[number].keep("videos", name, self._saved[name])

    @rule(number=programs, name=names)
    def drop(self, number: int, name: str) -> None:
        self._saved.pop(name, None)
        self._stores[number].keep("videos", name, None)

    @invariant()
    def all_show_the_same(self) -> None:
        for store in self._stores:
            assert store.views("videos") == self._saved


def test_windows_on_one_profile_show_the_views_of_all() -> None:
    run_state_machine_as_test(ViewsOfSeveral, settings=FULLY)


def at_one_instant(*works: Callable[[], None]) -> None:
    """Do several things at once, and fail if any of them fails."""
    gate, errors = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        gate.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - told below, whatever it is
            errors.append(error)

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_what_is_written_at_one_instant_is_all_there(tmp_path: Path) -> None:
    def save_views(number: int) -> None:
        store = ViewStore(tmp_path / "views.json")
        for n in range(8):
            store.keep("videos", f"{number}-{n}", View())

    def add_profiles(number: int) -> None:
        store = ProfileStore(tmp_path)
        for n in range(8):
            store.add_new(Profile(f"{number}-{n}", URLS[0]))

    def type_lines(number: int) -> None:
        for n in range(8):
            history = History(tmp_path / "history")
            history.add(f"{number}-{n}")
            history.write()

    all_of_them = {f"{number}-{n}" for number in range(4) for n in range(8)}
    for work in (save_views, add_profiles, type_lines):
        at_one_instant(*(lambda n=n, work=work: work(n) for n in range(4)))
    assert set(ViewStore(tmp_path / "views.json").views("videos")) == all_of_them
    assert {profile.name for profile in ProfileStore(tmp_path).profiles} == all_of_them
    assert set(History(tmp_path / "history").lines) == all_of_them


def test_first_starts_at_one_instant_all_remember(tmp_path: Path) -> None:
    for turn in range(8):
        path = tmp_path / f"seen-{turn}.sqlite"
        memories = [StateStore(path) for _ in range(4)]

        def start(memory: StateStore, name: str) -> None:
            memory.open_for(Token.parse(OWNERS[0][0]))
            memory.save(name, {"name": name})

        at_one_instant(*(lambda m=m, n=n, s=start: s(m, str(n)) for n, m in enumerate(memories)))
        for memory in memories:
            assert memory.trouble == ""
            memory.close()
        again = StateStore(path)
        again.open_for(Token.parse(OWNERS[0][0]))
        assert all(again.load(str(n)) is not None for n in range(4))
        again.close()


def test_a_program_with_many_lines_keeps_the_newer_ones_of_another(tmp_path: Path) -> None:
    one, other = History(tmp_path / "history"), History(tmp_path / "history")
    for number in range(200):
        one.add(f"line {number}")
    one.write()
    other.add("from elsewhere")
    other.write()
    one.add("last")
    one.write()
    assert History(tmp_path / "history").lines[-3:] == ["line 199", "from elsewhere", "last"]
