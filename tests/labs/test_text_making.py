from dataclasses import replace
from functools import cache

import jsonschema
import pytest

from kit import world
from kit.customers.truth import SPANS
from kit.errors import BadInput
from kit.exercises import load, load_all, load_file
from kit.labs import text
from kit.labs.text.drawing import FEATURES
from kit.labs.text.emoji import EMOJI, with_emoji
from kit.labs.text.palette import CLASSES, GROUPS, LOOK_ALIKES
from kit.labs.text.pool import Candidate, candidates, is_strict
from kit.labs.variants import Dice, variant

SPECS = {spec.id: spec for spec in load_all() if spec.lab == "find_in_text"}
every_exercise = pytest.mark.parametrize("exercise", SPECS)


@cache
def company(profile, size, locale="zh"):
    return world.build(profile, 5, size, locale=locale)


@cache
def pool(profile, size, locale="zh"):
    return {one.note_id: one for one in candidates(company(profile, size, locale))}


@cache
def made(exercise, trainee, locale="zh"):
    spec = SPECS[exercise]
    built = company(spec.profile, spec.size, locale)
    return text.make(built, spec, variant(7, trainee, exercise))


@every_exercise
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_spans_are_those_of_the_company_and_stand_where_they_say(exercise, locale):
    task, spec = made(exercise, "lin", locale), SPECS[exercise]
    notes = pool(spec.profile, spec.size, locale)
    for note in task.notes:
        truth = notes[note.origin]
        assert [(one.text, one.kind) for one in note.spans] == [
            (one["text"], one["kind"]) for one in truth.personal
        ]
        assert len(note.look_alikes) == len(truth.look_alikes)
        for one in note.spans:
            assert note.text[one.start : one.end] == one.text
            assert one.start <= one.core[0] < one.core[1] <= one.end


@every_exercise
def test_a_variant_has_what_the_blueprint_says(exercise):
    task, plan = made(exercise, "lin"), SPECS[exercise].blueprint
    assert len(task.notes) == plan.size
    assert len({note.origin for note in task.notes}) == plan.size
    assert {note.channel for note in task.notes} <= set(plan.channels)
    notes = pool(SPECS[exercise].profile, SPECS[exercise].size)
    drawn = [notes[note.origin] for note in task.notes]
    assert len({note.customer_id for note in drawn}) == plan.size
    for slot in plan.slots:
        least, most = slot.spans
        fitting = [
            note
            for note in drawn
            if FEATURES[slot.need](note)
            and least <= len(note.personal) <= most
            and sum(map(is_strict, note.personal)) >= slot.sensitive
        ]
        assert len(fitting) >= slot.count


@every_exercise
@pytest.mark.parametrize("locale", ["zh", "en"])
def test_where_classes_are_marked_some_pieces_are_sensitive_beyond_doubt(exercise, locale):
    task, plan = made(exercise, "lin", locale), SPECS[exercise].blueprint
    if plan.palette != "classes":
        return
    least = sum(slot.count * slot.sensitive for slot in plan.slots)
    strict = sum(one.accepted == ("sensitive",) for note in task.notes for one in note.spans)
    assert strict >= least >= 3


@every_exercise
def test_variants_are_alike_in_weight(exercise):
    totals = [
        sum(one.weight for note in made(exercise, trainee).notes for one in note.spans)
        for trainee in ("lin", "wang", "zhao", "qian", "sun", "zhou")
    ]
    assert max(totals) <= 1.6 * min(totals)


@every_exercise
def test_the_public_side_tells_no_truth_and_describes_its_answers(exercise):
    task = made(exercise, "lin")
    public = task.public()
    assert {code["code"] for code in public["kinds"]} == set(
        CLASSES if task.palette == "classes" else GROUPS
    )
    assert bool(public["subjects"]) == task.asks_subject
    for note in public["notes"]:
        assert set(note) == {"key", "channel", "channel_titles", "written_at", "about", "text"}
    for answer in (text.key(task), task.template()):
        jsonschema.validate(answer, public["answer_schema"])


