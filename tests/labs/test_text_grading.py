import pytest

from kit.labs import text
from kit.labs.text.palette import GROUPS
from kit.law import citable
from tests.labs.text_notes import CHAT, CHILD, HEALTH, THIRD, answer, chat_note, note, task

CHAT_TASK = task(chat_note())
KEY = text.key(CHAT_TASK)


def graded(made, **marks):
    return text.grade(made, answer(made, **marks))


def only(score):
    (finding,) = score.findings
    return finding


def errors(score):
    return [(one["verdict"], one["code"]) for one in only(score).details["marks"] if one["cost"]]


def test_the_key_gets_full_marks_and_every_measure_is_one():
    score = text.grade(CHAT_TASK, KEY)
    assert score.score == 100
    assert score.passed
    assert only(score).verdict == "right"
    for level in ("strict", "overlap"):
        assert score.figures[level] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert score.figures["cost"] == 0


def test_nothing_marked_loses_everything_and_says_what_was_missed():
    score = graded(CHAT_TASK, n01=[])
    assert score.score == 0
    assert score.figures["strict"] == {"precision": None, "recall": 0.0, "f1": None}
    assert len(errors(score)) == len(CHAT_TASK.notes[0].spans)


def test_a_note_nobody_looked_at_is_missing_whatever_is_marked_in_it():
    whole = text.key(CHAT_TASK)
    whole["notes"]["n01"]["done"] = False
    score = text.grade(CHAT_TASK, whole)
    assert score.score == 0
    assert only(score).verdict == "missing"


def test_the_whole_note_as_one_mark_earns_nothing():
    score = graded(CHAT_TASK, n01=[(CHAT, "health")])
    assert score.score == 0
    assert ("false", "text.false.whole") in errors(score)


NAME = note("客户张三先生（今年45岁）来电", ("张三", "name"), ("45", "age"))


@pytest.mark.parametrize(
    ("marked", "found", "cost"),
    [
        ("张三", "hit", 0),
        ("张三先生", "close", 0),
        ("客户张三", "close", 0),
        ("张三先生（", "close", 0),
        ("张", "close", 5),
        ("客户张三先生（今", "missed", 10),
    ],
)
def test_what_may_stand_around_a_name_costs_nothing(marked, found, cost):
    made = task(NAME)
    score = graded(made, n01=[(marked, "identity"), ("45", "identity")])
    first = only(score).details["marks"][0]
    if found == "missed":
        assert ("missed", "text.missed.name") in errors(score)
    else:
        assert (first["verdict"], first["cost"]) == (found, cost)


def test_an_age_with_its_unit_is_as_good():
    score = graded(task(NAME), n01=[("张三", "identity"), ("45岁", "identity")])
    assert score.score == 100
    assert only(score).verdict == "acceptable"
    assert score.figures["strict"]["recall"] == 0.5
    assert score.figures["overlap"]["recall"] == 1.0


PHRASE = "这位客户上个月刚做完髋关节手术，走不了路"


def test_where_a_phrase_begins_is_a_matter_of_taste_but_one_word_of_it_is_half():
    made = task(note(PHRASE, ("刚做完髋关节手术", "health", HEALTH)))
    assert graded(made, n01=[("做完髋关节手术", "health")]).score == 100
    slip = graded(made, n01=[("手术", "health")])
    assert slip.score == 50
    assert errors(slip) == [("close", "text.close.shorter")]


def test_a_person_within_a_mark_on_what_is_told_of_them_costs_half_and_is_named():
    made = task(
        note(
            "表姐手抖得厉害，端不住杯子，换带扶手的。",
            ("表姐", "relation", THIRD),
            ("手抖得厉害，端不住杯子", "health", {**HEALTH, **THIRD}),
            palette="classes",
        ),
        palette="classes",
    )
    score = graded(made, n01=[("表姐手抖得厉害，端不住杯子", "sensitive")])
    assert score.figures["cost"] == 2
    assert ("close", "text.close.covered") in errors(score)
    assert "missed" not in [verdict for verdict, _ in errors(score)]
    light = graded(made, n01=[("表姐手抖得厉害，端不住杯子", "personal")])
    assert light.figures["cost"] > 20


def test_a_child_within_a_lighter_mark_is_missed_and_so_is_whoever_is_under_a_whole_note():
    text_of_note = "小名豆豆，爱喝冰水，上周修过一次花洒，约好周五下午再来看看。"
    made = task(
        note(text_of_note, ("豆豆", "name", CHILD), ("爱喝冰水", "debt"), palette="classes"),
        palette="classes",
    )
    light = graded(made, n01=[("豆豆，爱喝冰水", "personal")])
    assert ("missed", "text.missed.child.called") in errors(light)
    whole = graded(made, n01=[(text_of_note, "sensitive")])
    assert whole.score == 0


