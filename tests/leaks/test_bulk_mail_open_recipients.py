"""A notice with open recipients."""

from tests.leaks.planned import company, plan_of


def test_every_batch_is_a_mail_that_shows_its_recipients():
    plan = plan_of("bulk_mail_open_recipients", company())
    mails = plan.added["mails"]
    assert len(mails) == len(plan.exposures)
    assert all(row["visible"] and row["to_kind"] == "customer" for row in mails)
    counts = [one.stop - one.start for one in plan.exposures]
    assert sorted(row["recipients"] for row in mails) == sorted(counts)
    assert min(counts) > 1


def test_only_those_with_an_address_on_record_are_exposed():
    at = company()
    own = at.tables["customers"]["email"].is_valid().to_pylist()
    assert not all(own)
    plan = plan_of("bulk_mail_open_recipients", at, scale=1.0)
    for one in plan.exposures:
        rows = at.book.row[at.book.touched(one.segment, one.start, one.stop)]
        assert all(own[row] for row in rows)


def test_only_addresses_get_out():
    at = company()
    plan = plan_of("bulk_mail_open_recipients", at)
    views = {one.view for one in plan.exposures}
    fields = at.organisation.tables["views"]["fields"]
    assert [fields[view].as_py() for view in views] == [["customers.email"]]


def test_the_first_recipient_is_a_customer_of_the_batch():
    at = company()
    plan = plan_of("bulk_mail_open_recipients", at)
    known = set(at.tables["customers"]["email"].to_pylist())
    assert all(row["to_address"] in known for row in plan.added["mails"])


def test_the_one_who_complains_got_one_of_them():
    at = company()
    plan = plan_of("bulk_mail_open_recipients", at)
    (writer,) = plan.reports[0].customers
    assert any(writer in at.book.touched(e.segment, e.start, e.stop) for e in plan.exposures)