def test_the_file_of_a_pupil_says_how_old_and_other_files_say_nothing():
    for note in made("letters-to-a-closing-pool", "lin").notes:
        assert note.about["zh"].endswith("岁")
        young = any(one.subject == "child" for one in note.spans)
        age = int(note.about["zh"].split()[1])
        assert not young or age < 14
    assert {note.about for note in made("guarantors-on-the-phone", "lin").notes} == {None}


def test_the_same_trainee_gets_the_same_notes_and_another_gets_others():
    spec = SPECS["keys-habits-and-prayers"]
    built = company(spec.profile, spec.size)
    again = text.make(built, spec, variant(7, "lin", spec.id))
    assert again.public() == made(spec.id, "lin").public()
    assert made(spec.id, "wang").public()["notes"] != again.public()["notes"]


def test_an_answer_in_one_language_is_not_graded_in_the_other():
    spec = "keys-habits-and-prayers"
    chinese, english = made(spec, "lin"), made(spec, "lin", "en")
    with pytest.raises(BadInput, match="answer_other_variant"):
        text.grade(english, text.key(chinese))


def test_chats_come_with_emoji_and_line_breaks_and_marks_still_fit():
    task = made("chats-on-a-leaving-phone", "lin")
    assert any(one in note.text for note in task.notes for one in EMOJI)
    assert any(ord(letter) > 0xFFFF for note in task.notes for letter in note.text)
    assert any("\n" in note.text for note in task.notes)
    assert text.grade(task, text.key(task)).score == 100


def test_emoji_move_what_stands_behind_them_and_nothing_else():
    span = {"start": 3, "end": 5, "kind": "name", "text": "张三"}
    behind = {"start": 9, "end": 11, "kind": "name", "text": "李四"}
    note = Candidate("1", "1", "chat", "", "客户：张三\n客服：李四", (span, behind), (), None)
    note = replace(note, text="客户：张三\n客服：李四")
    assert note.text[9:11] == "李四"
    (added,) = with_emoji([note], 1, Dice(3))
    assert added.text != note.text
    assert added.personal[0] == span
    for one in added.personal:
        assert added.text[one["start"] : one["end"]] == one["text"]
    assert with_emoji([note], 0, Dice(3)) == [note]


def test_every_kind_of_span_has_a_group_or_is_a_look_alike():
    grouped = {kind for kinds in GROUPS.values() for kind in kinds}
    for profile in ("leasing", "sanitary_ware", "swim_school"):
        built = company(profile, 300)
        truth = built.truth["spans"]
        assert truth.schema.equals(SPANS)
        kinds = {one["kind"] for one in truth.to_pylist() if one["table"] == "notes"}
        assert kinds <= grouped | set(LOOK_ALIKES)


def test_too_few_notes_are_said_to_be_too_few():
    spec = load("meals-custody-and-rumours")
    with pytest.raises(BadInput) as caught:
        text.make(world.build(spec.profile, 1, 20), spec, variant(1, "lin", spec.id))
    assert caught.value.code == "text.pool_too_small"
    assert caught.value.values["key"].startswith("blueprint.slots[")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('palette = "groups"', 'palette = "rainbow"', "blueprint.palette"),
        ("spans = [2, 5]", "spans = [5, 2]", "spans"),
        ("spans = [2, 5]", "spans = [2]", "spans"),
        ('need = "religion"', 'need = "luck"', "need"),
        ("count = 3", "count = 0", "count"),
        ("length = [25, 110]", "length = [110, 25]", "length"),
        ('channels = ["service_visit"', 'channels = ["pigeon"', "channels"),
        ('palette = "groups"', 'palette = "groups"\ncolour = 1', "colour"),
    ],
)
def test_a_wrong_blueprint_is_told_by_its_key(tmp_path, old, new, key):
    from kit.resources import exercises_dir

    name = "keys-habits-and-prayers"
    source = (exercises_dir() / "classification" / name / "exercise.toml").read_text("utf-8")
    assert old in source
    path = tmp_path / name / "exercise.toml"
    path.parent.mkdir()
    path.write_text(source.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput) as caught:
        load_file(path)
    assert key in str(caught.value)
