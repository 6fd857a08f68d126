"""The two READMEs say the same, and what they say can be done."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kit.classroom.course import lessons
from kit.cli import main

ROOT = Path(__file__).parent.parent
EN, ZH = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md"))
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)


def commands(text):
    lines = (line for _, block in BLOCK.findall(text) for line in block.splitlines())
    return [line for line in lines if line.startswith("kit ")]


def links(text):
    targets = re.findall(r"\]\(([^)]+)\)", text)
    return [re.sub(r"-(zh|en)\.|\.zh-CN\.", ".", target) for target in targets]


def shape(text):
    """Headings, table rows and list items: the skeleton both languages share."""
    return [
        (line.split(" ")[0] if line.startswith("#") else line[:1])
        for line in BLOCK.sub("", text).splitlines()
        if line.startswith(("#", "|", "- "))
    ]


def test_both_languages_have_the_same_skeleton():
    assert shape(EN) == shape(ZH)


def test_both_languages_have_the_same_code_and_links():
    assert BLOCK.findall(EN) == BLOCK.findall(ZH)
    assert links(EN) == links(ZH)


@pytest.mark.parametrize("text", [EN, ZH], ids=["en", "zh"])
def test_links_to_files_lead_somewhere(text):
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert target.startswith("https://") or (ROOT / target).is_file(), target


@pytest.mark.parametrize(("text", "locale"), [(EN, "en"), (ZH, "zh")])
def test_every_lesson_is_on_the_course_map(text, locale):
    for lesson in lessons(locale, ROOT / "notebooks"):
        assert re.search(
            rf"\| {lesson.name[:2]} {re.escape(lesson.title)} \| {lesson.minutes} \|", text
        )


def test_the_commands_shown_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "export.csv").write_text("name,mobile\n某人,15420381776\n", "utf-8")
    for command in commands(EN):
        if command == "kit bench":
            continue
        words = shlex.split(command.partition(">")[0])[1:]
        result = CliRunner().invoke(main, words)
        assert result.exit_code in (0, 1), (command, result.output)
        if ">" in command:
            (tmp_path / command.partition("> ")[2]).write_text(result.stdout, "utf-8")
    assert "is-synthetic" in EN


def test_the_python_shown_works():
    code = next(block for language, block in BLOCK.findall(EN) if language == "python")
    space = {}
    exec(code, space)
    assert space["company"].size == 500
