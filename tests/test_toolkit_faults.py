"""What Textual does that something of ours is there for; where one of these fails, look again."""

import inspect
from collections.abc import Callable

import pytest
from textual._callback import count_parameters
from textual._compositor import Compositor
from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.cache import LRUCache
from textual.css.stylesheet import Stylesheet
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Footer, Input, OptionList, Tree
from textual.worker_manager import WorkerManager

from kinescope_tui.widgets.folding_tree import FoldingTree


class ListApp(App[None]):
    def compose(self) -> ComposeResult:
        yield OptionList()


async def test_a_page_of_what_is_not_laid_out_yet_breaks() -> None:
    """`ChoiceList` pages carefully."""
    app = ListApp()
    async with app.run_test():
        found = app.query_one(OptionList)
        found.add_options(["a", "b"])
        found.highlighted = 0
        with pytest.raises(KeyError):
            found.action_page_down()  # type: ignore[no-untyped-call]  # Textual's


async def test_a_tree_that_is_not_drawn_yet_breaks_under_the_mouse() -> None:
    """`FoldingTree` knows from the start what Textual's learns when it is drawn."""
    with pytest.raises(AttributeError):
        await _looked_at(Tree("root"))
    await _looked_at(FoldingTree("root"))


async def _looked_at(tree: Tree[None]) -> None:
    async with ListApp().run_test() as pilot:
        with pilot.app.batch_update():  # nothing is drawn meanwhile
            await pilot.app.mount(tree)
            tree.render_line(0)


@pytest.mark.parametrize(
    ("function", "line", "ours"),
    [
        (LinuxDriver.run_input_thread, 'getincrementaldecoder("utf-8")()', "TerminalDriver"),
        (LinuxDriver.run_input_thread, "XTermParser(self._debug)", "TerminalDriver"),
        (LinuxDriver.start_application_mode, "target=self._run_input_thread", "TerminalDriver"),
        (LinuxDriver.start_application_mode, "WriterThread(self._file)", "TerminalOutput"),
        (Screen._on_idle, "self._update_timer.resume()", "PromptPainter"),  # noqa: SLF001 - the same
        (Widget.render_lines, "self._styles_cache.render_widget(self, crop)", "LinePart"),
        (App._check_bindings, "else self.screen._modal_binding_chain", "bound_actions"),  # noqa: SLF001 - the same
        (Screen._on_resize, "self._screen_resized(event.size)", "LatestSize"),  # noqa: SLF001 - looked at only
        (Screen._refresh_layout, "send_resize = shown | resized", "LatestSize"),  # noqa: SLF001 - the same
        (Screen.render, "return BackgroundScreen(base_screen, background)", "Backdrop"),
        (App._init_mode, "screen.post_message(events.ScreenResume())", "ResumedOnce"),  # noqa: SLF001 - the same
        (App.switch_mode, "self.delay_update()", "WholePlaces"),
        (Screen._invoke_and_clear_callbacks, "await invoke(callback)", "CalledWhileHere"),  # noqa: SLF001 - the same
        (App._init_mode, "self.refresh_css()", "ThemedApp"),  # noqa: SLF001 - the same
        (Screen._on_screen_resume, "if event.refresh_styles:", "ResumedOnce"),  # noqa: SLF001 - the same
        (Widget.mount_composed_widgets, "self.mount_all(widgets)", "FrameInTurns"),
        (Screen._on_timer_update, "self._compositor_refresh()", "FrameInTurns"),  # noqa: SLF001 - the same
        (Screen._forward_event, "content_widget.parent", "InputFaults"),  # noqa: SLF001 - the same
        (Screen._forward_event, "container.region.offset", "hits_what_is_gone"),  # noqa: SLF001 - the same
        (Compositor.render_partial_update, "Region.from_union(update_regions)", "LineCompositor"),
        (Compositor.get_style_at, "lines = widget.render_lines(", "LineCompositor._screen_at"),
        (Compositor.get_widget_and_offset_at, "widget.render_line(y)", "LineCompositor._screen_at"),
        (Screen.dismiss, "await_pop = self.app.pop_screen()", "OnceDismissed"),
        (Stylesheet.apply, "filter(limit_rules.__contains__, reversed(self.rules))", "Stylesheet"),
        (Strip, "FIFOCache(16)", "lean_strips"),
        (LRUCache, "[head[0], head, key, value]", "cleared_caches"),
        (MessagePump, "for cls in self.__class__.__mro__:", "known_handlers"),
        (count_parameters, "_count_parameters(func.func)", "counted_parameters"),
        (StylesCache.get_inner_outer, "def get_inner_outer", "garbage"),
        (App._fatal_error, "show_locals=True", "_fatal_error"),  # noqa: SLF001 - the same
        (LinuxDriver.write, "self._writer_thread.write(data)", "FrameDiff"),
        (WorkerManager._new_worker, "description=description or repr(work)", "description"),  # noqa: SLF001 - the same
        (Input.action_submit, "self.Submitted(self, self.value", "TokenField"),
        (Footer.compose, "FooterKey(", "KeyLine"),
        (Widget.refresh, "if layout and not self._layout_required", "DiffedStatic.refresh"),
        (Tree._invalidate, "self.refresh(layout=True)", "FoldingTree.filled"),  # noqa: SLF001 - the same
    ],
)
def test_the_line_that_ours_is_there_for_is_still_there(
    function: Callable[..., object], line: str, ours: str
) -> None:
    assert line in inspect.getsource(function), f"is {ours} needed any more?"
