"""The kit's JupyterLab: on this computer only, with a token, apart from any other Jupyter."""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from kit.errors import BadInput
from kit.shell.home import Home, environment, write_private

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8888
_TRIES = 100


@dataclass(frozen=True)
class Server:
    """A running server: its address, ending in a slash, and its token."""

    url: str
    token: str

    def page(self, lesson: str | None) -> str:
        """Return the address that opens a lesson, or the launcher if there is none."""
        place = f"doc/workspaces/kit/tree/{quote(lesson)}" if lesson else "lab"
        return f"{self.url}{place}?token={self.token}"


def running(home: Home) -> Server | None:
    """Return the server that already runs with this home, if it answers."""
    for path in home.runtime.glob("jpserver-*.json"):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            server = Server(told["url"], told["token"])
        except (OSError, ValueError, KeyError):
            continue
        if _answers(server):
            return server
    return None


def serve(home: Home, locale: str, port: int | None, ready: Callable[[Server], None]) -> None:
    """Run JupyterLab until it is told to stop.

    Args:
        home: Where it works.
        locale: Language of its menus.
        port: The port to use; 0 for any; None for the usual one or the next that is free.
        ready: Called with the server once it listens.
    """
    if port and not is_free(port):
        raise BadInput("shell.port_taken", port=port)
    os.environ.update(environment(home, locale))
    _choose_language(home, locale)
    from jupyterlab.labapp import LabApp

    with _errors_to(home.log):
        try:
            app = LabApp.initialize_server(argv=_arguments(home, port))
        except SystemExit as error:  # Jupyter has written the reason to its log
            raise BadInput("shell.no_start", log=str(home.log)) from error
        ready(Server(f"http://{LOOPBACK}:{app.port}/", app.identity_provider.token))
        app.start()


def is_free(port: int) -> bool:
    """Return whether a port of this computer can be listened on."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _answers(server: Server) -> bool:
    request = Request(f"{server.url}api/status", headers={"Authorization": f"token {server.token}"})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=2) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError, ValueError):
        return False


def _choose_language(home: Home, locale: str) -> None:
    settings = home.jupyter / "settings" / "@jupyterlab" / "translation-extension"
    chosen = {"locale": "zh_CN" if locale == "zh" else "default"}
    write_private(settings / "plugin.jupyterlab-settings", json.dumps(chosen).encode())


def _arguments(home: Home, port: int | None) -> list[str]:
    """Return the server's settings; as arguments they go before any configuration file."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    settings: dict[str, Any] = {
        "ServerApp.ip": LOOPBACK,
        "ServerApp.port": USUAL_PORT if port is None else port,
        "ServerApp.port_retries": _TRIES if port is None else 0,
        "ServerApp.root_dir": home.lessons,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": as_root,
        "ServerApp.answer_yes": True,
        "ContentsManager.hide_globs": ["course.json", "progress.json", "__pycache__"],
        "LabApp.app_settings_dir": Path(__file__).parent / "lab_settings",
        "LabApp.extension_manager": "readonly",
    }
    return [f"--{name}={value}" for name, value in settings.items()]


@contextmanager
def _errors_to(log: Path) -> Iterator[None]:
    """Send standard error, of the kernels too, to a file: it is no news for a learner."""
    with log.open("w", encoding="utf-8") as stream:
        sys.stderr.flush()
        terminal = os.dup(2)
        os.dup2(stream.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(terminal, 2)
        os.close(terminal)
