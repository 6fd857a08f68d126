import numpy as np
import pytest

from kit.activity.actions import (
    ACTIONS,
    CODES,
    FAILURE,
    NUMBER,
    THINGS,
    column,
)
from kit.i18n import LOCALES, translate
from kit.organisation.codes import ACTION_CODES
from kit.organisation.schemas import SCHEMAS

# Numbers and captions as the published definitions of OCSF have them.
PUBLISHED = {
    3001: ("Account Change", {1: "Create", 2: "Enable", 5: "Disable", 6: "Delete"}),
    3002: ("Authentication", {1: "Logon", 2: "Logoff"}),
    3005: ("User Access Management", {1: "Assign Privileges", 2: "Revoke Privileges"}),
    4009: ("Email Activity", {1: "Send", 2: "Receive", 3: "Scan", 4: "Trace"}),
    6001: (
        "Web Resources Activity",
        {
            1: "Create",
            2: "Read",
            3: "Update",
            4: "Delete",
            5: "Search",
            6: "Import",
            7: "Export",
            8: "Share",
        },
    ),
    6003: ("API Activity", {1: "Create", 2: "Read", 3: "Update", 4: "Delete"}),
    6005: (
        "Datastore Activity",
        {1: "Read", 2: "Update", 3: "Connect", 4: "Query", 5: "Write", 6: "Create", 99: "Other"},
    ),
    6006: (
        "File Hosting Activity",
        {
            1: "Upload",
            2: "Download",
            3: "Update",
            4: "Delete",
            6: "Copy",
            12: "Share",
            13: "Unshare",
            14: "Open",
        },
    ),
}
OURS = ("print.page", "screen.capture", "usb.copy")


def test_the_numbers_are_those_of_ocsf():
    for action in ACTIONS:
        if action.code not in OURS:
            name, activities = PUBLISHED[action.class_uid]
            assert (action.class_name, action.activity_name) == (
                name,
                activities[action.activity_id],
            )


def test_what_ocsf_lacks_is_numbered_as_the_development_extension():
    ours = [action for action in ACTIONS if action.code in OURS]
    assert sorted(action.class_uid for action in ours) == [99901001, 99901002, 99901003]
    assert all(action.class_uid // 1000 % 100 == 1 for action in ours)  # system activity


def test_a_type_is_a_class_and_an_activity():
    assert (column("type_uid") == column("class_uid") * 100 + column("activity_id")).all()
    assert column("type_uid")[NUMBER["mail.send"]] == 400901


def test_every_action_of_a_profile_has_a_number():
    assert set(CODES) == set(ACTION_CODES)
    assert [NUMBER[code] for code in CODES] == list(range(len(CODES)))
    assert len(CODES) < np.iinfo("i1").max


def test_actions_that_look_the_same_to_ocsf_differ_in_status_or_object():
    seen = {}
    for action in ACTIONS:
        seen.setdefault((action.type_uid, action.status), []).append(action.code)
    alike = [codes for codes in seen.values() if len(codes) > 1]
    assert sorted(alike) == [
        ["file.download", "room.download"],  # in the file share, in the data room
        ["file.open", "link.open", "room.open"],
    ]
    assert [a.code for a in ACTIONS if a.status == FAILURE] == ["auth.fail", "api.fail"]


def test_objects_are_rows_of_the_organisations_tables():
    assert {action.thing for action in ACTIONS} == {None, *THINGS}
    assert set(THINGS) <= set(SCHEMAS)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_action_has_a_name_of_its_own(locale):
    names = {translate(f"activity.action.{code}", locale) for code in CODES}
    assert len(names) == len(CODES)
