"""A lesson opens ready, its code hidden; a notebook that is none, or not trusted, stays still."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WIDGET = """
import anywidget, pathlib
class Counter(anywidget.AnyWidget):
    _esm = '''
    export default { render({ el }) {
      const button = document.createElement("button");
      button.id = "probe"; button.textContent = "0";
      button.onclick = () => { button.textContent = String(Number(button.textContent) + 1); };
      el.append(button);
    } };'''
"""
CELLS = [
    "# 第一课：先看一眼\n\n客户信息交接之前，先弄清楚手里有什么。",
    WIDGET + "with pathlib.Path('runs.txt').open('a') as kept:\n    kept.write('x')\nCounter()",
]
LESSON = {"lesson": "90", "title": "试验", "about": "试验", "minutes": 5}


@pytest.fixture
def probe(start_lab: Callable, request: pytest.FixtureRequest) -> tuple:
    """Return a running lab and the path of a fresh lesson in it."""
    lab = start_lab("zh")
    path = f"zh/9-{request.node.name.replace('[', '-').replace(']', '')}.ipynb"
    (lab.home / "lessons" / "zh" / "runs.txt").unlink(missing_ok=True)
    lab.add(path, CELLS, kit=LESSON)
    return lab, path


def runs(lab: object) -> int:
    """Return how often the lesson's cell has run."""
    path: Path = lab.home / "lessons" / "zh" / "runs.txt"
    return len(path.read_text()) if path.exists() else 0


def live(page: Page) -> None:
    """Wait until the widget answers a click."""
    expect(page.locator("#probe")).to_be_visible()
    page.locator("#probe").click()
    expect(page.locator("#probe")).to_have_text("1")


def test_lesson_opens_ready_with_its_code_hidden(probe: tuple, open_page: Callable) -> None:
    page = open_page(*probe)
    live(page)
    expect(page.locator(".kit-lesson .jp-CodeCell .jp-InputArea").first).to_be_hidden()
    expect(page.locator(".kit-notice")).to_have_count(0)
    page.shoot("shell-lesson-zh")
    assert page.problems == []


def test_a_lesson_that_fails_says_what_to_do(start_lab: Callable, open_page: Callable) -> None:
    lab = start_lab("zh")
    lab.add("zh/9-failing.ipynb", ["# 会出错的一课", "1 / 0"], kit=LESSON)
    page = open_page(lab, "zh/9-failing.ipynb")
    expect(page.locator(".kit-notice-preparing")).to_contain_text("正在打开")
    page.shoot("shell-preparing-zh")
    expect(page.locator(".kit-notice-failed")).to_contain_text("重新运行")
    expect(page.get_by_text("ZeroDivisionError").first).to_be_hidden()
    page.shoot("shell-failed-zh")
    page.locator('[data-command="kit:toggle-code"]').click()
    expect(page.get_by_text("ZeroDivisionError").first).to_be_visible()


def test_one_switch_shows_and_hides_the_code(probe: tuple, open_page: Callable) -> None:
    page = open_page(*probe)
    live(page)
    code = page.locator(".kit-lesson .jp-CodeCell .jp-InputArea").first
    switch = page.locator('[data-command="kit:toggle-code"]')
    expect(switch).to_contain_text("显示代码")
    switch.click()
    expect(code).to_be_visible()
    expect(switch).to_contain_text("隐藏代码")
    page.shoot("shell-code-zh")
    switch.click()
    expect(code).to_be_hidden()


def test_running_leaves_nothing_to_save(probe: tuple, open_page: Callable) -> None:
    lab, path = probe
    before = (lab.home / "lessons" / path).read_bytes()
    page = open_page(lab, path)
    live(page)
    page.wait_for_timeout(2500)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    assert (lab.home / "lessons" / path).read_bytes() == before


def test_reload_and_second_window_run_it_again(probe: tuple, open_page: Callable) -> None:
    lab, path = probe
    page = open_page(lab, path)
    live(page)
    page.reload()
    live(page)
    second = open_page(lab, path)
    live(second)
    assert runs(lab) == 3


def test_unmarked_notebook_does_not_run(start_lab: Callable, open_page: Callable) -> None:
    lab = start_lab("zh")
    (lab.home / "lessons" / "zh" / "runs.txt").unlink(missing_ok=True)
    lab.add("zh/own.ipynb", CELLS)
    page = open_page(lab, "zh/own.ipynb")
    expect(page.locator(".jp-CodeCell .jp-InputArea").first).to_be_visible()
    page.wait_for_timeout(4000)
    expect(page.locator(".kit-lesson")).to_have_count(0)
    assert runs(lab) == 0