def test_pieces_in_a_row_of_the_right_class_are_right_in_one_mark():
    made = task(
        note(
            "照片里有孩子的奖状，育才小学四年级。",
            ("孩子", "relation", CHILD),
            ("奖状", "child_detail", CHILD),
            ("育才小学四年级", "child_detail", CHILD),
            palette="classes",
        ),
        palette="classes",
    )
    score = graded(made, n01=[("孩子的奖状，育才小学四年级", "sensitive")])
    assert (score.score, only(score).verdict) == (100, "right")
    marks = only(score).details["marks"]
    assert [one["code"] for one in marks] == ["text.hit.joined"] * 3
    assert {one["expected_kind"] for one in marks} == {"sensitive"}


def test_parts_of_a_piece_and_several_pieces_in_one_are_acceptable():
    made = task(
        note("孩子坚果过敏，严重时喘不上气。", ("坚果过敏，严重时喘不上气", "health", HEALTH))
    )
    split = graded(made, n01=[("坚果过敏", "health"), ("严重时喘不上气", "health")])
    assert (split.score, only(split).verdict) == (100, "acceptable")
    made = task(note("母亲刘慧签的字", ("母亲", "relation", THIRD), ("刘慧", "name", THIRD)))
    joined = graded(made, n01=[("母亲刘慧", "identity")])
    assert (joined.score, only(joined).verdict) == (100, "acceptable")  # a word for a relation
    assert joined.figures["overlap"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0}


def test_two_marks_on_one_piece_are_not_paid_twice():
    made = task(note("住在平安路12号平安小区", ("平安路12号平安小区", "address")))
    score = graded(made, n01=[("平安路12号平", "address"), ("小区", "situation")])
    verdicts = [one["verdict"] for one in only(score).details["marks"]]
    assert sorted(verdicts) == ["close", "false"]


@pytest.mark.parametrize(
    ("kind", "more", "fine"),
    [
        ("health", HEALTH, "health"),
        ("religion", {"sensitive": "religion"}, "religion"),
        ("family", CHILD, "child_detail"),
        ("identity", THIRD, "name"),
        ("situation", {}, "debt"),
    ],
)
def test_a_missed_piece_has_words_rules_and_a_weight(kind, more, fine):
    made = task(note("前面一段，要找的内容在此，后面一段", ("要找的内容在此", fine, more)))
    finding = only(graded(made, n01=[]))
    (missed,) = finding.details["marks"]
    assert missed["expected_kind"] == kind
    assert missed["values"]["span"] == "要找的内容在此"
    assert all(citable(article) for article in finding.articles)
    assert finding.verdict == "under"


def test_missing_the_sensitive_children_and_third_persons_is_dearer():
    spans = note(
        "甲乙丙丁戊己庚辛",
        ("甲乙", "health", HEALTH),
        ("丙丁", "name", CHILD),
        ("戊己", "name", THIRD),
        ("庚辛", "name"),
    ).spans
    weights = [one.weight for one in spans]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == 4


def test_look_alikes_are_named_for_what_they_are():
    marked = [("400-000-1234", "contact"), ("ST-1009", "number")]
    whole = answer(CHAT_TASK, n01=marked)
    whole["notes"]["n01"]["marks"] += KEY["notes"]["n01"]["marks"]
    score = text.grade(CHAT_TASK, whole)
    assert errors(score) == [
        ("false", "text.false.hotline"),
        ("false", "text.false.model_number"),
    ]
    finding = only(score)
    assert finding.verdict == "over"
    assert finding.details["mistake"] == "look_alikes_marked"
    assert "text.mistake.look_alikes_marked" in [one.code for one in finding.notes]


def test_a_word_for_a_role_may_be_marked_or_not():
    made = task(note("客户张三要求退款", ("张三", "name")))
    score = graded(made, n01=[("客户", "identity"), ("张三", "identity")])
    assert (score.score, only(score).verdict) == (100, "acceptable")


def test_a_sensitive_piece_marked_too_lightly_costs_more_than_the_reverse():
    made = task(
        note("张三糖尿病", ("张三", "name"), ("糖尿病", "health", HEALTH), palette="classes"),
        palette="classes",
    )
    light = graded(made, n01=[("张三", "personal"), ("糖尿病", "personal")])
    nothing = graded(made, n01=[("张三", "personal")])
    assert light.score == nothing.score
    heavy = graded(made, n01=[("张三", "sensitive"), ("糖尿病", "sensitive")])
    assert light.score < heavy.score < 100
    assert (only(light).verdict, only(heavy).verdict) == ("under", "over")
    assert only(heavy).details["mistake"] == "all_sensitive"


