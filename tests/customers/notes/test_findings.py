"""The checker of frame files: every kind of mistake is found, and named with its place."""

import pytest

from kit.customers.notes.check import check, columns_of, main, sample
from kit.customers.notes.figures import figures, shortfalls
from kit.customers.notes.findings import findings, first_of_each, names_in
from kit.customers.notes.framing import load_frames, read_frames, segments
from kit.customers.notes.telltale import telltales
from kit.customers.profile import load_profile
from kit.errors import BadInput
from tests.customers.notes.small_frames import SITUATIONS, SLOTS, TEXT

COMPLETE = """
[[situations]]
id = "visit"
channels = ["service_visit", "crm_remark", "call_centre", "chat", "complaint"]
open = ["{name} a. ", "{phone} b. ", "{nick} c. ", "d. ", "e. "]
middle = ["", "f. ", "g. ", "h. ", "i. "]
close = ["j.", "k.", "l.", "m."]
"""


@pytest.fixture(scope="module")
def columns(leasing):
    return columns_of(leasing)


def found_in(text, columns, locale="en"):
    return findings(read_frames(text, "x"), columns, locale)


def codes(found):
    return {one.code for one in found} - {"unused_slot"}


def test_a_file_without_mistakes_has_none(columns):
    assert codes(found_in(SLOTS + COMPLETE, columns)) == set()


@pytest.mark.parametrize(
    ("old", "new", "code", "detail"),
    [
        ("{nick} c. ", "{nobody} c. ", "unknown_slot", "nobody"),
        ('column = "customers.mobile"', 'column = "customers.phone"', "unknown_column", None),
        ('column = "customers.mobile"', 'column = "customers.person"', "unknown_column", None),
        ("d. ", "4711 d. ", "literal_number", "4711"),
        ("d. ", "１３８ ００ d. ", "literal_number", "１３８ ００"),
        ("d. ", "幺三八零零 d. ", "literal_number", "幺三八零零"),
        ("d. ", "找王伟 d. ", "literal_name", "王伟"),
        ("d. ", "owes two months’ rent. ", "telltale", "owes"),
        ("d. ", "{name} has passed away. ", "telltale", "passed away"),
        ("d. ", "the child was there. ", "telltale", "child"),
        ("d. ", "{debt} d. ", "unknown_slot", "debt"),
        ("d. ", "{name:late} d. ", "unknown_slot", "name:late"),
        ('["三", "十五"]', '["三", "王伟"]', "literal_name", "王伟"),
        ('["三", "十五"]', '["三", "三"]', "same_word_twice", None),
        ("d. ", "{Nick} d. ", "stray_brace", None),
        ('"d. ", ', "", "short_list", "4 < 5"),
        ('"j.", ', "", "short_list", "3 < 4"),
        ("d. ", "e. ", "same_sentence_twice", None),
        ("d. ", "d.", "no_space", None),
        ('"f. "', '"f."', "no_space", None),
        ('"f. "', '" f. "', "double_space", None),
        ("d. ", "d.  d. ", "double_space", None),
        ('"j."', '"j. "', "space_at_end", None),
        ('"d. "', '" d. "', "space_at_start", None),
        (
            '"{phone} b. ", "{nick}',
            '"{plate} b. ", "{friend}{seen}{child}',
            "few_unconditional",
            None,
        ),
    ],
)
def test_a_mistake_is_found(columns, old, new, code, detail):
    text = (SLOTS + COMPLETE).replace(old, new)
    assert text != SLOTS + COMPLETE
    if code == "few_unconditional":
        text = text.replace('"e. "]', '"{plate} e. "]')
    found = [one for one in found_in(text, columns) if one.code == code]
    assert found
    assert found[0].where
    assert detail is None or detail in {one.detail for one in found}


@pytest.mark.parametrize(
    "part",
    ["承租人去世。", "欠三天。", "要打官司。", "桌上摊着病历。", "不在家。", "带着小孩。"],
)
def test_what_is_told_about_a_person_in_plain_text_is_found(columns, part):
    plain = (SLOTS + COMPLETE).replace("d. ", part)
    assert "telltale" in codes(found_in(plain, columns, "zh"))
    marked = (SLOTS + COMPLETE).replace("d. ", f"{{debt:{part}}}")
    assert codes(found_in(marked, columns, "zh")) == set()


