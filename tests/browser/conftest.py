"""A real Chromium against a real `kit lab` with a home of its own.

    def test_something(start_lab, open_page):
        lab = start_lab("zh")
        lab.add("zh/90-probe.ipynb", ["print(1)"], kit={"lesson": "90"})
        page = open_page(lab, "zh/90-probe.ipynb")
        page.shoot("probe")          # screenshots/probe.png

Environment: KIT_REQUIRE_BROWSER=1 fails where a missing browser would skip; KIT_BROWSER names the
browser to use; KIT_SCREENSHOTS says where pictures go.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.append(str(Path(__file__).parent))

from bench import Bench

from kit.classroom.store import Store

CHECKOUT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(os.environ.get("KIT_SCREENSHOTS", Path(__file__).parent / "screenshots"))
PATIENCE_MILLISECONDS = 60_000  # a cold kernel on a busy machine
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)
FAILED = pytest.StashKey[bool]()
HIDE_CARET = "* { caret-color: transparent !important; }"


@dataclass
class Lab:
    """A running `kit lab`."""

    home: Path
    url: str
    token: str
    process: "subprocess.Popen[str]"

    def address(self, path: str, workspace: str = "kit") -> str:
        """Return the clean page of a notebook."""
        return f"{self.url}doc/workspaces/{workspace}/tree/{path}?token={self.token}"

    def launcher(self) -> str:
        """Return the page with the launcher."""
        return f"{self.url}lab?reset&token={self.token}"

    def add(self, path: str, cells: list[str], kit: dict | None = None, trust: bool = True) -> Path:
        """Write a notebook of code cells (Markdown if a cell starts with #) into the lessons."""
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        metadata = {"kernelspec": kernel, **({"kit": kit} if kit else {})}
        made = [
            nbformat.v4.new_markdown_cell(text)
            if text.startswith("#")
            else nbformat.v4.new_code_cell(text)
            for text in cells
        ]
        for number, cell in enumerate(made):
            cell["id"] = f"cell-{number}"
        notebook = nbformat.v4.new_notebook(cells=made, metadata=metadata)
        target = self.home / "lessons" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(nbformat.writes(notebook), encoding="utf-8")
        if trust:
            notary = NotebookNotary(data_dir=str(self.home / "jupyter" / "data"))
            notary.sign(nbformat.read(target, as_version=4))
            notary.store.close()
        return target

    def kernels(self) -> list[int]:
        """Return the process ids of its kernels (Linux only)."""
        listed = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True
        )
        return [int(line) for line in listed.stdout.split()]

    def end_kernels(self) -> None:
        """End its kernels as a person would who closes their lessons."""
        asked = f"{self.url}api/sessions?token={self.token}"
        with urllib.request.urlopen(asked, timeout=20) as answer:
            running = [session["id"] for session in json.load(answer)]
        for one in running:
            address = f"{self.url}api/sessions/{one}?token={self.token}"
            urllib.request.urlopen(urllib.request.Request(address, method="DELETE"), timeout=20)

    def kill_kernels(self) -> None:
        """Kill its kernels as an out-of-memory killer would."""
        for kernel in self.kernels():
            os.kill(kernel, signal.SIGKILL)


def find_browser() -> str | None:
    """Return the path of a Chromium-like browser on this computer."""
    chosen = os.environ.get("KIT_BROWSER")
    found = [chosen] if chosen else [shutil.which(name) for name in NAMES]
    found += [place for place in PLACES if not chosen and Path(place).exists()]
    return next((path for path in found if path), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Yield one browser for all browser tests, or skip with the reason."""
    path = find_browser()
    if path is None:
        reason = "no Chromium, Chrome or Edge found (KIT_BROWSER can name one)"
        if os.environ.get("KIT_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    flags = [*FLAGS, *(["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])]
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=flags)
        yield made
        made.close()


@pytest.fixture(scope="package")
def jupyter_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Jupyter data folder with the extension of this checkout."""
    folder = tmp_path_factory.mktemp("jupyter-path")
    source, target = CHECKOUT / "kit" / "labextension", folder / "labextensions"
    shutil.copytree(source, target / "customer-info-kit")
    return folder


@pytest.fixture(scope="package")
def start_lab(
    jupyter_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Lab]]:
    """Yield a function that starts `kit lab` once per language and returns it."""
    labs: dict[str, Lab] = {}

    def start(language: str = "zh") -> Lab:
        if language not in labs:
            home = tmp_path_factory.mktemp(f"home {language} 路径")
            labs[language] = launch(home, language, jupyter_path)
        return labs[language]

    yield start
    for lab in labs.values():
        stop(lab)


