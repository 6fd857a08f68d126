"""The page of phases and duties: the shipped one is what the code says, in both languages."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import kit
from kit.cli import main
from kit.cli.deal_text import deal_page
from kit.i18n import LOCALES, translate
from kit.organisation.duties import LINES, PASS_ON, TELL_PROCESSOR
from kit.organisation.phase_duties import PHASE_LINES

DOCS = Path(kit.__file__).parent.parent / "docs"


@pytest.mark.parametrize("locale", LOCALES)
def test_the_shipped_page_is_what_the_code_says(locale):
    shipped = (DOCS / f"organisation-{locale}.md").read_text("utf-8")
    assert shipped == "\n".join(deal_page(locale)) + "\n", (
        f"kit law deals --lang {locale} > docs/organisation-{locale}.md"
    )


@pytest.mark.parametrize("locale", LOCALES)
def test_every_duty_has_its_row(locale):
    page = list(deal_page(locale))
    for line in (*LINES, TELL_PROCESSOR, PASS_ON, *PHASE_LINES):
        title = translate(f"deal_duties.duty.{line.code}", locale)
        assert any(row.startswith(f"| **{title}** ") for row in page)


@pytest.mark.parametrize("locale", LOCALES)
def test_rows_have_as_many_cells_as_their_table_has_columns(locale):
    columns = 0
    for row in deal_page(locale):
        columns = row.count(" | ") if row.startswith("| ") and not columns else columns
        columns = 0 if not row.startswith("|") else columns
        assert not row.startswith("| ") or row.count(" | ") == columns


def test_the_command_prints_the_page():
    done = CliRunner().invoke(main, ["law", "deals", "--lang", "zh"])
    assert done.exit_code == 0
    assert done.output == "\n".join(deal_page("zh")) + "\n"


def test_the_example_of_the_page_runs(capsys):
    [code] = re.findall("```python\n(.*?)```", "\n".join(deal_page("en")), re.DOTALL)
    exec(code, {})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        "remedy",
        "notify_authority",
        "notify_individuals",
    ]
