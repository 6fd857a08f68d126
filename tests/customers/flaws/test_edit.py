"""Only the cells that the truth names differ from the ground floor."""

import pandas as pd
import pytest

from kit.customers.profile import SHIPPED
from kit.identifiers import is_synthetic
from tests.customers.flaws.made import AS_OF, cells, made


def differing(ground, flawed):
    """Cells of the visible tables that are not the same."""
    found = set()
    for name, frame in ground.tables.items():
        other = flawed.tables[name]
        assert frame.shape == other.shape
        for column in frame.columns:
            a, b = frame[column], other[column]
            differs = (a != b) & ~(a.isna() & b.isna())
            found |= {(name, row, column) for row in differs[differs].index}
    return found


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("profile", SHIPPED)
def test_only_named_cells_differ(profile, locale):
    ground = made(profile, 0.0, locale=locale)
    flawed = made(profile, locale=locale)
    named = cells(flawed.flaws)
    changed = differing(ground, flawed)
    assert changed <= named
    # The name on a second file is sometimes right; all else that is named has changed.
    unchanged = flawed.flaws[[key not in changed for key in zip(*_keys(flawed.flaws), strict=True)]]
    assert set(unchanged.kind) <= {"duplicate"}
    assert set(unchanged.role) <= {"flaw"}


def _keys(frame):
    return frame["table"], frame["row"], frame["column"]


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("profile", SHIPPED)
def test_truth_says_what_was_found_and_what_stood_there(profile, locale):
    ground, flawed = made(profile, 0.0, locale=locale), made(profile, locale=locale)
    from_ground = 0
    for row in flawed.flaws.itertuples():
        found = flawed.tables[row.table].at[row.row, row.column]
        assert as_text(found) == as_text(row.found)
        owner = flawed.tables[row.table]
        if "customer_id" in owner:
            assert owner.at[row.row, "customer_id"] == row.customer_id
        if row.kind in ("stale_phone", "wrong_format", "wrong_column", "broken_date"):
            before = ground.tables[row.table].at[row.row, row.column]
            assert as_text(before) == as_text(row.right)
            from_ground += 1
    assert from_ground > 500


def as_text(value):
    return None if pd.isna(value) else str(value)


def test_copies_follow_what_they_are_copied_from():
    swim = made("swim_school").tables
    pupils = swim["customers"].set_index("customer_id")
    guards = swim["junior_lifeguards"]
    assert (guards.name == guards.customer_id.map(pupils.name)).all()
    named = swim["photos"].customer_id.map(pupils.name)
    assert all(
        file.startswith(f"{name}_")
        for file, name in zip(swim["photos"].file_name, named, strict=True)
    )
    leasing = made("leasing").tables["customers"]
    copied = leasing.licence_no.notna() & (leasing.licence_no != leasing.resident_id)
    unneeded = made("leasing").of("unneeded_field")
    assert set(leasing.index[copied]) <= set(unneeded[unneeded.column == "licence_no"].row)


def test_copies_of_a_mistyped_name_are_right_with_the_name_that_is_right():
    found = made("swim_school")
    main = found.of("duplicate").set_index("flaw_id")
    typed = main[main.found != main.right]
    checked = 0
    for row in found.of("duplicate", "follows").itertuples():
        if row.flaw_id in typed.index and row.column in ("name", "file_name"):
            if row.table not in ("junior_lifeguards", "photos"):
                continue
            name = typed.loc[row.flaw_id]
            assert row.found.startswith(name.found)
            assert row.right == row.found.replace(name.found, name.right)
            checked += 1
    assert checked > 5


NUMBERS = {"mobile", "contact_phone", "phone", "own_phone", "resident_id", "id_no", "licence_no"}


@pytest.mark.parametrize("profile", SHIPPED)
def test_numbers_that_were_written_are_nobodys(profile):
    flawed = made(profile).flaws
    written = flawed[flawed.column.isin(NUMBERS) & flawed.found.notna()]
    usual = written[~written.kind.isin(["wrong_format", "wrong_column"])]
    assert len(usual) > 100
    assert all(is_synthetic(value) for value in usual.found)
    wrong = written[written.kind == "wrong_format"]
    assert all(is_synthetic(mended(row.found, row.right)) for row in wrong.itertuples())


