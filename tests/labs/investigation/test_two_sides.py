"""What may be named as well has to be right too; careful is not the same as looked into."""

from functools import cache

from kit import exercises
from kit.exercises.tasks import open_task
from kit.labs import investigation as lab
from kit.labs.practice import mixed


@cache
def opened(name):
    return open_task(exercises.load(name), "lin", 7, "zh")


def graded(task, **parts):
    score = lab.grade(task, mixed(task, lab.key(task), parts))
    return {one.item: one for one in score.findings}, score


def duties_of(task):
    return [dict(one) for one in lab.key(task)["report"]["duties"]["list"]]


def test_a_duty_that_may_be_named_as_well_is_judged_too():
    task = opened("five-a-day")
    extra = [
        {"duty": one.code, "owed_by": "adviser", "clock": "4h"}
        for one in task.right.owing.also
        if one.code == "tell_processor"
    ]
    assert extra
    found, score = graded(task, duties={"list": [*duties_of(task), *extra]})
    assert found["duties"].verdict != "right"
    assert score.score < 100


def test_an_entrusted_party_tells_nothing_where_none_had_a_hand_in_it():
    task = opened("a-familiar-voice")
    told = {"duty": "tell_processor", "owed_by": "entrusted_party", "clock": "none"}
    found, score = graded(task, duties={"list": [*duties_of(task), told]})
    assert "investigation.duties.no_tell_processor" in {note.code for note in found["duties"].notes}
    assert score.score < 100


def test_a_duty_put_on_two_sides_earns_nothing():
    task = opened("not-our-colleague-any-more")
    twice = [
        one | {"owed_by": side} for one in duties_of(task) for side in ("transferor", "transferee")
    ]
    found, _ = graded(task, duties={"list": twice})
    assert any(note.code == "investigation.duties.two_sides" for note in found["duties"].notes)
    assert found["duties"].verdict != "right"


def test_guardians_are_not_free_where_no_minor_is_a_customer():
    leasing, pools = opened("not-our-colleague-any-more"), opened("bags-on-the-pavement")
    assert "tell_guardians" not in {one.code for one in leasing.right.owing.also}
    codes = {one.code for one in (*pools.right.owing.also, *pools.right.owing.owed)}
    assert "tell_guardians" in codes


def test_a_number_that_does_not_fit_who_is_named_is_told():
    task = opened("the-wrong-huang")
    scope = dict(lab.key(task)["report"]["scope"])
    found, _ = graded(task, scope=scope | {"count": scope["count"] - 1})
    codes = [note.code for note in found["scope"].notes]
    assert "investigation.scope.count_is" in codes
    assert found["scope"].severity != "ok"


def test_to_name_everybody_where_nothing_is_known_earns_less():
    task = opened("letters-to-a-dead-name")
    everybody = {"parts": [{"kind": "everyone"}], "count": len(task.evidence.book)}
    found, score = graded(task, scope=everybody)
    assert found["scope"].code == "investigation.scope.vague"
    assert score.score < 95


def test_accusing_the_whole_house_earns_next_to_nothing():
    task = opened("five-a-day")
    every = task.evidence.tables["accounts"]["account_id"].to_pylist()
    _, one = graded(task, who={"accounts": [], "hand": "nobody"})
    _, all_of_them = graded(task, who={"accounts": every, "hand": "owner"})
    assert all_of_them.score <= one.score + 1
