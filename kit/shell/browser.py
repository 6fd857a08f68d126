"""Opens a page in the person's browser without showing its token to the other users."""

import html
import os
import sys
import threading
import webbrowser
from pathlib import Path

from kit.shell.home import Home, write_private

_SNAPS = (Path("/snap/bin/firefox"), Path("/snap/bin/chromium"))


def has_browser() -> bool:
    """Return whether a browser with windows can be started from here."""
    if sys.platform.startswith("linux") and not os.environ.get("BROWSER"):
        if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def open_page(home: Home, url: str) -> None:
    """Open a page in the background.

    The browser gets a private file that leads on to the page: a command line, which every user of
    the computer can read, never holds the token. Browsers in a snap cannot read such a file.
    """
    if not has_browser():
        return
    address = url
    if not any(path.exists() for path in _SNAPS):
        page = home.runtime / "open.html"
        write_private(page, _redirect(url))
        address = page.as_uri()
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _redirect(url: str) -> bytes:
    safe = html.escape(url, quote=True)
    return (
        '<!doctype html><meta charset="utf-8"><title>kit lab</title>'
        f'<meta http-equiv="refresh" content="0; url={safe}">'
        f'<p><a href="{safe}">kit lab</a></p>\n'
    ).encode()
