"""Charts: what is drawn, what is said, and that it works with no script and no Altair at first."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from kit.customers.labels import FieldLabel
from kit.customers.profile import load_profile
from kit.i18n import LOCALES
from kit.widgets import charts

CONFUSION = [
    ["", "not", "personal", "sensitive", "none"],
    ["not", "6", "2", "0", "0"],
    ["personal", "3", "5", "1", "0"],
    ["sensitive", "0", "2", "4", "1"],
]
LEASING = load_profile("leasing")
DRAW = {
    "attempts": lambda locale: charts.attempts([(1, 52), (2, 71.25), (3, 89.9)], 80, locale),
    "confusion": lambda locale: charts.confusion(CONFUSION, locale),
    "group_sizes": lambda locale: charts.group_sizes({1: 4, 2: 6, 5: 5, 9: 3}, 5, locale),
    "by_kind": lambda locale: charts.by_kind([("a", 1, 0.8, 0.89), ("b", None, 0, None)], locale),
    "sensitive_share": lambda locale: charts.sensitive_share(LEASING.labels(), LEASING, locale),
}


def texts(drawn):
    """Return the texts that stand in a picture."""
    return [one.text for one in ET.fromstring(drawn["svg"]).iter() if one.text and one.text.strip()]


def test_a_heat_map_has_the_signs_of_the_table_beside_it():
    rows = [["", "not", "personal"], ["not", "6", "2"], ["personal", "3", "5"]]
    marks = [["ok", "warn"], ["danger", "ok"]]
    assert {"✓ 6", "! 2", "✗ 3", "✓ 5"} <= set(texts(charts.confusion(rows, "en", marks)))
    assert {"✗ 2", "✗ 3"} <= set(texts(charts.confusion(rows, "en")))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", DRAW)
def test_a_chart_is_one_picture_without_script_and_has_words(name, locale):
    drawn = DRAW[name](locale)
    root = ET.fromstring(drawn["svg"])
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    tags = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert tags <= {"svg", "g", "path", "rect", "text", "line", "tspan"}
    attributes = {name for one in root.iter() for name in one.attrib}
    assert not {one for one in attributes if one.startswith("on") or one == "id"}
    assert "http" not in drawn["svg"].replace("http://www.w3.org/", "")
    assert drawn["alt"]
    assert drawn["sentence"]
    assert drawn["alt"] != drawn["sentence"]


AGAIN = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from test_charts import DRAW
print(json.dumps({name: draw("zh")["svg"] for name, draw in DRAW.items()}))
"""


def test_the_same_input_gives_the_same_bytes_in_another_process():
    found = json.dumps([str(Path(__file__).parent), *sys.path])
    command = [sys.executable, "-c", AGAIN, found]
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout) == {name: draw("zh")["svg"] for name, draw in DRAW.items()}


def test_altair_is_loaded_by_the_first_chart_and_not_before():
    code = "import sys, kit.widgets.charts; print({'altair', 'vl_convert'} & {*sys.modules})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_scores_over_time_name_the_best_and_the_pass_mark():
    drawn = DRAW["attempts"]("en")
    assert {"52", "71.2", "89.9", "pass mark 80"} <= set(texts(drawn))
    assert "number 3 with 89.9" in drawn["sentence"]
    assert "52, 71.2, 89.9" in drawn["alt"]


def test_many_scores_are_labelled_sparsely():
    points = [(number, 90 if number == 7 else 40 + number) for number in range(1, 31)]
    labels = {*texts(charts.attempts(points, 80, "en"))}
    assert labels == {"41", "90", "70", "1", "7", "30", "pass mark 80"}


@pytest.mark.parametrize(
    ("points", "word"),
    [([], "No score yet"), ([(1, 60)], "Score 60"), ([(1, 90), (2, 70)], "still below")],
)
def test_what_is_said_fits_how_far_one_is(points, word):
    assert word in charts.attempts(points, 80, "en")["sentence"]


def test_nothing_to_draw_is_said_in_words():
    empty = [
        charts.attempts([], 80, "zh"),
        charts.group_sizes({}, 5, "zh"),
        charts.by_kind([], "zh"),
    ]
    assert [drawn["svg"] for drawn in empty] == ["", "", ""]
    assert all(drawn["alt"] == drawn["sentence"] != "" for drawn in empty)


def test_a_heat_map_names_the_most_frequent_mistake_and_marks_cells_with_signs():
    drawn = DRAW["confusion"]("en")
    assert "15 of 24" in drawn["sentence"]
    assert "“personal” judged “not” (3)" in drawn["sentence"]
    assert {"✓ 6", "✗ 3", "0"} <= set(texts(drawn))


