"""The server's settings, and finding the one that already runs."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kit.errors import BadInput
from kit.shell.home import Home, environment, open_home
from kit.shell.server import Server, is_free, running, serve


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return open_home(tmp_path)


@pytest.fixture
def answering() -> Iterator[int]:
    """Yield the port of a server that knows the token "right"."""

    class Status(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            right = self.headers["Authorization"] == "token right"
            self.send_response(200 if right else 403)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Status)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def write_down(home: Home, port: int, token: str) -> None:
    told = {"url": f"http://127.0.0.1:{port}/", "token": token}
    (home.runtime / "jpserver-1.json").write_text(json.dumps(told))


def test_a_running_server_is_found(home: Home, answering: int) -> None:
    write_down(home, answering, "right")
    assert running(home) == Server(f"http://127.0.0.1:{answering}/", "right")


def test_a_proxy_is_not_asked_for_this_computer(
    home: Home, answering: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    write_down(home, answering, "right")
    assert running(home)


def test_a_strange_or_dead_server_is_not_ours(home: Home, answering: int) -> None:
    write_down(home, answering, "wrong")
    assert running(home) is None
    (home.runtime / "jpserver-1.json").write_text("half a fi")
    assert running(home) is None


def test_a_taken_port_is_one_sentence(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(BadInput, match="port_taken"):
            serve(home, "zh", port, print)


def test_pages_are_addressed_in_a_workspace_of_their_own() -> None:
    page = Server("http://127.0.0.1:8888/", "secret").page("zh/00-welcome.ipynb")
    assert page == "http://127.0.0.1:8888/doc/workspaces/kit/tree/zh/00-welcome.ipynb?token=secret"


def test_every_jupyter_folder_lies_in_the_home(home: Home) -> None:
    folders = {key: value for key, value in environment(home, "zh").items() if key != "KIT_LANG"}
    assert all(Path(value).is_relative_to(home.root) for value in folders.values())
