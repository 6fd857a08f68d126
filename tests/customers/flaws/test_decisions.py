"""What to do is computed from the tables; each kind has more than one right answer."""

from datetime import date, timedelta
from itertools import combinations

import pytest

from kit import law
from kit.customers import flaws
from kit.customers.duties import ACTIONS, DEALS
from kit.customers.profile import SHIPPED
from kit.i18n import translate
from tests.customers.flaws.made import AS_OF, made, months_later, period_ends

everywhere = pytest.mark.parametrize("profile", SHIPPED)


@everywhere
def test_the_kind_does_not_give_the_action_away(profile):
    """Whoever answers every kind with its commonest action is wrong one time in seven or more."""
    frame = made(profile, share=0.2, count=20_032).flaws
    main = frame[frame.role == "flaw"]
    guessed = 0
    for kind, actions in main.groupby("kind").action:
        count = actions.value_counts()
        guessed += count.iloc[0]
        assert len(count) >= 2, kind
        assert count.iloc[1] >= 0.03 * len(actions), (kind, count.to_dict())
    assert guessed <= 0.85 * len(main)


@everywhere
def test_holds_and_periods_set_by_law_matter_often_enough(profile):
    found = made(profile, share=0.2, count=20_032)
    holds = found.tables["legal_holds"]
    main = found.flaws[found.flaws.role == "flaw"]
    under = main.customer_id.isin(holds[holds.released_on.isna()].customer_id).mean()
    assert 0.08 <= under <= 0.12
    restricted = main[main.action == "restrict"]
    assert len(restricted) >= 0.01 * len(main)
    for row in restricted.itertuples():
        assert row.reasons[:2].tolist() == ["kept_by_law", "law_NDSR-12"]
        assert "NDSR-12" in row.articles


@everywhere
def test_an_open_hold_goes_before_everything(profile):
    found = made(profile)
    holds = found.tables["legal_holds"]
    covered = holds[holds.released_on.isna() & (holds.covers == "all")].customer_id
    under = found.flaws[found.flaws.customer_id.isin(covered)]
    assert len(under) > 10
    assert set(under.action) == {"hold"}


@everywhere
def test_nothing_is_held_without_an_open_hold(profile):
    found = made(profile)
    holds = found.tables["legal_holds"]
    open_holds = set(holds[holds.released_on.isna()].customer_id)
    held = found.flaws[found.flaws.action == "hold"]
    second = held[held.kind == "duplicate"]
    assert set(held[held.kind != "duplicate"].customer_id) <= open_holds
    assert all(  # for a second file the hold may be on either of the two
        {row.customer_id, row.partner_id} & open_holds for row in second.itertuples()
    )


@everywhere
def test_a_hold_on_either_file_holds_both(profile):
    found = made(profile, share=0.2, count=20_032)
    holds = found.tables["legal_holds"]
    covered = set(holds[holds.released_on.isna() & (holds.covers == "all")].customer_id)
    twice = found.of("duplicate")
    either = twice.customer_id.isin(covered) | twice.partner_id.isin(covered)
    assert set(twice[either].action) == {"hold"}
    assert twice.partner_id.isin(covered).any()


@everywhere
def test_what_to_do_changes_with_the_deal_and_not_with_the_kind(profile):
    by_deal, answers = {}, {}
    for deal in DEALS:
        frame = made(profile, share=0.2, count=5120, deal=deal).flaws
        assert set(frame.action) <= set(ACTIONS)
        main = frame[frame.role == "flaw"].set_index("flaw_id")
        by_deal[deal] = main.action
        answers[deal] = [(a, *b) for a, b in zip(main.action, main.also_accept, strict=True)]
    for one, other in combinations(DEALS, 2):
        if {one, other} == {"merger", "dissolution_with_receiver"} and profile != "swim_school":
            assert answers[one] == answers[other]  # all goes to the receiver, by the same article
        else:
            assert answers[one] != answers[other], (one, other)
    assert all("hand_over" not in set(by_deal[deal]) for deal in ("share_sale", "dissolution"))
    assert "hand_over" in set(by_deal["merger"])
    ended = by_deal["dissolution"][by_deal["merger"].isin(["correct", "hand_over", "merge"])]
    assert set(ended) <= {"delete", "restrict", "correct", "keep", "merge"}
    same_kind = made(profile, share=0.2, count=5120, deal="merger").flaws
    for kind in ("stale_phone", "wrong_format", "duplicate"):
        mine = same_kind[(same_kind.role == "flaw") & (same_kind.kind == kind)].flaw_id
        pairs = set(zip(by_deal["merger"][mine], by_deal["dissolution"][mine], strict=True))
        assert len(pairs) >= 2, (kind, pairs)
    held = {deal: set(actions.index[actions == "hold"]) for deal, actions in by_deal.items()}
    assert len(set(map(frozenset, held.values()))) == 1


