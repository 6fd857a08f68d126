"""Scripts of the investigation lab that need no page, run on their own."""

import json
import re
import shutil
import subprocess

import pytest

from kit.widgets import InvestigateLab
from kit.widgets.assets import script

LOG = {"since": "2026-11-20T00:00:01", "until": "2027-01-10T23:59:59"}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-30 22:06", "2026-11-30T22:06"),
        ("2026-11-30T22:06", "2026-11-30T22:06"),
        ("11-30 22:06", "2026-11-30T22:06"),
        ("1-5 7:30", "2027-01-05T07:30"),
        ("１１-３０ ２２:０６", "2026-11-30T22:06"),
        ("11/30", "2026-11-30T00:00"),
        ("", None),
        ("yesterday", "wrong"),
        ("2026-02-30 10:00", "wrong"),
        ("11-30 25:00", "wrong"),
    ],
)
def test_moments_are_read_as_people_write_them(text, read):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with; the browser tests run it too")
    call = f"const read = invReadMoment({json.dumps(text)}, {json.dumps(LOG)});"
    call += "\nconsole.log(JSON.stringify(read === undefined ? 'wrong' : read));"
    code = script("investigate-query") + "\n" + call
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == read


NARROWED = """
const is = (column, ...values) => ({ column, op: "is", values });
const not = (column, ...values) => ({ column, op: "is_not", values });
let query = invQuery();
query = invNarrowed(query, is("action", "a"));
query = invNarrowed(query, is("site", "x"));
query = invNarrowed(query, is("action", "b"));
query = invNarrowed(query, not("view", "v"));
query = invNarrowed(query, not("view", "w"));
query = invNarrowed(query, is("site", "y"), true);
query = invNarrowed(query, is("site", "y"), true);
console.log(JSON.stringify(query.conditions.map((one) => [one.column, one.op, one.values])));
"""


def test_a_click_replaces_and_what_is_typed_or_left_out_gathers():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with; the browser tests run it too")
    code = script("investigate-query") + NARROWED
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [
        ["action", "is", ["b"]],
        ["view", "is_not", ["v", "w"]],
        ["site", "is", ["x", "y"]],
    ]


LEARNT = """
const lab = {};
const known = (id, locale) => invGists({ lab, page: { attempt: { id } }, locale });
known(1, "zh").set("report:1", "clue");
const others = [known(1, "zh").size, known(2, "zh").size, known(2, "en").size, known(1, "zh").size];
console.log(JSON.stringify(others));
"""


def test_what_pins_are_called_is_not_kept_for_another_attempt_or_language():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node to run the script with")
    code = script("investigate-case") + LEARNT
    ran = subprocess.run([node, "-e", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [1, 0, 0, 0]


def test_names_of_the_scripts_are_its_own():
    own = [name for name in InvestigateLab.SCRIPTS if name != "investigate-start"]
    names = re.findall(r"(?m)^(?:async )?(?:function|const) (\w+)", script(*own))
    assert len(names) > 60
    assert all(name.lower().startswith("inv") for name in names)
