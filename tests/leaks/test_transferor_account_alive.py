"""An account that outlives the closing."""

from datetime import datetime, time

import pyarrow.compute as pc

from tests.leaks.stories import company, staged


def test_the_account_works_only_for_the_leak_after_the_closing():
    case = staged("transferor_account_alive", 1, "post_closing")
    closing = datetime.combine(case.company.organisation.deal.closing_on, time())
    account = case.truth.facts["accounts"][0]
    events = case.evidence.events
    mine = events.filter(pc.equal(events["actor.user.uid"], account))
    late = [row for row in mine.to_pylist() if row["time"] >= closing]
    assert {row["metadata.uid"] for row in late} == set(case.truth.facts["event_ids"])
    assert all(row["at"] >= closing for row in case.truth.exposures.to_pylist())


def test_only_the_forgotten_account_is_still_open():
    case = staged("transferor_account_alive", 1, "post_closing")
    account = case.truth.facts["accounts"][0]
    before = company("leasing", "post_closing").organisation.row("accounts", account)
    after = case.company.organisation.row("accounts", account)
    assert before["disabled_at"] is not None
    assert after["disabled_at"] is None or after["disabled_at"] > before["disabled_at"]


def test_a_sale_of_shares_closes_no_accounts():
    from kit.leaks.transferor_account_alive import fits

    assert fits(company("leasing", None, "share_sale")) == "leaks.no_closed_accounts"