@everywhere
def test_articles_can_be_cited_and_reasons_have_words(profile):
    frame = made(profile).flaws
    for articles in frame.articles:
        assert len(articles)
        assert all(law.citable(article, AS_OF) for article in articles)
    for action, others in zip(frame.action, frame.also_accept, strict=True):
        assert action not in others
    assert all(len(reasons) for reasons in frame.reasons)


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_each_kind_has_a_title_and_an_explanation(locale):
    for kind in flaws.FLAWS:
        assert translate(f"flaws.kind.{kind}", locale)
        assert len(translate(f"flaws.about.{kind}", locale)) > 15


def held_for_all(found):
    """Customers under an open hold on everything."""
    holds = found.tables["legal_holds"]
    return set(holds[holds.released_on.isna() & (holds.covers == "all")].customer_id)


def test_withdrawal_ends_only_what_rested_on_consent():
    """A merger: what rests on a contract goes on, and is handed over once the person was told."""
    found = made("sanitary_ware")
    consents, orders, notices = (
        found.tables[n] for n in ("consents", "orders", "transfer_notices")
    )
    told = set(notices[notices.delivered].customer_id)
    served = set(orders[orders.ordered_on >= AS_OF - timedelta(days=1096)].customer_id)
    held, seen = held_for_all(found), set()
    for row in found.of("consent_withdrawn").itertuples():
        if row.action == "hold":
            assert row.customer_id in held
        elif consents.purpose[row.row] != "送货与安装":
            assert (row.action, row.reasons[0]) == ("delete", "consent_withdrawn")
        elif row.customer_id not in served:
            assert (row.action, row.reasons[0]) == ("delete", "purpose_ended")
        else:
            wanted = ("hand_over", "receiver_told") if row.customer_id in told else TELL_FIRST
            assert (row.action, row.reasons[0]) == wanted
            assert "not_resting_on_consent" in row.reasons
        seen.add(row.reasons[0])
    assert seen >= {"consent_withdrawn", "purpose_ended", "receiver_told", "tell_first"}


TELL_FIRST = ("keep", "tell_first")
HANDOVER = "向承接公司提供资料"


def test_who_took_back_the_consent_to_the_handover_is_not_handed_over():
    found = made("leasing", share=0.3, count=20_032)
    consents = found.tables["consents"]
    refused = set(
        consents[(consents.purpose == HANDOVER) & consents.withdrawn_on.notna()].customer_id
    )
    main = found.flaws[found.flaws.role == "flaw"]
    mine = main[main.customer_id.isin(refused)]
    assert len(mine) > 50
    assert "hand_over" not in set(mine.action)
    assert all("hand_over" not in others for others in mine.also_accept)
    taken_back = found.of("consent_withdrawn")
    purpose = consents.purpose[taken_back.row].to_numpy()
    handover = taken_back[purpose == HANDOVER]
    assert set(handover.action) <= {"keep", "hold"}
    kept = handover[handover.action == "keep"]
    assert len(kept) > 20
    assert {reasons[0] for reasons in kept.reasons} == {"handover_refused"}
    assert all({"PIPL-15", "PIPL-23"} <= set(articles) for articles in kept.articles)
    marketing = taken_back[purpose == "接收优惠短信"]
    assert set(marketing.action) <= {"delete", "hold"}


