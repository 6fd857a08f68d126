import itertools
import string
from dataclasses import replace
from typing import get_args

import pytest

from kit.customers.labels import CompanyClass, Subject
from kit.customers.profile import SHIPPED, load_profile
from kit.customers.spec import Trap
from kit.i18n import LOCALES, catalogue, word
from kit.labs.classification import grade, key, render
from kit.labs.classification.explain import explain
from kit.labs.classification.judging import judge
from kit.labs.classification.naming import pool
from kit.labs.classification.questions import REASONS
from kit.labs.classification.wording import MIXED_UP, TRAPPED
from kit.labs.words import as_text, say
from tests.labs.made_tasks import CLASSES, field, label, task

TRAPS = (None, *get_args(Trap))
LABELS = [label(reason, one) for reason, classes in REASONS.items() for one in classes]


def said(choice, reason):
    return {"choice": choice, "reason": reason}


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("domain", ["classification", "exercise"])
def test_both_languages_have_the_same_messages_and_placeholders(domain):
    zh, en = catalogue(domain, "zh"), catalogue(domain, "en")
    assert set(zh) == set(en)
    for code, text in zh.items():
        assert placeholders(text) == placeholders(en[code]), code
        assert text.strip()
        assert en[code].strip()


@pytest.mark.parametrize("domain", ["classification", "exercise"])
def test_chinese_is_set_in_chinese_type(domain):
    for code, text in catalogue(domain, "zh").items():
        for mark in ",;?!":
            assert mark not in text.replace("answer.json", ""), (code, mark)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_possible_finding_has_words(locale):
    for truth, trap in itertools.product(LABELS, TRAPS):
        one = field(1, truth, trap)
        for chosen, reason in itertools.product((*CLASSES, None), (*REASONS, None)):
            finding = explain(judge(one, said(chosen, reason)))
            assert word(finding.code, finding.values, locale)
            assert all(say(note, locale).text for note in finding.notes)


def test_reasons_and_classes_have_titles():
    messages = catalogue("classification", "zh")
    for reason in REASONS:
        assert f"reason.{reason}" in messages
        assert f"reason.{reason}.why" in messages
    assert {f"company_class.{one}" for one in get_args(CompanyClass)} <= set(messages)
    harmed = set(get_args(Subject)) - {"company", "none"}
    assert {f"summary.harm.{one}" for one in harmed} <= set(messages)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_report_puts_plain_words_before_figures(locale):
    made = task(LABELS)
    score = grade(made, made.template())
    report = render(score, locale)
    text = as_text(report)
    assert text.startswith(report.headline)
    assert text.index(report.summary[0].text) < text.index(report.figures[0][0])
    assert len(report.items) == len(made.fields)
    assert "{" not in text
    assert all(item.symbol in "✓○△✗" for item in report.items)


def labelled():
    return [spec for name in SHIPPED for spec in pool(load_profile(name)).values()]


def test_the_reason_of_every_shipped_field_belongs_to_its_class():
    wrong = [
        (spec.name, spec.label.reason)
        for spec in labelled()
        if spec.label.classification not in REASONS[spec.label.reason]
    ]
    assert wrong == []


def test_explanations_for_traps_are_used_by_shipped_fields():
    used = {(spec.label.reason, spec.trap) for spec in labelled()}
    assert {(reason, trap) for _, reason, trap in TRAPPED} <= used


def test_confusions_are_between_reasons_of_one_class():
    for right, chosen in MIXED_UP:
        assert set(REASONS[right]) & set(REASONS[chosen]), (right, chosen)


def test_what_names_or_reaches_nobody_is_not_corrected_as_public_contact_details():
    for truth in (
        label("linked_to_person", "personal"),
        label("third_party", "personal"),
        label("direct_identifier", "personal", also_reasons=("specific_identity",)),
    ):
        finding = explain(judge(field(1, truth), said("non_personal", "published_reference")))
        assert finding.code == f"classification.under.{truth.reason}"


def test_another_reason_that_is_right_is_said_to_hold():
    truth = label("contact", "personal", also_reasons=("online_identifier",))
    codes = [
        [note.code for note in explain(judge(field(1, truth), said("personal", reason))).notes]
        for reason in ("contact", "online_identifier")
    ]
    assert codes == [[], ["classification.reason_also"]]


def test_the_company_level_is_given_for_personal_information_only():
    for truth, chosen, given in (
        (label("product_or_stock", "non_personal"), "personal", False),
        (label("contact", "personal"), "sensitive", True),
    ):
        notes = explain(judge(field(1, truth), said(chosen, None))).notes
        assert ("classification.company_level" in [note.code for note in notes]) is given


def test_a_sample_that_says_nothing_is_no_example():
    one = field(1, label("health", "sensitive"))
    for samples, shown in (
        (("无", "花生过敏"), "花生过敏"),
        (("无", "未见异常"), None),
    ):
        finding = explain(judge(replace(one, samples=samples), said("personal", "contact")))
        text = word(finding.code, finding.values, "zh")
        assert "无" not in text
        assert ("例如" in text) is bool(shown)
        assert (shown or "") in text


def test_an_image_of_a_document_is_explained_as_one():
    one = field(1, label("specific_identity", "sensitive"))
    for sample, code in (("IMG-1.jpg", "specific_identity.image"), ("CJ01", "specific_identity")):
        finding = explain(judge(replace(one, samples=(sample,)), said("personal", "contact")))
        assert finding.code == f"classification.under.{code}"


def test_full_agreement_is_not_called_almost():
    made = task([label("contact", "personal"), label("system_code", "non_personal")])
    assert grade(made, key(made)).summary[-1].code == "classification.summary.kappa.full"
