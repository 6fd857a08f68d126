"""Records without a flaw: the verdicts follow from the written tables, by hand too."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

from kit import world
from kit.customers.duties import DEALS
from kit.customers.engine import piece
from kit.customers.flaws import sound
from kit.customers.profile import SHIPPED
from tests.customers.flaws.made import months_later, period_ends

SIZE = 640


def company(profile, deal=""):
    return world.build(profile, 11, SIZE, flaws=0.3, deal=deal)


def sound_rows(made, table):
    """Row numbers of customers without a flaw, who are nobody's partner either."""
    truth = made.truth["flaws"].to_pandas()
    spoilt = {*truth.customer_id, *truth.partner_id.dropna()}
    ids = made.tables[table]["customer_id"].to_pylist()
    return np.array([row for row, who in enumerate(ids) if who not in spoilt])


def judged(made, table):
    """Each sound row of a table as a dictionary, with its verdict."""
    rows = sound_rows(made, table)
    found = sound.verdicts(sound.laid_out(made.spec, made.tables), {table: rows})[table]
    whole = made.tables[table].take(rows).to_pylist()
    return list(zip(whole, found, strict=True))


def frame(made, table):
    return made.tables[table].to_pandas(date_as_object=True)


def held_for(made, categories):
    """Customers whose open hold covers all, or one of these categories."""
    holds = frame(made, "legal_holds")
    covers = holds.covers.isin(["all", *categories])
    return set(holds[holds.released_on.isna() & covers].customer_id)


@pytest.mark.parametrize("profile", SHIPPED)
def test_written_tables_lie_as_they_were_made(profile):
    made = company(profile)
    laid, ground = sound.laid_out(made.spec, made.tables), piece(made.spec, 0, SIZE)
    assert set(ground.rows) - set(laid.rows) == {"consent_uses"}
    for table in laid.rows:
        assert np.array_equal(laid.customer_of(table), ground.customer_of(table))


@pytest.mark.parametrize("deal", DEALS)
@pytest.mark.parametrize("profile", SHIPPED)
def test_a_hold_goes_first_and_only_forms_with_a_receiver_hand_over(profile, deal):
    made = company(profile, deal)
    held = held_for(made, ())
    for fields, decision in judged(made, "customers"):
        assert (decision.action == "hold") == (fields["customer_id"] in held)
        if deal in ("share_sale", "dissolution", "bankruptcy"):
            assert "hand_over" not in {decision.action, *decision.also_accept}
        assert decision.action not in ("correct", "merge")


def test_nothing_is_sound_where_no_row_is_asked_for():
    made = company("leasing")
    nobody = {"customers": np.empty(0, np.int64)}
    assert sound.verdicts(sound.laid_out(made.spec, made.tables), nobody) == {"customers": []}


def test_a_sale_of_leases_by_hand():
    made = company("leasing")
    contracts, consents = frame(made, "contracts"), frame(made, "consents")
    notices, today = frame(made, "transfer_notices"), made.spec.as_of
    served = set(contracts[contracts.end_date >= today - timedelta(days=1096)].customer_id)
    agreed = consents[consents.purpose == "向承接公司提供资料"]
    yes, no = (
        set(agreed[agreed.withdrawn_on.isna()].customer_id),
        set(agreed[agreed.withdrawn_on.notna()].customer_id),
    )
    told, held = set(notices[notices.delivered].customer_id), held_for(made, ())
    seen = Counter()
    for fields, decision in judged(made, "customers"):
        who = fields["customer_id"]
        if who in held:
            wanted = ("hold", ())
        elif who not in served:
            wanted = ("delete", ())
        elif who in no:
            wanted = ("keep", ())
        elif who in yes:
            wanted = ("hand_over", ())
        else:
            wanted = ("keep", ("hand_over",) if who in told else ())
        assert (decision.action, decision.also_accept) == wanted, who
        seen[wanted] += 1
    assert len(seen) == 5


def test_a_merger_by_hand():
    made = company("sanitary_ware")
    orders, notices = frame(made, "orders"), frame(made, "transfer_notices")
    served = set(orders[orders.ordered_on >= made.spec.as_of - timedelta(days=1096)].customer_id)
    told, held = set(notices[notices.delivered].customer_id), held_for(made, ())
    seen = Counter()
    for fields, decision in judged(made, "customers"):
        who = fields["customer_id"]
        wanted = "hold" if who in held else "delete" if who not in served else "keep"
        if wanted == "keep" and who in told:
            wanted = "hand_over"
        assert decision.action == wanted, who
        seen[wanted] += 1
    assert len(seen) == 4


def owed_lessons(made):
    """Pupils with a balance that has not been paid back."""
    cards, paid = frame(made, "enrolments"), frame(made, "payments")
    refunded = set(paid[(paid.type == "退费") & (paid.status == "已退")].card_no)
    return set(cards[(cards.balance > 0) & ~cards.card_no.isin(refunded)].customer_id)


@pytest.mark.parametrize("deal", ["dissolution", "dissolution_with_receiver"])
def test_a_closing_school_by_hand(deal):
    made = company("swim_school", deal)
    cards, owed = frame(made, "enrolments"), owed_lessons(made)
    moves = set(cards[cards.status == "随馆转至新机构"].customer_id) if "_" in deal else set()
    notices = frame(made, "transfer_notices")
    told, held = set(notices[notices.delivered].customer_id), held_for(made, ())
    seen = Counter()
    for fields, decision in judged(made, "customers"):
        who = fields["customer_id"]
        if who in held:
            wanted = "hold"
        elif who in moves:
            wanted = "hand_over" if who in told else "keep"
        else:
            wanted = "keep" if who in owed else "delete"
        assert decision.action == wanted, who
        seen[wanted] += 1
    assert len(seen) == (4 if moves else 3)


@pytest.mark.parametrize("profile", SHIPPED)
def test_files_by_hand_when_the_company_ends_without_a_receiver(profile):
    made = company(profile, "dissolution")
    schedule = frame(made, "retention_schedule").set_index("category")
    today, seen = made.spec.as_of, Counter()
    owed = owed_lessons(made) if profile == "swim_school" else set()
    for fields, decision in judged(made, "archive_files"):
        line, who = schedule.loc[fields["category"]], fields["customer_id"]
        closed = fields["closed_on"]
        by_law = line.least_months > 0 and (
            closed is None or months_later(closed, int(line.least_months)) >= today
        )
        over = closed is not None and period_ends(line, closed) < today
        only_law = line.basis == "statutory" and by_law
        served = closed is None or closed >= today or (not over and not only_law)
        due = over or not served or who not in owed
        if who in held_for(made, [fields["category"]]):
            wanted = "hold"
        elif due and by_law:
            wanted = "restrict"
        elif due:
            wanted = "delete"
        else:
            wanted = "keep"
        assert decision.action == wanted, (fields, decision)
        seen[wanted] += 1
    assert len(seen) >= 3