@everywhere
def test_a_mistyped_date_does_not_decide_whether_a_period_is_over(profile):
    """Of a broken date the schedule is asked with the date that is right."""
    found = made(profile, share=0.3, count=20_032)
    schedule = found.tables["retention_schedule"].set_index("category")
    periods = found.spec.profile.flaws["facts"]["periods"]
    checked = misleading = 0
    for period in periods:
        broken = found.of("broken_date")
        there = (broken.table == period["table"]) & (broken.column == period["since"])
        for row in broken[there].itertuples():
            line = schedule.loc[period["category"]]
            over = period_ends(line, date.fromisoformat(row.right)) < AS_OF
            assert ("period_over" in row.reasons) == over or row.action == "hold"
            checked += 1
            misleading += (period_ends(line, date.fromisoformat(row.found)) < AS_OF) != over
    assert checked > 20
    assert misleading > 2


def test_the_same_verdicts_follow_from_the_written_tables_by_hand():
    """A lease that ended within three years: put right; otherwise it goes, but for hold and law."""
    found = made("leasing", share=0.3, count=20_032)
    tables = found.tables
    contracts, files = tables["contracts"], tables["archive_files"]
    served = set(contracts[contracts.end_date >= AS_OF - timedelta(days=1096)].customer_id)
    least = tables["retention_schedule"].set_index("category").least_months.dropna()
    by_law = files[files.category.isin(least.index)]
    runs = [
        months_later(row.closed_on, int(least[row.category])) >= AS_OF
        for row in by_law.itertuples()
    ]
    kept, held = set(by_law[runs].customer_id), held_for_all(found)
    expected = set()
    for kind in ("stale_phone", "wrong_format", "wrong_column"):
        flaws_of_kind = found.of(kind)
        for row in flaws_of_kind[flaws_of_kind.table == "customers"].itertuples():
            named = row.column == "name" and row.customer_id in kept
            wanted = "correct" if row.customer_id in served else "restrict" if named else "delete"
            wanted = "hold" if row.customer_id in held else wanted
            assert row.action == wanted
            expected.add(wanted)
    assert expected == {"correct", "delete", "restrict", "hold"}


def test_a_school_that_closes_hands_over_pays_back_and_deletes():
    """Pools go to a new provider or close; who was paid back and does not move is deleted."""
    found = made("swim_school", share=0.3, count=20_032)
    assert found.spec.deal == "dissolution_with_receiver"
    tables = found.tables
    cards, paid, pools = tables["enrolments"], tables["payments"], tables["pools"]
    refunded = set(paid[(paid.type == "退费") & (paid.status == "已退")].card_no)
    owed = set(cards[(cards.balance > 0) & ~cards.card_no.isin(refunded)].customer_id)
    moving = cards[cards.status == "随馆转至新机构"]
    going = set(pools[pools.status == "移交新机构"].pool_id)
    terminals = paid[paid.card_no.isin(moving.card_no)].terminal_no
    assert set(terminals.str.split("-").str[1]) <= going
    moves, held = set(moving.customer_id), held_for_all(found)
    seen = set()
    for kind in ("stale_phone", "wrong_format", "wrong_column"):
        flaws_of_kind = found.of(kind)
        for row in flaws_of_kind[flaws_of_kind.table == "customers"].itertuples():
            stays = row.customer_id in owed | moves
            wanted = "correct" if stays else "delete"
            if row.customer_id in held:
                wanted = "hold"
            elif row.action == "restrict":
                assert (row.column, wanted) == ("name", "delete")
                continue
            assert row.action == wanted
            seen.add((wanted, row.reasons[0]))
    assert seen >= {("correct", "stays"), ("delete", "company_ends")}
    said = {reasons[0] for reasons in found.flaws.reasons}
    assert said >= {"receiver_told", "tell_first", "claim_open", "company_ends"}
    assert "hand_over" in set(found.flaws.action)
