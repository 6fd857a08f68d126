"""Hand-made notes and tasks of the lab "find in text" for tests."""

from dataclasses import replace

from kit.labs.text.articles import articles_of
from kit.labs.text.bounds import core
from kit.labs.text.explain import span_values
from kit.labs.text.judging import weight
from kit.labs.text.misreadings import misread
from kit.labs.text.palette import accepted, accepted_subjects, is_inferred
from kit.labs.text.task import LookAlike, Note, Span, Task

CHANNEL = {"zh": "在线聊天", "en": "Chat"}


def span(text, piece, kind, *, palette="groups", sensitive=None, subject="customer", masked=False):
    """Return the span of a piece where it first stands in a text."""
    start = text.index(piece)
    inferred = is_inferred(kind, piece)
    right = accepted(palette, kind, sensitive, subject, masked=masked, inferred=inferred)
    return Span(
        start=start,
        end=start + len(piece),
        core=core(text, start, start + len(piece)),
        text=piece,
        kind=kind,
        accepted=right,
        subject=subject,
        subjects=accepted_subjects(kind, subject, None, school=False),
        sensitive=sensitive,
        masked=masked,
        weight=weight(kind, sensitive, subject),
        articles=articles_of(kind, sensitive, subject, masked=masked),
        values=span_values(piece, kind, right[0], subject),
    )


def note(text, *pieces, key="n01", look_alikes=(), palette="groups", asks_subject=False):
    """Return a note; each piece is (text, kind) or (text, kind, {more})."""
    spans = [
        span(text, one[0], one[1], palette=palette, **(one[2] if len(one) > 2 else {}))
        for one in pieces
    ]
    alike = [
        LookAlike(text.index(piece), text.index(piece) + len(piece), kind)
        for piece, kind in look_alikes
    ]
    made = Note(
        key=key,
        channel="chat",
        channel_titles=CHANNEL,
        written_at="2026-05-03 10:22",
        about=None,
        text=text,
        spans=tuple(sorted(spans, key=lambda one: one.start)),
        look_alikes=tuple(alike),
        origin=key,
    )
    return replace(made, misread=misread(made, palette, asks_subject=asks_subject))


def task(*notes, palette="groups", asks_subject=False):
    """Return a task of these notes."""
    return Task(
        exercise="made-up",
        lab="find_in_text",
        head={},
        pass_mark=75,
        token="abc",
        locale="zh",
        palette=palette,
        asks_subject=asks_subject,
        notes=notes,
    )


def answer(made, **marks):
    """Return an answer: for each note a list of (piece, kind) or (piece, kind, subject)."""
    whole = made.template()
    texts = {one.key: one.text for one in made.notes}
    for key, pieces in marks.items():
        found = []
        for piece in pieces:
            start = texts[key].index(piece[0])
            mark = {"start": start, "end": start + len(piece[0]), "kind": piece[1]}
            if made.asks_subject:
                mark["subject"] = piece[2]
            found.append(mark)
        whole["notes"][key] = {"marks": found, "done": True}
    return whole


HEALTH = {"sensitive": "medical_health"}
CHILD = {"sensitive": "minor_under_14", "subject": "child"}
THIRD = {"subject": "related_person"}

CHAT = (
    "客户：我是王磊😂，手机１５４０００１２３４５\n"
    "客服：王先生您好🙏\n"
    "客户：母亲糖尿病，这周住院，找我表姐李芳\n"
    "客服：可以打 400-000-1234 咨询，型号 ST-1009"
)


def chat_note(**more):
    """Return a chat with emoji, full-width digits, line breaks and look-alikes."""
    return note(
        CHAT,
        ("王磊", "name"),
        ("１５４０００１２３４５", "phone"),
        ("王先生", "nickname"),
        ("母亲", "relation", THIRD),
        ("糖尿病", "health", {**HEALTH, **THIRD}),
        ("住院", "health", {**HEALTH, **THIRD}),
        ("表姐", "relation", THIRD),
        ("李芳", "name", THIRD),
        look_alikes=(("400-000-1234", "hotline"), ("ST-1009", "model_number")),
        **more,
    )
