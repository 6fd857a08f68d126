"""What stands in the tables of the investigation lab: words, not codes."""

import re

import pytest
from investigate_fixture import found

from kit.i18n import LOCALES

CODE = re.compile(r"\b[a-z]+_[a-z]+")
IN_WORDS = [
    ("phases", "phase"),
    ("transition_services", "code"),
    ("entrustments", "tables"),
    ("entrustments", "phases"),
    ("processing_register", "table_name"),
    ("processing_register", "field_name"),
    ("segments", "field"),
    ("parties", "role"),
    ("systems", "kind"),
    ("entrustments", "party_id"),
]


@pytest.mark.parametrize("locale", LOCALES)
def test_phases_services_tables_and_fields_stand_in_words(open_case, talk, locale):
    lab = open_case(locale)
    tables = {one["name"]: one for tab in lab.page["task"]["tabs"] for one in tab["tables"]}
    told = []
    for name, column in IN_WORDS:
        if name not in tables:
            continue
        place = [one["name"] for one in tables[name]["columns"]].index(column)
        rows = found(lab, talk, what="table", table=name, search="", offset=0, limit=400)["rows"]
        told += [row["cells"][place] for row in rows]
    assert [one for one in told if CODE.search(one)] == []
    assert any(told)


@pytest.mark.parametrize("locale", LOCALES)
def test_joiners_movers_and_leavers_are_found_by_name(open_case, talk, locale):
    lab = open_case(locale)
    person = lab.table("staff_history").iloc[0]["staff_id"]
    name = lab.table("staff").set_index("staff_id").loc[person, "name"]
    asked = {"what": "table", "table": "staff_history", "offset": 0, "limit": 9}
    rows = found(lab, talk, search=name, **asked)["rows"]
    assert f"{name} {person}" in {row["cells"][0] for row in rows}


def test_a_list_is_counted_from_one_and_a_party_goes_by_its_name(open_case, talk):
    lab = open_case("en")
    tables = {one["name"]: one for tab in lab.page["task"]["tabs"] for one in tab["tables"]}
    asked = {"what": "table", "search": "", "offset": 0, "limit": 400}
    names = [one["name"] for one in tables["files"]["columns"]]
    for row in found(lab, talk, table="files", **asked)["rows"]:
        first, last = (int(row["cells"][names.index(name)]) for name in ("row_start", "row_stop"))
        assert 1 <= first <= last
    [hidden] = [one for one in tables["parties"]["columns"] if one["name"] == "party_id"]
    assert hidden["wide"] == 0
    rows = found(lab, talk, table="parties", **asked)["rows"]
    assert {row["cells"][0] for row in rows} == {""}
    assert {row["key"] for row in rows} == set(lab.table("parties")["party_id"])
