"""Whatever flaws do to a number, it never becomes somebody's."""

import pytest

from kit.customers.engine import Spec
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.whole import make
from kit.identifiers.scan import ColumnReport, checkable, scan


@pytest.mark.parametrize("locale", ["zh", "en"])
@pytest.mark.parametrize("profile", SHIPPED)
def test_no_identifier_in_flawed_tables_and_their_truth_belongs_to_anybody(profile, locale):
    made = make(Spec(load_profile(profile), 3, locale=locale, flaws=0.5), 0, 3000)
    found, ours = {}, 0
    for name, table in (made.tables | made.truth).items():
        for column in table.column_names:
            report = ColumnReport()
            if checkable(table[column].type):
                scan(table[column].combine_chunks(), report)
            for kind, tally in report.kinds.items():
                ours += tally.synthetic
                if tally.not_synthetic:
                    found[name, column, kind] = tally.examples
    assert found == {}
    assert ours > 10_000
