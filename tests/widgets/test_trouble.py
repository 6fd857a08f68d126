"""What goes wrong in a notebook is said in words, without a traceback."""

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from kit.errors import KitError
from kit.widgets import classify, welcome
from kit.widgets.desk import Trouble


@pytest.fixture
def damaged(tmp_path, monkeypatch):
    (tmp_path / "records.sqlite").write_bytes(b"not a database at all" * 100)
    monkeypatch.setenv("KIT_HOME", str(tmp_path))
    monkeypatch.setenv("KIT_LANG", "zh")
    monkeypatch.setenv("PYTHONPATH", ".")


@pytest.mark.parametrize("view", [classify, welcome])
def test_damaged_records_are_said_in_words(damaged, view):
    with pytest.raises(Trouble, match="damaged") as caught:
        view()
    assert isinstance(caught.value, KitError)
    assert "改名" in caught.value.words


def test_a_notebook_shows_the_words_alone(damaged):
    notebook = new_notebook(cells=[new_code_cell("from kit.widgets import welcome; welcome()")])
    NotebookClient(notebook, timeout=120, allow_errors=True).execute()
    [output] = notebook.cells[0].outputs
    assert output.output_type == "error"
    assert len(output.traceback) == 1
    assert "学习记录" in output.traceback[0]
    assert "Traceback" not in output.traceback[0]


def test_an_unknown_exercise_is_said_in_words(tmp_path, monkeypatch):
    monkeypatch.setenv("KIT_HOME", str(tmp_path))
    monkeypatch.setenv("KIT_LANG", "en")
    with pytest.raises(Trouble, match="unknown_exercise") as caught:
        classify("no-such")
    assert "leasing-data-room" in caught.value.words
