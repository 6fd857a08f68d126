"""start.py says one sentence in every language when it cannot go on; it never shows a traceback."""

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
START = ROOT / "start.py"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return start.py as a module that works in a folder of its own."""
    spec = importlib.util.spec_from_file_location("start", START)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "套件 kit"
    (root / "kit").mkdir(parents=True)
    (root / "kit" / "one.py").write_text("")
    (root / "requirements").mkdir()
    for name in ("run.lock", "test.lock", "build.lock"):
        (root / "requirements" / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", root)
    for name in ("VENV", "PYTHON", "STAMP", "UNFINISHED", "LOG"):
        old = getattr(module, name)
        monkeypatch.setattr(module, name, root / old.relative_to(ROOT))
    monkeypatch.setenv("KIT_LANG", "en")
    return module


def test_it_parses_on_an_old_python() -> None:
    assert ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 6)).body


def test_it_uses_the_standard_library_only() -> None:
    tree = ast.parse(START.read_text(encoding="utf-8"))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name.name.partition(".")[0] for node in nodes for name in node.names}
    names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)} | names
    assert names - {"Path"} <= sys.stdlib_module_names


def test_every_sentence_is_there_in_both_languages(start: ModuleType) -> None:
    for chinese, english in start.WORDS.values():
        assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese)
        assert english.isascii()


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"KIT_LANG": "zh", "LC_ALL": "en_GB.UTF-8"}, "zh"),
    ],
)
def test_language_follows_the_system(
    variables: dict, language: str, start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert start.language() == language


def test_an_old_python_is_told_what_it_needs(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(start, "OLDEST", (99, 0))
    with pytest.raises(SystemExit) as ended:
        start.main([])
    assert ended.value.code == 1
    assert "Python 3.11 or later" in capfd.readouterr().err


def test_a_python_without_venv_is_told_the_package(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SystemExit):
        start.make_venv()
    assert "-venv" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("ERROR: ... NewConnectionError: Failed to establish a new connection", "network"),
        ("ERROR: No matching distribution found for anyio==4.16.0", "network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hashes"),
        ("OSError: [Errno 13] Permission denied: '/opt/kit/.venv'", "denied"),
        ("HINT: ... Windows Long Path support enabled", "long_path"),
        ("something new", "failed"),
    ],
)
def test_what_pip_says_becomes_one_sentence(start: ModuleType, said: str, key: str) -> None:
    assert start.cause(said, "failed") == key


def test_fingerprint_changes_with_any_source(start: ModuleType) -> None:
    before = start.fingerprint()
    assert start.fingerprint() == before
    cache = start.ROOT / "kit" / "__pycache__"
    cache.mkdir()
    (cache / "one.pyc").write_bytes(b"")
    assert start.fingerprint() == before
    (start.ROOT / "kit" / "two.py").write_text("")
    assert start.fingerprint() != before


def prepare_with_fakes(start: ModuleType, monkeypatch: pytest.MonkeyPatch, kind: str) -> list[str]:
    """Return what preparing does, without doing it."""
    done: list[str] = []

    def make_venv() -> None:
        done.append("venv")
        start.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        start.PYTHON.write_text("")

    monkeypatch.setattr(start, "make_venv", make_venv)
    monkeypatch.setattr(start, "works", lambda *_: start.PYTHON.exists())
    monkeypatch.setattr(start, "pip", lambda *args: done.append(args[0]))
    start.prepare(kind)
    return done


def test_a_first_run_makes_everything_and_a_second_nothing(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert prepare_with_fakes(start, monkeypatch, "run") == [
        "venv",
        "--require-hashes",
        "--no-deps",
    ]
    assert prepare_with_fakes(start, monkeypatch, "run") == []


def test_a_changed_source_installs_the_project_only(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_with_fakes(start, monkeypatch, "run")
    (start.ROOT / "kit" / "two.py").write_text("")
    assert prepare_with_fakes(start, monkeypatch, "run") == ["--no-deps"]


def test_tests_add_their_packages_and_lessons_need_no_more(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_with_fakes(start, monkeypatch, "run")
    assert prepare_with_fakes(start, monkeypatch, "test") == ["--require-hashes", "--no-deps"]
    assert prepare_with_fakes(start, monkeypatch, "run") == []


def test_a_killed_installation_is_begun_again(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_with_fakes(start, monkeypatch, "run")
    start.UNFINISHED.touch()
    assert prepare_with_fakes(start, monkeypatch, "run")[0] == "venv"


def test_a_damaged_stamp_is_no_reason_to_stop(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_with_fakes(start, monkeypatch, "run")
    start.STAMP.write_text("{half a st")
    assert prepare_with_fakes(start, monkeypatch, "run") == ["--require-hashes", "--no-deps"]
    assert set(json.loads(start.STAMP.read_text())) == {"run", "project"}


@pytest.mark.parametrize(
    ("typed", "handed"),
    [
        (["test"], ["-m", "pytest", "-n", "auto", "--maxprocesses", "4", "--dist", "worksteal"]),
        (["test", "tests/law"], ["-m", "pytest", "tests/law"]),
        (["test", "--version"], ["-m", "pytest", "--version"]),
    ],
)
def test_all_tests_share_the_processors_and_chosen_ones_run_alone(
    typed: list[str], handed: list[str], start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[list[str]] = []

    def hand_over(command: list[str]) -> None:
        commands.append(command)
        sys.exit(0)

    monkeypatch.setattr(start, "prepare", lambda _: None)
    monkeypatch.setattr(start, "hand_over", hand_over)
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit):
        start.main(typed)
    assert commands == [handed]


@pytest.mark.skipif(os.name == "nt", reason="uses the lock of POSIX systems")
def test_a_second_start_waits_its_turn(tmp_path: Path) -> None:
    copy = tmp_path / "start.py"
    copy.write_bytes(START.read_bytes())
    for name in ("kit", "requirements"):
        (tmp_path / name).mkdir()
    for name in ("run.lock", "build.lock"):
        (tmp_path / "requirements" / name).write_text("")
    code = (
        "import fcntl, subprocess, sys\n"
        f"held = open({str(copy)!r}, 'rb'); fcntl.flock(held, fcntl.LOCK_EX)\n"
        f"sys.exit(subprocess.call([sys.executable, {str(copy)!r}, 'kit', '--version']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "KIT_LANG": "en"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Another start.py" in done.stderr
    assert "Traceback" not in done.stderr