def test_where_customers_are_children_a_child_is_no_news():
    assert telltales("孩子在哭", "zh", of_children=True) == ["孩子"]
    assert telltales("孩子在哭", "zh", of_children=False) == []
    assert columns_of(load_profile("swim_school")).of_children is False


@pytest.mark.parametrize(
    ("old", "new", "detail"),
    [
        ('["怕黑", "爱哭"]', '["afraid of the dark"]', "values: 2 / 1"),
        ('kind = "child_detail"', 'kind = "health"', "kind: child_detail / health"),
        ('column = "contracts.contract_id"', 'column = "contracts.plate"', None),
        ('pattern = "GD-{2-9}###@%"', 'pattern = "GD-{2-9}"', None),
    ],
)
def test_slots_that_differ_between_the_languages_are_found(leasing, old, new, detail):
    found, _ = check(TEXT, leasing, "zh", TEXT.replace(old, new))
    different = [one for one in found if one.code == "other_language"]
    assert len(different) == 1
    assert detail in (None, different[0].detail)
    assert not [one for one in check(TEXT, leasing, "zh", TEXT)[0] if one.code == "other_language"]


def test_words_that_share_a_draw_must_be_as_many(columns):
    habit = 'values = ["怕黑", "爱哭"]\n'
    like = '[slots.mine]\nlike = "{}"\nvalues = ["am shy", "cry"]\n'
    for other, found in (("habit", set()), ("illness", set()), ("hotline", {"other_length"})):
        text = SLOTS + like.format(other) + COMPLETE
        assert codes(found_in(text, columns)) == found
    assert codes(
        found_in(
            (SLOTS + like.format("habit") + COMPLETE).replace(habit, 'values = ["a"]\n'), columns
        )
    ) == {"other_length"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('kind = "contract_detail"\nsubject = "customer"', "", "unmarked_column"),
        ('kind = "resident_id"\nsubject = "customer"', "", "unmarked_column"),
        ('sensitive = "financial_account"', "", "other_category"),
        (
            'kind = "hotline"\nsubject = "company"',
            'kind = "phone"\nsubject = "employee"',
            "personal_or_not",
        ),
    ],
)
def test_a_slot_that_contradicts_the_label_of_its_column_is_found(columns, old, new, code):
    text = (SLOTS + COMPLETE).replace(old, new)
    assert codes(found_in(text, columns)) == {code}


def test_two_situations_of_one_name_and_unused_slots_are_found(columns):
    found = found_in(SLOTS + COMPLETE + COMPLETE, columns)
    assert [one.where for one in found if one.code == "same_id"] == ["visit"]
    unused = {one.where for one in found if one.code == "unused_slot"}
    assert "slots.ticket" in unused
    assert "slots.name" not in unused


def test_chinese_needs_no_space_between_the_lists(columns):
    text = (SLOTS + COMPLETE).replace("d. ", "d。")
    assert codes(found_in(text, columns, "zh")) == set()
    assert codes(found_in(text, columns, "en")) == {"no_space"}


def test_figures_count_what_a_small_file_makes():
    made = figures(read_frames(SLOTS + COMPLETE, "x"))
    assert made.parts == (13, 13)
    assert made.skeletons == 5 * 5 * 4
    assert made.commonest == pytest.approx(1 / 100)
    assert made.spans == pytest.approx(3 / 5)
    assert made.look_alikes == 0
    assert set(made.per_channel.values()) == {1}


def test_figures_below_the_mark_are_named():
    short = {one.code for one in shortfalls(figures(read_frames(SLOTS + COMPLETE, "x")))}
    assert short == {"few_parts", "few_situations", "few_spans", "few_look_alikes", "few_sensitive"}
    common = (SLOTS + COMPLETE).replace(', "k.", "l.", "m."', "")
    assert "too_common" in {one.code for one in shortfalls(figures(read_frames(common, "x")))}


