"""A page opens through a private file, so that no command line shows the token."""

import threading
import webbrowser
from pathlib import Path

import pytest

from kit.shell import browser
from kit.shell.home import open_home

URL = "http://127.0.0.1:8888/lab?token=secret&x=1"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []
    monkeypatch.setattr(browser, "has_browser", lambda: True)
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address))
    return addresses


def wait() -> None:
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(timeout=1)


def test_the_token_is_only_in_a_private_file(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_SNAPS", ())
    home = open_home(tmp_path)
    browser.open_page(home, URL)
    wait()
    page = home.runtime / "open.html"
    assert opened == [page.as_uri()]
    assert "token=secret&amp;x=1" in page.read_text()
    assert page.stat().st_mode & 0o077 == 0


def test_a_browser_in_a_snap_gets_the_address(
    tmp_path: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "_SNAPS", (tmp_path,))
    browser.open_page(open_home(tmp_path), URL)
    wait()
    assert opened == [URL]


def test_without_a_screen_no_browser_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert not browser.has_browser()