def test_what_can_be_argued_is_accepted_and_said_to_be_a_judgement():
    made = task(note("孩子有哮喘，书包里带喷雾", ("有哮喘，书包里带喷雾", "child_detail", CHILD)))
    score = graded(made, n01=[("有哮喘，书包里带喷雾", "health")])
    assert (score.score, only(score).verdict) == (100, "acceptable")
    assert only(score).notes[0].code == "text.close.kind"
    assert score.summary[-1].code == "text.summary.judgement"


@pytest.mark.parametrize(
    ("piece", "kind", "sensitive"),
    [
        ("六点以后才到家", "whereabouts", "whereabouts"),
        ("早晚要上香", "religion", "religion"),
    ],
)
def test_what_is_only_inferred_from_habits_may_have_either_class(piece, kind, sensitive):
    one = note(f"张三{piece}", (piece, kind, {"sensitive": sensitive}), palette="classes")
    made = task(one, palette="classes")
    for chosen, verdict in (("sensitive", "right"), ("personal", "acceptable")):
        score = graded(made, n01=[(piece, chosen)])
        assert (score.score, only(score).verdict) == (100, verdict)
    assert only(score).notes[0].code == "text.close.kind"


@pytest.mark.parametrize(
    ("piece", "kind", "more"),
    [
        ("是穆斯林", "religion", {"sensitive": "religion"}),
        ("一个人在家到六点", "whereabouts", {"sensitive": "whereabouts", "subject": "child"}),
        ("糖尿病", "health", HEALTH),
    ],
)
def test_a_named_faith_an_illness_and_a_child_are_sensitive_beyond_doubt(piece, kind, more):
    made = task(note(f"张三{piece}", (piece, kind, more), palette="classes"), palette="classes")
    assert graded(made, n01=[(piece, "personal")]).score == 0


def test_a_habit_may_be_called_religion_or_family():
    made = task(note("孩子不吃猪肉", ("不吃猪肉", "religion", {"sensitive": "religion"})))
    assert graded(made, n01=[("不吃猪肉", "family")]).score == 100


def test_whom_it_is_about_counts_where_it_is_asked():
    one = note("保证人李芳欠款", ("李芳", "name", THIRD), asks_subject=True)
    made = task(one, asks_subject=True)
    assert graded(made, n01=[("李芳", "identity", "related_person")]).score == 100
    wrong = graded(made, n01=[("李芳", "identity", "customer")])
    assert errors(wrong) == [("wrong_subject", "text.wrong_subject.related_person")]
    assert only(wrong).details["mistake"] == "all_about_customer"
    unsaid = graded(made, n01=[("李芳", "identity", None)])
    assert errors(unsaid) == [("wrong_subject", "text.wrong_subject.none")]


def test_the_gravest_stands_first_in_the_summary():
    made = task(
        note("小明说甲乙丙，张三", ("小明", "nickname", CHILD), ("张三", "name"), key="n01"),
        note("糖尿病", ("糖尿病", "health", HEALTH), key="n02"),
    )
    codes = [one.code for one in graded(made, n01=[], n02=[]).summary]
    wanted = ["failed", "missed.child", "missed.sensitive", "missed.other"]
    assert codes[:4] == [f"text.summary.{code}" for code in wanted]


def test_a_mistake_shown_twice_is_in_the_summary():
    notes = [
        note(f"张三{n}糖尿病", (f"张三{n}", "name"), ("糖尿病", "health", HEALTH), key=f"n{n}")
        for n in (1, 2)
    ]
    made = task(*notes)
    score = graded(made, n1=[("张三1", "identity")], n2=[("张三2", "identity")])
    assert ("text.mistakes.health_not_seen", 2) in [
        (one.code, one.values.get("count")) for one in score.summary
    ]


def test_figures_by_kind_count_what_is_there_marked_and_found():
    score = graded(
        CHAT_TASK, n01=[("王磊", "identity"), ("糖尿病", "health"), ("400-000-1234", "contact")]
    )
    by_kind = score.figures["by_kind"]
    assert set(by_kind) == set(GROUPS)
    assert by_kind["identity"] == {
        "there": 3,
        "marked": 1,
        "strict": 1,
        "overlap": 1,
        "precision": 1.0,
        "recall": 0.3333,
        "f1": 0.5,
    }
    assert by_kind["contact"]["precision"] == 0.0
    assert by_kind["religion"]["f1"] is None