def test_only_some_problems_of_each_place_are_shown(columns):
    text = (SLOTS + COMPLETE).replace("e. ", "1111 2222 e. 3333 4444 4444 4444 e. 9999 e. ")
    numbers = [one for one in found_in(text, columns) if one.code == "literal_number"]
    shown = first_of_each(numbers, 1)
    assert len(numbers) == 3
    assert [more for _, more in shown] == [2]


def test_names_of_two_to_four_characters_are_found_anywhere():
    assert names_in("转给王伟处理") == ["王伟"]
    assert "欧阳建国" in names_in("欧阳建国到了")
    assert names_in("客户来电") == []


def test_sentences_fall_into_text_and_slots():
    assert segments("a{b}{c}d") == [(False, "a"), (True, "b"), (True, "c"), (False, "d")]
    assert segments("") == []


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('pattern = "GD-{2-9}###@%"', 'pattern = "GD-{9-2}"', "slots.ticket"),
        ('pattern = "GD-{2-9}###@%"', 'pattern = "GD"\nvalues = ["a"]', "slots.ticket"),
        ('pattern = "GD-{2-9}###@%"', 'pattern = "GD"\nas = "id"', "slots.ticket"),
        ('kind = "health"\nsubject = "customer"', 'kind = "health"', "slots.illness"),
        ('kind = "hotline"\nsubject = "company"', 'subject = "customer"', "slots.hotline"),
        ('kind = "health"', 'kind = "illness"', "slots.illness.kind"),
        ('column = "customers.mobile"', "colour = 1", "slots.phone.colour"),
        ('"service_visit", ', '"visit", ', "situations.0.channels.0"),
        ('mark = true\nkind = "debt"\nsubject = "customer"', "mark = true", "slots.debt"),
        ('mark = true\nkind = "debt"', 'mark = true\nvalues = ["a"]\nkind = "debt"', "slots.debt"),
        ('mark = true\nkind = "debt"', 'mark = false\nkind = "debt"', "slots.debt"),
        ('pattern = "GD-{2-9}###@%"', 'pattern = "GD"\nlike = "days"', "slots.ticket"),
        ("weight = 2", "weight = 0", "situations.1.weight"),
        ("weight = 2", "wait = 2", "situations.1.wait"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_key(leasing, old, new, key):
    text = TEXT.replace(old, new)
    with pytest.raises(BadInput) as caught:
        read_frames(text, "my.toml")
    assert caught.value.code == "notes.frame"
    assert caught.value.values["key"] == key
    assert key in {one.where for one in check(text, leasing, "zh")[0]}


def test_a_file_that_is_no_toml_is_refused(leasing):
    with pytest.raises(BadInput) as caught:
        read_frames("[slots", "my.toml")
    assert caught.value.code == "notes.toml"
    assert [one.code for one in check("[slots", leasing, "zh")[0]] == ["toml"]


def test_unknown_frames_are_refused():
    with pytest.raises(BadInput) as caught:
        load_frames("bakery", "zh")
    assert caught.value.values == {"name": "bakery", "locale": "zh"}


def test_the_command_prints_problems_figures_and_marked_notes(tmp_path, capsys):
    path = tmp_path / "small.toml"
    path.write_text(TEXT, encoding="utf-8")
    assert main(["leasing", "zh", "--file", str(path), "--sample", "40"]) == 1
    printed = capsys.readouterr().out
    assert "short_list  visit.open  4 < 5" in printed
    assert "skeletons 127" in printed
    assert "|phone]" in printed
    assert "|health|medical_health]" in printed


def test_the_command_knows_only_profiles_there_are(capsys):
    with pytest.raises(SystemExit):
        main(["bakery", "zh"])
    assert "unknown_profile" in capsys.readouterr().err


def test_a_sample_marks_every_span_and_nothing_else(frames, small_spec):
    notes = sample(frames, small_spec, 30)
    assert len(notes) == 30
    assert all(
        note.count("[") == note.count("]") == note.count("|") or "|" in note for note in notes
    )


def test_small_frames_are_sound(columns):
    assert codes(found_in(SLOTS + SITUATIONS, columns, "zh")) == {"short_list", "few_unconditional"}
