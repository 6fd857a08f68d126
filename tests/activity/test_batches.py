from datetime import date, timedelta

import numpy as np
import pytest

from kit.activity.actions import NUMBER
from kit.activity.batches import make_batches, runs
from kit.activity.calendar import day_date, day_number
from kit.activity.ordinary import ordinary
from kit.activity.rows import take
from kit.organisation.spec import BatchSpec
from tests.activity.made_work import DAY, company, of, span, worked


def spec(every, **values):
    usual = {
        "id": "job",
        "name": {"zh": "跑批", "en": "job"},
        "owner": "boss",
        "role": "r",
        "action": "db.export",
        "view": "v",
        "every": every,
    }
    return BatchSpec.model_validate(usual | values)


FIRST, LAST = day_number(date(2025, 9, 1)), day_number(date(2026, 9, 30))


@pytest.mark.parametrize(
    ("every", "number"), [("hour", 395 * 24), ("day", 395), ("week", 56), ("month", 13)]
)
def test_runs_come_as_often_as_they_should(every, number):
    day, second = runs(spec(every, at=2.5), 7, FIRST, LAST)
    assert len(day) == len(second)
    assert abs(len(day) - number) <= 1
    assert (second % 3600 == 1800).all()


@pytest.mark.parametrize("key", range(0, 4000, 97))
def test_a_yearly_run_comes_once_in_every_year(key):
    day, _ = runs(spec("year"), key, day_number(date(2024, 1, 1)), day_number(date(2027, 12, 31)))
    assert [day_date(one).year for one in day] == [2024, 2025, 2026, 2027]


@pytest.mark.parametrize("every", ["hour", "week", "month", "year"])
def test_runs_of_a_part_are_those_of_the_whole(every):
    whole, _ = runs(spec(every), 3, FIRST, LAST)
    part, _ = runs(spec(every), 3, FIRST + 100, FIRST + 140)
    inside = whole[(whole >= FIRST + 100) & (whole <= FIRST + 140)]
    assert part.tolist() == inside.tolist()


def test_a_batch_works_by_night_with_its_own_account_and_view():
    made, rows = worked()
    batches = {one.spec.id: one for one in make_batches(made.organisation)}
    backup = batches["nightly_backup"]
    mine = take(rows, rows["account"] == backup.account)
    assert len(mine["time"]) == 60 * backup.spec.repeat
    assert set(mine["view"]) == {backup.view}
    assert set(mine["system"]) == {backup.system}
    seconds = mine["time"] // 1000 % 86_400
    assert seconds.min() >= 5_400
    assert seconds.max() < 5_400 + 90 + 60


def test_a_nightly_backup_takes_everybody_of_the_evening_before_in_parts():
    made, rows = worked()
    backup = next(b for b in make_batches(made.organisation) if b.spec.id == "nightly_backup")
    mine = take(rows, rows["account"] == backup.account)
    whole = 0
    for day in np.unique(mine["time"] // DAY):
        today = take(mine, mine["time"] // DAY == day)
        if (today["status"] == 1).all():
            whole += 1
            assert today["start"][0] == 0
            assert (today["start"][1:] == today["stop"][:-1]).all()
            assert today["stop"][-1] == made.book.known(0, int(day) - 1)
    assert whole > 50


def test_pages_of_an_interface_go_round_the_whole_book():
    made, rows = worked()
    pull = next(b for b in make_batches(made.organisation) if b.spec.id == "debit_pull")
    mine = take(rows, (rows["account"] == pull.account) & (rows["segment"] >= 0))
    assert set(np.unique(mine["action"])) <= {NUMBER["api.read"]}
    length = mine["stop"] - mine["start"]
    assert length.max() == 100
    seen = np.zeros(len(made.book), bool)
    for start, stop in zip(mine["start"], mine["stop"], strict=True):
        seen[start:stop] = True
    assert seen.mean() > 0.95


def test_an_interface_sometimes_answers_with_an_error():
    _, rows = worked()
    failed = take(rows, of(rows, "api.fail"))
    assert len(failed["time"]) > 0
    assert (failed["status"] == 2).all()
    assert (failed["segment"] == -1).all()
    read = take(rows, of(rows, "api.read"))
    assert (read["status"] == 1).all()


def test_programs_do_not_log_on():
    made, rows = worked()
    programs = [one.account for one in make_batches(made.organisation)]
    sessions = of(rows, "auth.logon", "auth.logoff", "auth.fail")
    assert not np.isin(rows["account"][sessions], programs).any()


def test_a_batch_without_its_right_does_nothing():
    made = company()
    rights = made.organisation.tables["entitlements"]
    keep = [one != "svc.nightly_backup" for one in rights["account_id"].to_pylist()]
    other = made.with_organisation(
        made.organisation.with_tables({"entitlements": rights.filter(keep)})
    )
    day = made.organisation.deal.today
    account = made.organisation.places["accounts"]["svc.nightly_backup"]
    assert (ordinary(made, day - timedelta(3), day)["account"] == account).any()
    assert not (ordinary(other, day - timedelta(3), day)["account"] == account).any()


def test_a_monthly_batch_runs_on_the_first():
    made, rows = worked()
    report = next(b for b in make_batches(made.organisation) if b.spec.id == "monthly_report")
    days = np.unique(rows["time"][rows["account"] == report.account] // DAY)
    first, last = span(made, 60)
    wanted = [day for day in range(first, last + 1) if day_date(day).day == 1]
    assert days.tolist() == wanted