def mended(found, right):
    """A number as it would be without its flaw; only then may it be the right one."""
    plain = found.translate(str.maketrans("０１２３４５６７８９x", "0123456789X", " -"))
    if len(plain) == 10:
        plain += right[-1]
    if len(plain) == 15:
        plain = plain[:6] + right[6:8] + plain[6:] + right[-1]
    assert plain == right
    return plain


@pytest.mark.parametrize("profile", SHIPPED)
def test_spans_stand_where_they_say(profile):
    for locale in ("zh", "en"):
        found = made(profile, locale=locale)
        assert len(found.spans) > 100
        for span in found.spans.itertuples():
            text = found.tables[span.table].at[span.row, span.column]
            assert text[span.start : span.end] == span.text
            if isinstance(span.source, str):
                table, _, column = span.source.partition(".")
                frame = found.tables[table]
                mine = frame[frame.customer_id == span.customer_id]
                assert mine.iloc[0][column] == span.value == span.text
        marked = cells(found.spans)
        assert marked == cells(found.of("free_text_personal"))


def test_labels_of_cells_say_whose_number_it_is():
    found = made("leasing")
    labels = {(x.table, x.row, x.column): x for x in found.cell_labels.itertuples()}
    for row in found.of("stale_phone").itertuples():
        assert labels[row.table, row.row, row.column].subject == "related_person"
    companies = [x for x in labels.values() if x.subject == "company"]
    assert companies
    assert {x.classification for x in companies} == {"non_personal"}
    assert cells(found.cell_labels) <= cells(found.flaws)


@pytest.mark.parametrize("profile", SHIPPED)
def test_a_value_in_the_wrong_column_keeps_the_label_of_its_own(profile):
    found = made(profile)
    fields = {(one.table, one.field): one for one in found.spec.profile.labels()}
    born = found.tables["customers"].birth_date
    labels = {(x.table, x.row, x.column): x for x in found.cell_labels.itertuples()}
    pairs = found.spec.profile.flaws["wrong_column"]["swapped"]
    partner = {tuple(a.split(".")): tuple(b.split(".")) for p in pairs for a, b in (p, p[::-1])}
    seen = 0
    for row in found.flaws[found.flaws.kind == "wrong_column"].itertuples():
        source = partner.get((row.table, row.column))
        mine = labels.get((row.table, row.row, row.column))
        if source is None or (mine is not None and mine.subject == "company"):
            continue
        wanted, usual = fields[source], fields[row.table, row.column]
        if wanted.subject == "child":
            child = age(born[row.row]) < 14
            assert mine.subject == ("child" if child else "customer")
            assert as_text(mine.sensitive) == ("minor_under_14" if child else None)
            assert mine.boundary == (age(born[row.row]) in (13, 14))
            seen += 1
        elif wanted.reason != usual.reason or wanted.sensitive != usual.sensitive:
            told = (mine.subject, mine.reason, tuple(mine.articles))
            assert as_text(mine.sensitive) == wanted.sensitive
            assert told == (wanted.subject, wanted.reason, wanted.articles)
            seen += 1
    assert seen > 40


def age(born):
    return AS_OF.year - born.year - ((AS_OF.month, AS_OF.day) < (born.month, born.day))


def test_copies_of_a_value_in_the_wrong_column_have_its_label_too():
    for profile, copy, source in (
        ("leasing", ("customers", "licence_no"), ("customers", "resident_id")),
        ("swim_school", ("payments", "payer"), ("customers", "contact")),
    ):
        found = made(profile)
        labels = {(x.table, x.row, x.column): x for x in found.cell_labels.itertuples()}
        by_customer = {x.customer_id: x for key, x in labels.items() if (key[0], key[2]) == source}
        follows = found.of("wrong_column", "follows")
        follows = follows[(follows.table == copy[0]) & (follows.column == copy[1])]
        checked = 0
        for row in follows.itertuples():
            mine = labels[row.table, row.row, row.column]
            main = by_customer[row.customer_id]
            assert (mine.sensitive, mine.subject, mine.reason, mine.boundary) == (
                (main.sensitive, main.subject, main.reason, main.boundary)
            )
            checked += 1
        assert checked > 20
