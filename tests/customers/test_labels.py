import pytest
from pydantic import ValidationError

from kit import law
from kit.customers.labels import FieldLabel
from kit.customers.profile import SHIPPED, load_profile

PLAIN = {
    "personal": True,
    "subject": "customer",
    "identifier": "direct",
    "grade": 3,
    "company_class": "sensitive",
    "articles": ("PIPL-4",),
    "reason": "direct_identifier",
}


def labels():
    return [label for name in SHIPPED for label in load_profile(name).labels()]


@pytest.mark.parametrize(
    "change",
    [
        {"sensitive": "whereabouts", "personal": False, "subject": "none"},
        {"articles": ("PIPL-28",)},
        {"sensitive": "whereabouts", "company_class": "private"},
        {"sensitive": "whereabouts", "articles": ("PIPL-4", "PIPL-28")},
        {"personal": False},
        {"subject": "company"},
        {"also_accept": ("personal",)},
        {"grade": 5},
        {"reason": "because"},
        {"surprise": 1},
    ],
)
def test_labels_that_contradict_themselves_are_refused(change):
    with pytest.raises(ValidationError):
        FieldLabel(**(PLAIN | change))


def test_classification_follows_from_the_label():
    sensitive = {
        "sensitive": "whereabouts",
        "articles": ("PIPL-4", "PIPL-28"),
        "company_class": "private",
    }
    assert FieldLabel(**PLAIN).classification == "personal"
    assert FieldLabel(**(PLAIN | sensitive)).classification == "sensitive"
    nobody = {"personal": False, "subject": "none", "identifier": "none", "articles": ()}
    assert FieldLabel(**(PLAIN | nobody)).classification == "non_personal"


def test_every_article_behind_a_label_may_be_cited():
    cited = {article for label in labels() for article in label.articles}
    assert cited
    assert [article for article in sorted(cited) if not law.citable(article)] == []


def test_resident_numbers_are_a_judgement_call_and_childrens_data_is_not():
    for label in labels():
        if label.field == "resident_id" and label.subject == "customer":
            assert {label.classification, *label.also_accept} == {"personal", "sensitive"}
        if label.subject == "child":
            assert label.sensitive
            assert label.reason == "minor_under_14" or "minor_under_14" in label.also_reasons


@pytest.mark.parametrize("name", SHIPPED)
def test_names_and_contact_details_are_personal_never_public(name):
    for label in load_profile(name).labels():
        if label.table == "customers" and label.field in {"name", "mobile", "email", "address"}:
            assert label.personal
            assert label.company_class != "public"


@pytest.mark.parametrize("name", SHIPPED)
def test_each_profile_has_a_pool_that_is_worth_an_exercise(name):
    profile = load_profile(name)
    classes = [label.classification for label in profile.labels()]
    assert len(classes) >= 60
    assert min(classes.count(c) for c in ("non_personal", "personal", "sensitive")) >= 15
    traps = {f.trap for t in profile.tables.values() for f in t.visible.values() if f.trap}
    assert len(traps) >= 6


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_column_name_means_different_things(name):
    meanings = {}
    for label in load_profile(name).labels():
        meanings.setdefault(label.field, set()).add(label.classification)
    assert sum(len(classes) > 1 for classes in meanings.values()) >= 5
