"""The doctor names what is wrong and how to mend it."""

import json
import socket
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

import kit
from kit.cli import main
from kit.shell import doctor

EXTENSION = Path(kit.__file__).parent / "labextension" / "package.json"


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KIT_HOME", str(tmp_path / "家"))
    return tmp_path / "家"


def by_name(name: str) -> doctor.Check:
    return next(check for check in doctor.examine() if check.name == name)


def test_every_check_speaks_both_languages() -> None:
    for check in doctor.examine():
        assert check.words("zh")
        assert check.words("en") != ""


def test_json_has_one_object_per_check() -> None:
    result = CliRunner().invoke(main, ["doctor", "--json"])
    found = json.loads(result.stdout)
    assert {"check", "ok", "message"} == set(found[0])
    assert result.exit_code == (1 if any(one["ok"] is False for one in found) else 0)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["numpy>=1", "kit-lacks-this>=3"])
    check = doctor.check_packages()
    assert check.ok is False
    assert "kit-lacks-this>=3" in check.words("en")


def test_an_optional_package_is_not_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "requires", lambda _: ["kit-lacks-this>=3; extra == 'test'"])
    assert doctor.check_packages().ok


def test_a_missing_extension_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [])
    assert doctor.check_extension().code == "extension_missing"


def test_an_extension_of_another_version_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "customer-info-kit"
    folder.mkdir()
    (folder / "package.json").write_text('{"version": "0.0.0"}')
    monkeypatch.setattr("jupyter_core.paths.jupyter_path", lambda *_: [str(tmp_path)])
    assert doctor.check_extension().code == "extension_old"


def test_an_unwritable_home_is_named(own_home: Path) -> None:
    own_home.write_text("a file where the folder should be")
    assert doctor.check_home().ok is False
    assert doctor.check_database().ok is False
    assert str(own_home) in doctor.check_home().words("zh")


def test_a_taken_port_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(doctor, "USUAL_PORT", taken.getsockname()[1])
        assert by_name("port").ok is None


def test_the_extension_has_the_version_of_the_kit() -> None:
    assert json.loads(EXTENSION.read_text(encoding="utf-8"))["version"] == kit.__version__
