"""Triage: rules that do not know what was staged, a budget of looks, no wrong accusations."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from statistics import mean

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import exercises
from kit.activity.search import Search
from kit.errors import BadInput
from kit.exercises import baselines
from kit.exercises.tasks import open_task
from kit.i18n import LOCALES, catalogue
from kit.labs import triage
from kit.labs.triage.alerts import open_links
from kit.labs.triage.baselines import ORDERS, account_days
from kit.labs.triage.counterparts import COUNTERPARTS
from kit.labs.triage.grading import WRONG
from kit.labs.triage.rules import RULES
from kit.labs.triage.scan import Scan
from kit.labs.words import as_text

EXERCISE = "monday-after-closing"
JOINED = ("without_right", "gone_and_active", "leaver_takes", "api_elsewhere")
EXERCISES = [one.id for one in exercises.load_all() if one.lab == "triage"]


@cache
def opened(locale="zh", trainee="lin"):
    return open_task(exercises.load(EXERCISE), trainee, 7, locale)


@pytest.fixture(scope="module")
def task():
    return opened()


def harmless(task):
    return [one for one in task.alerts if not task.real(one)]


def test_alerts_are_in_order_of_time_and_most_lead_to_nothing(task):
    assert [one.found.at for one in task.alerts] == sorted(one.found.at for one in task.alerts)
    assert [one.key for one in task.alerts] == [f"a{n:02}" for n in range(1, len(task.alerts) + 1)]
    assert 2 * task.budget <= len(task.alerts) <= 80
    assert len(harmless(task)) > len(task.alerts) / 2


def test_a_task_shows_no_truth_before_a_look(task):
    words = json.dumps(task.public(), ensure_ascii=False)
    for one in task.happened:
        assert one.name not in words
        assert not [key for key in one.event_ids if key in words]
    assert "causes" not in words
    assert "reports" not in words


def test_what_a_look_lists_is_in_order_of_time(task):
    when = {"events": "time", "tickets": "opened_at", "rights": "granted_at", "custody": "at"}
    for one in task.alerts:
        look = task.detail(one.key)
        for name, column in when.items():
            told = [row[column] for row in look.get(name, ())]
            assert told == sorted(told), (one.key, name)


def test_both_languages_have_the_same_alerts(task):
    other = opened("en")
    told = [(one.key, one.rule, one.found.at, one.found.people, one.causes) for one in task.alerts]
    assert told == [
        (one.key, one.rule, one.found.at, one.found.people, one.causes) for one in other.alerts
    ]
    assert task.baselines == other.baselines


def test_a_look_shows_what_lies_behind(task):
    for alert in task.alerts:
        detail = task.detail(alert.key)
        json.dumps(detail)
        shown = [row["metadata.uid"] for row in detail.get("events", [])]
        assert len(shown) == min(40, len(alert.found.rows))
        if alert.found.account:
            assert detail["who"][0]["account_id"] == alert.found.account
            around = {row["metadata.uid"] for row in detail.get("around", [])}
            assert not around & set(shown)
    with pytest.raises(BadInput) as caught:
        task.detail("a999")
    assert caught.value.code == "triage.no_alert"


def test_every_rule_finds_something_and_has_its_words(task):
    for locale in LOCALES:
        words = catalogue("triage", locale)
        for rule in RULES:
            assert words[f"rule.{rule.name}"]
            assert words[f"shows.{rule.name}"]
    assert len({one.rule for one in task.alerts}) >= 10


def test_the_key_finds_every_leak_and_accuses_nobody(task):
    key = triage.key(task)
    used = [one for one in key["alerts"].values() if one["verdict"]]
    score = triage.grade(task, key)
    assert score.score == 100
    assert 2 <= len(used) <= task.budget
    assert score.figures["found"] == len(task.incidents)
    assert score.figures["wrongly_accused"] == 0


def test_a_second_alert_of_the_same_leak_counts_once(task):
    number = next(n for n in task.incidents if sum(n in one.causes for one in task.alerts) > 1)
    own = [one.key for one in task.alerts if number in one.causes]
    once = triage.grade(task, task.judged({own[0]: "real"})).score
    assert triage.grade(task, task.judged(dict.fromkeys(own, "real"))).score == once


def test_a_wrong_accusation_costs_and_says_what_it_was(task):
    key = triage.key(task)
    one = harmless(task)[0]
    key["alerts"][one.key] = {"verdict": "real"}
    score = triage.grade(task, key)
    assert score.score == 92
    finding = next(f for f in score.findings if f.item == one.key)
    assert (finding.verdict, finding.severity) == ("over", "danger")
    for locale in LOCALES:
        text = as_text(triage.render(score, locale))
        assert catalogue("triage", locale)["accused"] in text


def test_what_was_missed_is_named_with_an_alert_that_led_to_it(task):
    score = triage.grade(task, task.template())
    assert score.score == 0
    missed = [one for one in score.findings if one.verdict == "missing"]
    led = {number for one in missed for number in task.by_key[one.item].causes}
    assert set(task.incidents) <= led
    assert not [one for one in score.findings if one.verdict != "missing"]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_score_follows_the_rule(task, data):
    keys = [one.key for one in task.alerts]
    some = data.draw(st.lists(st.sampled_from(keys), unique=True, max_size=task.budget))
    verdicts = {key: data.draw(st.sampled_from(["real", "harmless"])) for key in some}
    called = [task.by_key[key] for key, one in verdicts.items() if one == "real"]
    found = {n for one in called for n in one.causes if n in task.incidents}
    wrong = sum(not task.real(one) for one in called)
    wanted = max(0, 100 * len(found) / len(task.incidents) - 8 * wrong)
    assert triage.grade(task, task.judged(verdicts)).score == pytest.approx(wanted, abs=0.05)


def test_more_looks_than_there_are_is_an_error_in_words(task):
    many = {one.key: "harmless" for one in task.alerts[: task.budget + 1]}
    with pytest.raises(BadInput) as caught:
        triage.grade(task, task.judged(many))
    assert caught.value.code == "triage.over_budget"


@dataclass(frozen=True)
class Shown:
    """What is kept of a task: which alerts there were, and what stands behind each."""

    alerts: tuple
    budget: int
    leaks: int

    @classmethod
    def of(cls, task):
        rows = [(one.rule, {n for n in one.causes if n in task.incidents}) for one in task.alerts]
        return cls(tuple(rows), task.budget, len(task.incidents))

    def score(self, rules):
        """The score of looking at the alerts of some rules in that order and calling all real."""
        called = [behind for rule in rules for name, behind in self.alerts if name == rule]
        called = called[: self.budget]
        wrong = sum(not behind for behind in called)
        return max(0.0, 100 * len(set().union(*called)) / self.leaks - WRONG * wrong)


def learnt(tasks):
    """The best order of rules that adding one after the other finds."""
    left, order, best = sorted({rule for one in tasks for rule, _ in one.alerts}), [], 0.0
    while left:
        tried = [(mean(one.score([*order, rule]) for one in tasks), rule) for rule in left]
        most, rule = max(tried)
        if most <= best:
            break
        order, best = [*order, rule], most
        left.remove(rule)
    return order


@pytest.fixture(scope="module", params=EXERCISES)
def measured(request):
    """An exercise, its baselines over six variants, and what is kept of those."""
    spec = exercises.load(request.param)
    tasks = list(baselines.tasks(spec, 6, 3))
    return spec, baselines.measured(spec, tasks), [Shown.of(one) for one in tasks]


def test_tricks_fail_and_skill_pays(measured):
    _, found, _ = measured
    assert found.sound


def test_no_rule_is_as_good_as_a_verdict(measured):
    _, _, shown = measured
    for rule in RULES:
        behind = [one for task in shown for name, one in task.alerts if name == rule.name]
        if len(behind) >= 10:
            assert sum(map(bool, behind)) <= 0.75 * len(behind), rule.name


def test_an_order_of_rules_learnt_on_other_variants_fails(measured):
    spec, _, shown = measured
    scores = [task.score(learnt([other for other in shown if other is not task])) for task in shown]
    assert mean(scores) < spec.pass_mark - 10
    assert sum(score >= spec.pass_mark for score in scores) <= 1


def test_calling_real_what_the_join_of_rights_flags_fails(measured):
    spec, _, shown = measured
    scores = [task.score(JOINED) for task in shown]
    assert mean(scores) < spec.pass_mark - 10
    assert sum(score >= spec.pass_mark for score in scores) <= 1


def test_orders_are_compared_on_the_same_looks(task):
    assert set(task.baselines) == set(ORDERS)
    told = {name: one for name, one in task.baselines.items() if name != "forest"}
    assert all(0 <= one <= len(task.incidents) for one in told.values())
    assert (task.baselines["forest"] is None) == (find_spec("sklearn") is None)


def test_a_steady_account_does_not_outrank_all_by_its_first_small_change(task):
    """The floor of the spread: days of one, one, one, two are no alarm."""
    days = account_days(Scan(Search(task.evidence)))
    median = days.groupby(level=0).transform("median")
    away = (days - median).abs()
    floor = (median + 1) ** 0.5
    small = (days - median) / (1.4826 * away.groupby(level=0).transform("median")).clip(lower=floor)
    near = (median <= 3) & (away <= 1)
    assert small[near].max().max() <= 1.0


def test_the_forest_is_an_extra(task):
    pytest.importorskip("sklearn")
    order = ORDERS["forest"](Scan(Search(task.evidence)), task.alerts)
    assert {one.key for one in order} == {one.key for one in task.alerts}


def test_an_exercise_that_asks_too_much_is_refused():
    spec = exercises.load(EXERCISE)
    few = spec.blueprint.model_copy(update={"leaks": ("old_disks_unwiped",), "look_alikes": 0})
    with pytest.raises(BadInput) as caught:
        open_task(spec.model_copy(update={"blueprint": few}), "lin", 7, "zh")
    assert caught.value.code in ("triage.too_little", "leaks.nothing_to_draw")


def test_counterparts_are_harmless_and_say_what_decides(task):
    from_counterparts = [
        one
        for one in task.alerts
        if one.causes and all(task.happened[n].name in COUNTERPARTS for n in one.causes)
    ]
    assert {task.happened[n].name for one in from_counterparts for n in one.causes}
    for one in from_counterparts:
        assert not task.real(one)
        assert any(row["approved_by"] for row in task.detail(one.key)["tickets"])
        (finding,) = [
            each
            for each in triage.grade(task, task.judged({one.key: "real"})).findings
            if each.item == one.key
        ]
        assert any(note.code.startswith("triage.decides.") for note in finding.notes)


def test_no_open_link_is_called_harmless_unless_a_ticket_says_so(task):
    links = open_links(task.evidence.tables)
    assert links
    alerts = [one for one in task.alerts if set(one.found.things) & links]
    assert all(one.causes for one in alerts)
    [row] = [
        one for one in task.evidence.tables["links"].to_pylist() if one["link_id"] == min(links)
    ]
    told = task.evidence.tables["tickets"].to_pylist()[0] | {"refs": [row["file_id"]]}
    tickets = pa.Table.from_pylist([told], task.evidence.tables["tickets"].schema)
    assert row["link_id"] not in open_links({**task.evidence.tables, "tickets": tickets})