def test_a_heat_map_without_a_mistake_says_so():
    rows = [["", "a", "b"], ["a", "3", "0"], ["b", "0", "2"]]
    assert "All 5" in charts.confusion(rows, "en")["sentence"]


def test_a_column_that_is_no_class_and_stays_empty_is_left_out():
    rows = [["", "a", "b", "no answer"], ["a", "3", "1", "0"], ["b", "0", "0", "0"]]
    assert "no answer" not in texts(charts.confusion(rows, "en"))
    assert "no answer" in texts(charts.confusion([*rows[:2], ["b", "0", "0", "1"]], "en"))
    assert {"a", "b"} <= set(texts(charts.confusion(rows, "en")))


def test_long_class_names_are_broken_into_lines():
    rows = [
        ["", "Sensitive personal information", "b"],
        ["Sensitive personal information", "1", "0"],
    ]
    assert "Sensitive personal information" not in texts(charts.confusion(rows, "en"))


def test_groups_below_k_are_counted_in_groups_and_in_people():
    drawn = DRAW["group_sizes"]("en")
    assert "smallest group: 1" in drawn["sentence"]
    assert "fewer than 5: 10, with 16 people" in drawn["sentence"]
    assert {"✗ fewer than 5", "✓ 5 or more"} <= set(texts(drawn))


def test_groups_that_all_reach_k_are_said_to():
    drawn = charts.group_sizes({6: 2, 12: 1}, 5, "en")
    assert "smallest has 6" in drawn["sentence"]
    assert "✗ fewer than 5" not in texts(drawn)


def test_many_sizes_are_drawn_in_ranges_and_none_is_lost():
    sizes = {size: size % 3 + 1 for size in range(1, 80)}
    drawn = charts.group_sizes(sizes, 5, "en")
    counts = [int(one) for one in texts(drawn) if one.isdigit()]
    assert sum(counts) == sum(sizes.values())
    assert "40–79" in texts(drawn)


def test_the_kind_found_least_is_named_and_an_undefined_share_is_a_dash():
    drawn = charts.by_kind([("a", 1, 0.8, 0.89), ("b", None, 0.25, None)], "en")
    assert "“b”: only 25 %" in drawn["sentence"]
    assert texts(drawn).count("–") == 2


def test_kinds_of_which_nothing_was_found_are_all_named():
    rows = [("a", 1, 0.8, 0.89), ("b", None, 0, None), ("c", 0, 0, 0)]
    assert charts.by_kind(rows, "en")["sentence"].endswith("found: b, c.")


def test_shares_by_table_agree_with_the_labels():
    drawn = DRAW["sensitive_share"]("en")
    labels: tuple[FieldLabel, ...] = LEASING.labels()
    for name, table in LEASING.tables.items():
        mine = [label for label in labels if label.table == name]
        some = sum(label.sensitive is not None for label in mine)
        said = f"{table.titles.en} {some} / {len(mine)}"
        assert (said in drawn["alt"]) == (some > 0), said


def test_a_chart_in_a_cell_is_a_figure_with_words_for_every_reader():
    chart = charts.Chart(DRAW["attempts"]("en"))
    shown = chart._repr_mimebundle_()
    assert 'role="img" aria-label="Line chart' in shown["text/html"]
    assert f"<figcaption>{chart.drawn['sentence']}</figcaption>" in shown["text/html"]
    assert shown["text/plain"] == chart.drawn["alt"]
    assert repr(chart) == f"<chart: {chart.drawn['sentence']}>"


def test_words_in_a_figure_cannot_break_it():
    drawn = {"svg": "<svg/>", "alt": 'a "b" <c>', "sentence": "<d> & e"}
    root = ET.fromstring(charts.figure(drawn))
    assert root.find("div").attrib["aria-label"] == 'a "b" <c>'
    assert root.find("figcaption").text == "<d> & e"


def test_confusion_names_a_mistake_only_where_one_stands_out():
    def sentence(*body):
        return charts.confusion([["", "a", "b", "c"], *body], "en")["sentence"]

    assert "most frequent" in sentence(["a", "3", "2", "0"], ["b", "1", "3", "0"])
    assert "most frequent" not in sentence(["a", "3", "1", "0"], ["b", "0", "3", "0"])
    assert "most frequent" not in sentence(["a", "3", "2", "0"], ["b", "2", "3", "0"])
