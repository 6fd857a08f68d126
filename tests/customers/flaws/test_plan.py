"""How many customers are flawed, and that it does not depend on how the data is cut."""

import dataclasses
import math

import pytest

from kit.customers import flaws
from kit.customers.engine import Spec, piece
from kit.customers.profile import SHIPPED, load_profile
from tests.customers.flaws.made import AS_OF, SHARE, made, make

NOT_EVERYWHERE = {"guardian_missing": {"swim_school"}}


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize("share", [0.05, 0.3, 0.5])
def test_the_share_of_flawed_customers_is_what_was_asked_for(profile, share):
    found = made(profile, share)
    customers = len(found.tables["customers"])
    flawed = found.flaws[found.flaws.role == "flaw"]
    spread = 4 * math.sqrt(customers * share * (1 - share))
    assert abs(len(flawed) - customers * share) < spread
    assert flawed.customer_id.is_unique
    assert flawed.flaw_id.is_unique


@pytest.mark.parametrize("profile", SHIPPED)
def test_every_kind_occurs(profile):
    wanted = {k for k in flaws.FLAWS if profile in NOT_EVERYWHERE.get(k, {profile})}
    assert set(made(profile).flaws.kind) == wanted


@pytest.mark.parametrize("profile", SHIPPED)
def test_what_follows_belongs_to_a_flaw(profile):
    found = made(profile).flaws
    main, rest = found[found.role == "flaw"], found[found.role == "follows"]
    assert set(rest.flaw_id) <= set(main.flaw_id)
    assert len(rest)
    for name in ("kind", "customer_id", "action"):
        same = found.groupby("flaw_id")[name].nunique(dropna=False)
        assert (same == 1).all()


@pytest.mark.parametrize("profile", SHIPPED)
@pytest.mark.parametrize(("start", "count"), [(0, 100), (64, 128), (77, 131), (1, 1), (200, 312)])
def test_a_part_is_the_same_as_in_the_whole(profile, start, count):
    spec = Spec(load_profile(profile), 11, AS_OF, "zh", SHARE)
    whole, truths = make(spec, 0, 512)
    part, part_truths = make(spec, start, count)
    root = whole["customers"]["customer_id"].slice(start, count).to_pylist()
    first = {}
    for name, table in part.items():
        first[name] = _first_row(spec, name, start)
        assert table.equals(whole[name].slice(first[name], table.num_rows))
    for one, other in zip(truths, part_truths, strict=True):
        rows = [row for row in one.to_pylist() if row["customer_id"] in root]
        moved = [row | {"row": row["row"] - first[row["table"]]} for row in rows]
        assert moved == other.to_pylist()


def _first_row(spec, name, start):
    owners = piece(dataclasses.replace(spec, flaws=0.0), 0, 512).customer_of(name)
    return int((owners < start).sum())


def test_another_seed_flaws_other_customers():
    one, other = made("leasing"), made("leasing", seed=12)
    assert set(one.flaws.flaw_id) != set(other.flaws.flaw_id)


@pytest.mark.parametrize("profile", SHIPPED)
def test_languages_have_the_same_flaws(profile):
    zh, en = made(profile), made(profile, locale="en")
    same = ["flaw_id", "kind", "role", "table", "row", "column", "customer_id", "partner_id"]
    main = [frame.flaws[frame.flaws.role == "flaw"].reset_index(drop=True) for frame in (zh, en)]
    assert main[0][same].equals(main[1][same])
    assert main[0].action.tolist() == main[1].action.tolist()


def test_a_piece_must_begin_with_a_block():
    spec = Spec(load_profile("leasing"), 11, AS_OF, "zh", SHARE)
    with pytest.raises(flaws.BadInput, match="unaligned"):
        flaws.apply(piece(spec, 7, 100))