def launch(home: Path, language: str, jupyter_path: Path) -> Lab:
    """Return a `kit lab` that has told its address."""
    environment = {
        **os.environ,
        "KIT_HOME": str(home),
        "JUPYTER_PATH": str(jupyter_path),
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONUTF8": "1",
    }
    command = [
        sys.executable,
        "-m",
        "kit",
        "lab",
        "--no-browser",
        "--port",
        "0",
        "--lang",
        language,
    ]
    process = subprocess.Popen(
        command, cwd=home, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    line = process.stdout.readline()
    told = re.search(r"(http://127\.0\.0\.1:\d+/)\S*token=(\w+)", line)
    if told is None:
        process.kill()
        raise RuntimeError(f"kit lab did not start: {line}{process.stdout.read()}")
    return Lab(home, told[1], told[2], process)


def stop(lab: Lab) -> None:
    """End a `kit lab` and its kernels."""
    lab.process.terminate()
    try:
        lab.process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        lab.process.kill()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """Keep the report of a call with its test, so that a fixture knows whether it failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Yield a function that opens a notebook (or a full address) in a window of its own.

    After a failure each page says what it showed, with the problems it had.
    """
    contexts, opened, told = [], [], []

    def go(
        lab: Lab, path: str, *, dark: bool = False, width: int = 1280, height: int = 800
    ) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MILLISECONDS)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("console", lambda said: said.type == "error" and told.append(said.text))
        page.shoot = lambda name, **options: shoot(page, name, **options)
        opened.append((page, lab))
        page.goto(path if path.startswith("http") else lab.address(path))
        return page

    yield go
    if request.node.stash.get(FAILED, False):
        for page, lab in opened:
            tell(page, lab, told)
    for context in contexts:
        context.close()
    for lab in {id(lab): lab for _, lab in opened}.values():
        lab.end_kernels()


def tell(page: Page, lab: Lab, told: list[str]) -> None:
    """Print what a page shows and what went wrong in it."""
    print(f"{page.url.partition('?')[0]}; kernels: {len(lab.kernels())}")
    print(*page.problems, *told[-20:], sep="\n")
    print(page.locator("body").inner_text()[:4000])
    for desk in page.locator(".kit-desk").all():
        print(desk.evaluate("(desk) => desk.outerHTML")[:4000])


def shoot(page: Page, name: str, **options: object) -> Path:
    """Keep a picture of the page and return its path."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, style=HIDE_CARET, **options)
    return path


@pytest.fixture
def keep_picture() -> Callable[..., Path]:
    """Return `shoot`, for a page that was opened some other way."""
    return shoot


@pytest.fixture
def open_bench(
    browser: Browser, tmp_path: Path, keep_picture: Callable[..., Path]
) -> Iterator[Callable[..., Bench]]:
    """Yield a function that opens a lab at its work, without a notebook around it."""
    contexts, stores = [], []

    def go(view: type, *args: object, width: int = 1280, large: bool = False, **options) -> Bench:
        store = Store(tmp_path / f"{len(stores)}.sqlite")
        stores.append(store)
        lab = view(*args, store=store, **options)
        lab.enter("林晓")
        context = browser.new_context(viewport={"width": width, "height": 720})
        contexts.append(context)
        page = context.new_page()
        if large:
            page.add_init_script("localStorage.setItem('kit-large-type', '1')")
        page.shoot = partial(keep_picture, page)
        page.set_default_timeout(20_000)
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        bench = Bench(page, lab)
        page.locator(".kd-foot .kd-primary").click()
        return bench

    yield go
    for context in contexts:
        context.close()
    for store in stores:
        store.close()
