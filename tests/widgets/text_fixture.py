"""Small text exercises whose notes hold what is hard to count: emoji, rare signs, line breaks."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from kit.labs import text as lab
from kit.labs.text.articles import articles_of
from kit.labs.text.bounds import core
from kit.labs.text.explain import span_values
from kit.labs.text.judging import weight
from kit.labs.text.misreadings import misread
from kit.labs.text.palette import accepted, accepted_subjects
from kit.labs.text.task import LookAlike, Note, Span, Task
from kit.widgets.engine import Engine

CHAT = {"zh": "在线聊天", "en": "Chat"}
CALL = {"zh": "客服来电", "en": "Call"}
VISIT = {"zh": "上门记录", "en": "Home visit"}
# channel, text, [(piece, kind, sensitive category, whom it is about)], look-alikes
ZH = (
    (
        CALL,
        "王芳（154 4370 0369）来电，热水器👨‍👩‍👧‍👦不出热水，约周三上门。",
        [("王芳", "name", None, "customer"), ("154 4370 0369", "phone", None, "customer")],
        [],
    ),
    (
        CHAT,
        "客户：我在市人民医院陪床，找我姐夫就行\n客服：好的🙏🏽\n客户：他叫𠮷田浩，15457509095",
        [
            ("在市人民医院陪床", "whereabouts", "whereabouts", "customer"),
            ("姐夫", "relation", None, "related_person"),
            ("𠮷田浩", "name", None, "related_person"),
            ("15457509095", "phone", None, "related_person"),
        ],
        [],
    ),
    (VISIT, "型号 QW-3300 换了阀芯，热线 400-0455-118 已贴在机身。", [], ["400-0455-118"]),
    (
        CALL,
        "José 的女儿五岁，对胶味过敏 🇨🇳；保修单寄长桥路 39 号。",
        [
            ("José", "name", None, "customer"),
            ("五岁", "age", "minor_under_14", "child"),
            ("对胶味过敏", "health", "medical_health", "child"),
            ("长桥路 39 号", "partial_address", None, "customer"),
        ],
        [],
    ),
)
EN = (
    (
        CALL,
        "Nora Whitlock (154 4370 0369) called: the heater 👨‍👩‍👧‍👦 gives no hot water.",
        [("Nora Whitlock", "name", None, "customer"), ("154 4370 0369", "phone", None, "customer")],
        [],
    ),
    (
        CHAT,
        "Customer: I am at the city hospital this week, ask my brother-in-law\nAgent: sure 🙏🏽",
        [
            ("at the city hospital this week", "whereabouts", "whereabouts", "customer"),
            ("my brother-in-law", "relation", None, "related_person"),
        ],
        [],
    ),
    (VISIT, "Model QW-3300: new valve. Hotline 400-0455-118 is on the case.", [], ["400-0455-118"]),
    (
        CALL,
        "José's daughter, five, is allergic to the glue 🇨🇳.",
        [
            ("José", "name", None, "customer"),
            ("five", "age", "minor_under_14", "child"),
            ("allergic to the glue", "health", "medical_health", "child"),
        ],
        [],
    ),
)
HEAD = {
    "titles": {"zh": "数据室里的客服记录", "en": "Service notes for the data room"},
    "intro": {"zh": "周三买方进数据室。\n\n请先标出。", "en": "Wednesday.\n\nMark first."},
    "objectives": [{"zh": "看出谁在文字里", "en": "See who is in the words"}],
    "profile": "leasing",
    "profile_titles": {"zh": "租赁公司", "en": "Leasing company"},
    "deal_form": "business_sale",
    "difficulty": "foundation",
    "minutes": 15,
    "law": ["PIPL-4"],
    "hints": {"count": 1, "cost": 2},
}
EXERCISES = {"groups": 4, "practice": 4, "people": 4, "long": 2000}


@lru_cache(maxsize=16)
def notes(locale: str, count: int, palette: str, asks_subject: bool) -> tuple[Note, ...]:
    """Return so many notes, the four above again and again."""
    samples = ZH if locale == "zh" else EN
    made = [_note(n, palette, asks_subject, *sample) for n, sample in enumerate(samples)]
    return tuple(
        replace(made[n % len(made)], key=f"n{n + 1:02}", origin=f"JL{n:09}") for n in range(count)
    )


def _note(
    number: int,
    palette: Any,
    asks_subject: bool,
    channel: Any,
    text: str,
    found: Any,
    alike: Any,
) -> Note:
    spans = tuple(_span(text, palette, *one) for one in found)
    looks = tuple(
        LookAlike(text.index(piece), text.index(piece) + len(piece), "hotline") for piece in alike
    )
    note = Note(
        key=f"n{number + 1:02}",
        channel="call_centre",
        channel_titles=channel,
        written_at="2026-09-24 11:52",
        about=None,
        text=text,
        spans=spans,
        look_alikes=looks,
        origin=f"JL{number:09}",
    )
    return replace(note, misread=misread(note, palette, asks_subject=asks_subject))


def _span(text: str, palette: Any, piece: str, kind: str, sensitive: str | None, whom: str) -> Span:
    start = text.index(piece)
    end = start + len(piece)
    masked = kind.startswith("partial")
    right = accepted(palette, kind, sensitive, whom, masked=masked)
    return Span(
        start=start,
        end=end,
        core=core(text, start, end),
        text=piece,
        kind=kind,
        accepted=right,
        subject=whom,
        subjects=accepted_subjects(kind, whom, None, school=False),
        sensitive=sensitive,
        masked=masked,
        weight=weight(kind, sensitive, whom),
        articles=articles_of(kind, sensitive, whom, masked=masked),
        values=span_values(piece, kind, right[0], whom),
    )


class TextEngine(Engine):
    """Exercises over fixed notes: groups, guided practice, with people, and a very long one."""

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        names = ("titles", "profile_titles", "difficulty", "minutes")
        shown = {name: HEAD[name] for name in names}
        return [{"id": name, "guided": name == "practice", **shown} for name in EXERCISES]

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return [{"zh": "先问：说的是谁？", "en": "Ask first: about whom?"}]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> Task:
        return Task(
            exercise=exercise,
            lab="find_in_text",
            head=HEAD | {"guided": exercise == "practice"},
            pass_mark=70,
            token=f"{exercise}-{trainee[:4]}-{seed}",
            locale=locale,
            palette="groups",
            asks_subject=exercise == "people",
            notes=notes(locale, EXERCISES[exercise], "groups", exercise == "people"),
        )

    def grade(self, task: Task, answer: Any) -> Any:
        return lab.grade(task, answer)

    def key(self, task: Task) -> dict[str, Any]:
        return lab.key(task)

    def report(self, score: Any, locale: str) -> Any:
        return lab.render(score, locale)