def test_untrusted_lesson_does_not_run(start_lab: Callable, open_page: Callable) -> None:
    lab = start_lab("zh")
    (lab.home / "lessons" / "zh" / "runs.txt").unlink(missing_ok=True)
    lab.add("zh/stranger.ipynb", [CELLS[0], CELLS[1] + "  # not signed"], kit=LESSON, trust=False)
    page = open_page(lab, "zh/stranger.ipynb")
    expect(page.locator(".jp-CodeCell .jp-InputArea").first).to_be_visible()
    page.wait_for_timeout(4000)
    expect(page.locator(".kit-lesson")).to_have_count(0)
    assert runs(lab) == 0


def test_stray_keys_and_double_clicks_change_nothing(probe: tuple, open_page: Callable) -> None:
    page = open_page(*probe)
    live(page)
    page.locator(".jp-RenderedMarkdown h1").first.dblclick()
    for key in ("d", "d", "x", "a", "b", "m", "1", "Enter", "Shift+Enter"):
        page.keyboard.press(key)
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(2)
    expect(page.locator(".jp-Cell.jp-mod-active .jp-InputArea-editor:visible")).to_have_count(0)
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)


def test_bars_step_back_and_come_back_with_the_code(probe: tuple, open_page: Callable) -> None:
    page = open_page(*probe)
    live(page)
    bars = [page.locator(name) for name in ("#jp-menu-panel", ".jp-SideBar.jp-mod-left")]
    for bar in bars:
        expect(bar).to_be_hidden()
    page.locator('[data-command="kit:toggle-code"]').click()
    for bar in bars:
        expect(bar).to_be_visible()


def test_links_between_lessons_open_in_the_same_page(probe: tuple, open_page: Callable) -> None:
    lab, path = probe
    target = '<a id=on data-kit-open="98-next.ipynb" href="#">go</a>'
    link = f"import ipywidgets\nipywidgets.HTML({target!r})"
    lab.add(path, ["# From here", link], kit=LESSON)
    lab.add("zh/98-next.ipynb", ["# The next lesson", "1 + 1"], kit=LESSON)
    page = open_page(lab, path)
    page.locator("#on").click()
    expect(page.get_by_role("heading", name="The next lesson")).to_be_visible()
    assert "98-next" in page.url


def test_tools_speak_the_language_of_the_lesson(start_lab: Callable, open_page: Callable) -> None:
    lab = start_lab("zh")
    lab.add("en/9-english.ipynb", ["# A lesson in English", "1 + 1"], kit=LESSON)
    page = open_page(lab, "en/9-english.ipynb")
    expect(page.locator('[data-command="kit:toggle-code"]')).to_contain_text("Show code")
    expect(page.locator('[data-command="kit:open-lesson"]')).to_contain_text("Course home")


def test_dead_kernel_is_started_again_by_one_button(probe: tuple, open_page: Callable) -> None:
    lab, path = probe
    page = open_page(lab, path)
    live(page)
    lab.kill_kernels()
    page.locator('[data-command="kit:run-again"]').click()
    expect(page.locator("#probe")).to_have_text("0")
    live(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_launcher_shows_lessons_with_progress(
    language: str, start_lab: Callable, open_page: Callable
) -> None:
    lab = start_lab(language)
    titles = {"zh": ["欢迎", "字段分类"], "en": ["Welcome", "Classify fields"]}[language]
    names = ["00-welcome", "01-classify-fields"]
    course = [
        {
            "name": name,
            "title": title,
            "about": title,
            "minutes": 12,
            "path": f"{language}/{name}.ipynb",
        }
        for name, title in zip(names, titles, strict=True)
    ]
    reached = {"lessons": {names[1]: {"done": 3, "of": 3, "best": 82}}}
    kept = [lab.home / "lessons" / name for name in ("course.json", "progress.json")]
    before = [path.read_text(encoding="utf-8") for path in kept]
    for path, body in zip(kept, ({language: course}, reached), strict=True):
        path.write_text(json.dumps(body), encoding="utf-8")
    try:
        page = open_page(lab, lab.launcher())
        section = page.locator(".jp-Launcher-section").first
        cards = section.locator(".jp-LauncherCard")
        expect(cards).to_have_count(2)
        expect(cards.nth(0)).to_contain_text(titles[0])
        expect(cards.nth(1)).to_contain_text("82")
        page.shoot(f"shell-launcher-{language}")
    finally:
        for path, body in zip(kept, before, strict=True):
            path.write_text(body, encoding="utf-8")
