"""What to do is computed from the tables; each kind has more than one right answer."""

import pytest

from kit import law
from kit.customers import flaws
from kit.customers.duties import ACTIONS, DEALS
from kit.customers.profile import SHIPPED
from kit.i18n import translate
from tests.customers.flaws.made import AS_OF, made

everywhere = pytest.mark.parametrize("profile", SHIPPED)


def test_each_kind_has_several_right_actions_in_one_company():
    seen = dict.fromkeys(flaws.FLAWS, 0)
    for profile in SHIPPED:
        found = made(profile, share=0.2, count=50_048)
        main = found.flaws[found.flaws.role == "flaw"]
        for kind, actions in main.groupby("kind").action.nunique().items():
            seen[kind] = max(seen[kind], actions)
    assert min(seen.values()) >= 2


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
    by_deal = {}
    for deal in DEALS:
        frame = made(profile, share=0.2, count=2048, deal=deal).flaws
        assert set(frame.action) <= set(ACTIONS)
        by_deal[deal] = frame[frame.role == "flaw"].action.tolist()
    assert len({tuple(actions) for actions in by_deal.values()}) >= 2


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


def test_withdrawal_ends_only_what_rested_on_consent():
    found = made("sanitary_ware")
    consents = found.tables["consents"]
    delivery = consents.purpose == "送货与安装"
    truth = found.of("consent_withdrawn").set_index("row").action
    spared = truth[[row for row in truth.index if delivery[row]]]
    ended = truth[[row for row in truth.index if not delivery[row]]]
    assert len(spared) > 20
    assert len(ended) > 20
    assert "delete" in set(ended)
    assert "delete" not in set(spared) or set(spared) != set(ended)
    assert set(ended) <= {"delete", "restrict", "hold"}


def test_the_same_verdicts_follow_from_the_written_tables_by_hand():
    """A running lease: put right; without one the record goes, unless a hold or law keeps it."""
    found = made("leasing")
    tables = found.tables
    contracts, files, holds = (tables[n] for n in ("contracts", "archive_files", "legal_holds"))
    served = set(contracts[contracts.end_date >= AS_OF].customer_id)
    schedule = tables["retention_schedule"].set_index("category")
    by_law = set(schedule.index[schedule.basis == "statutory"])
    kept = set(files[files.category.isin(by_law)].customer_id)  # none of these periods is over
    held = holds[holds.released_on.isna() & (holds.covers == "all")].customer_id
    expected = set()
    for kind in ("stale_phone", "wrong_format", "wrong_column"):
        flaws_of_kind = found.of(kind)
        for row in flaws_of_kind[flaws_of_kind.table == "customers"].itertuples():
            gone = "restrict" if row.customer_id in kept else "delete"
            wanted = "correct" if row.customer_id in served else gone
            wanted = "hold" if row.customer_id in set(held) else wanted
            assert row.action == wanted
            expected.add(wanted)
    assert expected == {"correct", "delete", "restrict", "hold"}
