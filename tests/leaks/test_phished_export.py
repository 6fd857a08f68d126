"""A password phished, and what it is used for."""

from kit.activity import addresses
from tests.leaks.planned import DAY, actions, company, plan_of, rows_of


def test_a_mail_comes_first_and_then_log_ons_from_outside():
    plan = plan_of("phished_export", company())
    assert actions(plan)[0] == "mail.receive"
    assert all(row["address"] >= addresses.outside(0) for row in rows_of(plan, "auth.logon"))
    assert all(row["address"] >= addresses.outside(0) for row in rows_of(plan, "crm.export"))


def test_each_export_lies_between_a_log_on_and_a_log_off():
    plan = plan_of("phished_export", company(), stealth=1.0)
    spans = [
        (on["time"], off["time"])
        for on, off in zip(rows_of(plan, "auth.logon"), rows_of(plan, "auth.logoff"), strict=True)
    ]
    for row in rows_of(plan, "crm.export"):
        assert sum(on < row["time"] < off for on, off in spans) == 1


def test_the_victim_is_no_culprit():
    plan = plan_of("phished_export", company())
    assert plan.actors == ()
    assert len(plan.accounts) == 1


def test_a_loud_one_takes_all_in_one_night_and_a_quiet_one_in_several():
    at = company()
    nights = [
        len({one.time // DAY for one in plan_of("phished_export", at, stealth=s).exposures})
        for s in (0.0, 1.0)
    ]
    assert nights[0] == 1 < nights[1]


def test_careless_strangers_show_no_enrolled_device_and_careful_ones_that_of_the_account():
    devices = company().organisation.tables["devices"]["staff_id"].to_pylist()
    shown = {}
    for stealth in (0.0, 1.0):
        plans = [plan_of("phished_export", company(), seed, stealth=stealth) for seed in range(12)]
        shown[stealth] = {row["device"] for plan in plans for row in rows_of(plan, "crm.export")}
    assert min(shown[0.0]) < 0
    assert max(shown[0.0]) >= 0
    assert all(device >= 0 and devices[device] for device in shown[1.0])
