"""A list that goes to a wrong address."""

from tests.leaks.stories import company, staged


def test_one_mail_with_a_list_reaches_somebody_outside():
    case = staged("misdirected_mail", 1)
    (row,) = case.truth.exposures.to_pylist()
    mails = {one["mail_id"]: one for one in case.evidence.tables["mails"].to_pylist()}
    mail = mails[row["via"].removeprefix("mail:")]
    assert mail["to_kind"] in ("customer", "unknown")
    assert mail["at"] == row["at"]
    files = {one["file_id"]: one for one in case.evidence.tables["files"].to_pylist()}
    held = files[mail["file_id"]]
    assert (held["segment_id"], held["row_start"], held["row_stop"]) == (
        row["segment_id"],
        row["start"],
        row["stop"],
    )
    assert mail["account_id"] in case.truth.facts["accounts"]


def test_a_larger_scale_takes_a_longer_list():
    sizes = [
        staged("misdirected_mail", 1, scale=scale).truth.customers.num_rows for scale in (0.05, 1)
    ]
    assert sizes[0] < sizes[1]


def test_nobody_is_exposed_before_registering():
    case = staged("misdirected_mail", 2, scale=1.0)
    at = case.truth.exposures["at"][0].as_py().date()
    customers = company().tables["customers"]
    days = dict(
        zip(*(customers[n].to_pylist() for n in ("customer_id", "registered_on")), strict=True)
    )
    assert all(days[key] < at for key in case.truth.customers["customer_id"].to_pylist())
