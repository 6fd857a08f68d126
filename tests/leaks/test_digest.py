"""What somebody has of a case has a name that changes with it."""

from dataclasses import replace

from kit.leaks.digest import digest_of
from tests.labs.investigation.opened import task


def test_a_shorter_log_or_another_paper_has_another_name():
    evidence = task().evidence
    tickets = evidence.tables["tickets"]
    fewer = replace(evidence, tables={**evidence.tables, "tickets": tickets.slice(0, 1)})
    shorter = [replace(evidence, events=evidence.events.slice(0, rows)) for rows in (100, 200)]
    names = [digest_of(one) for one in (evidence, fewer, *shorter)]
    assert len(set(names)) == len(names)
    assert digest_of(replace(evidence, tables=dict(evidence.tables))) == names[0]
