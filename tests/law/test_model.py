from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from kit import law


def test_words_are_picked_by_locale():
    words = law.Words(zh="告知", en="notice")
    assert (words["zh"], words["en"]) == ("告知", "notice")
    with pytest.raises(KeyError):
        words["fr"]


def test_records_are_frozen():
    with pytest.raises(FrozenInstanceError):
        law.rule("PIPL-57").mark = "M"


@pytest.mark.parametrize(
    ("threshold", "below", "at", "above"),
    [
        ("NDSR28_people_min", False, True, True),
        ("audit_every_2y_people_over", False, False, True),
        ("small_processor_people_under", True, False, False),
        ("NIR_other_operator_hours", True, True, False),
        ("export_certificate_valid_years", False, True, False),
    ],
)
def test_a_threshold_knows_its_side_of_the_line(threshold, below, at, above):
    line = law.threshold(threshold)
    met = [line.met_by(line.value + step) for step in (-1, 0, 1)]
    assert met == [below, at, above]


def test_at_once_has_no_number_to_compare_with():
    with pytest.raises(ValueError, match="PIPL57_notify"):
        law.threshold("PIPL57_notify").met_by(Decimal(1))


def test_first_and_last_day_count_as_in_force():
    old = law.rule("CSL2016-21")
    assert old.in_force(old.effective_from)
    assert old.in_force(old.effective_to)


@pytest.mark.parametrize(
    ("rule_id", "teachable"),
    [
        ("PIPL-57", True),
        ("PIPL-57-small", True),  # a reading may be taught, as a reading
        ("GDPR-33", False),  # from memory
        ("SMALL-annex-items", False),  # in doubt
        ("LARGEDRAFT-scope", False),  # a draft
        ("AUDITDRAFT-frequency", False),  # a superseded draft
        ("SCC-old-count", False),  # a superseded rule
    ],
)
def test_memory_doubt_drafts_and_superseded_rules_are_not_teachable(rule_id, teachable):
    assert law.rule(rule_id).teachable is teachable
