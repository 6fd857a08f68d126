"""Simple strategies, and the usual mistakes of people who give out tables."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kit.labs.release.judging import Judged
from kit.labs.release.levels import EXACT, OUT
from kit.labs.release.task import Column, Task
from kit.labs.variants import Dice

Answer = dict[str, Any]
Public = Mapping[str, Any]

# What a scanner of column titles takes for personal, in either language.
KEYWORDS = (
    *("姓名", "号", "手机", "电话", "证", "微信", "邮箱", "地址", "住址", "openid"),
    *("name", "number", "phone", "mobile", "identity", "wechat", "mail", "address", "id"),
)


def _release_nothing(task: Task, _: Dice) -> Answer:
    return _answer(task, lambda column: OUT)


def _everything_exact(task: Task, _: Dice) -> Answer:
    return _answer(task, lambda column: EXACT)


def _drop_names_only(task: Task, _: Dice) -> Answer:
    return _answer(task, lambda column: OUT if column["kind"] == "name" else EXACT)


def _coarsest_everything(task: Task, _: Dice) -> Answer:
    return _answer(task, lambda column: _released(column)[-1])


def _keyword_scanner(task: Task, _: Dice) -> Answer:
    def level(column: Public) -> str:
        titles = " ".join(column["titles"].values()).lower()
        return OUT if any(word in titles for word in KEYWORDS) else EXACT

    return _answer(task, level)


def _random(task: Task, dice: Dice) -> Answer:
    return _answer(task, lambda column: dice.pick(column["levels"])["code"])


def _needs_at_least(task: Task, _: Dice) -> Answer:
    return _with_needs(task, lambda column: column.useful[-1])


def _needs_at_most(task: Task, _: Dice) -> Answer:
    return _with_needs(task, lambda column: column.useful[0])


def _first_at_most(task: Task, _: Dice) -> Answer:
    return _with_needs(task, lambda column: column.useful[0 if column.key == task.first else -1])


STRATEGIES: Mapping[str, Callable[[Task, Dice], Answer]] = {
    "release_nothing": _release_nothing,
    "everything_exact": _everything_exact,
    "drop_names_only": _drop_names_only,
    "coarsest_everything": _coarsest_everything,
    "keyword_scanner": _keyword_scanner,
    "needs_at_least": _needs_at_least,
    "needs_at_most": _needs_at_most,
    "first_at_most": _first_at_most,
    "random": _random,
}
"""What somebody may do without looking at purpose or groups.

The last three before ``random`` know more than a trainee can see: which columns serve the purpose,
and from which level on. Without weighing the columns against each other even that does not pass.
"""


def _codes_are_anonymous(column: Column, _: Task) -> str | None:
    """Keep a number as a code: nobody can read a hash."""
    return "hashed" if "hashed" in column.levels else None


def _masked_is_anonymous(column: Column, _: Task) -> str | None:
    """Keep the last digits: the rest is covered."""
    return "tail" if "tail" in column.levels else None


def _names_out_is_enough(column: Column, _: Task) -> str | None:
    """Keep every number: only the name says who it is."""
    return EXACT if column.kind in ("code", "phone") else None


def _date_harmless(column: Column, _: Task) -> str | None:
    """Keep days: a date is not a name."""
    return EXACT if column.kind in ("birth", "date") else None


def _place_harmless(column: Column, _: Task) -> str | None:
    """Keep the district: it holds hundreds of thousands of people."""
    return "district" if column.kind == "place" else None


def _ordinary_harmless(column: Column, _: Task) -> str | None:
    """Keep what is no secret: sex, occupation, school."""
    plain = column.kind in ("category", "text") and not column.sensitive
    return EXACT if plain and not column.needed else None


def _just_in_case(column: Column, _: Task) -> str | None:
    """Keep a coarse version of what nobody asked for."""
    coarse = column.levels[-2]
    return coarse if coarse != EXACT and not column.needed and not column.identifier else None


def _more_is_safer(column: Column, _: Task) -> str | None:
    """Leave out what the purpose needs."""
    return OUT if column.needed and not column.optional else None


def _least_is_enough(column: Column, task: Task) -> str | None:
    """Bring every column down to what the purpose can just do with, whatever it asks first."""
    least = column.useful[-1]
    return least if column.needed and column.finer(task.best[column.key], least) else None


Held = Callable[[Column, Task], str | None]
_HELD: Mapping[str, Held] = {
    "codes_are_anonymous": _codes_are_anonymous,
    "masked_is_anonymous": _masked_is_anonymous,
    "names_out_is_enough": _names_out_is_enough,
    "date_harmless": _date_harmless,
    "place_harmless": _place_harmless,
    "ordinary_harmless": _ordinary_harmless,
    "just_in_case": _just_in_case,
    "more_is_safer": _more_is_safer,
    "least_is_enough": _least_is_enough,
}


def _shown(held: Held, column: Column, task: Task) -> str | None:
    """Return the level that somebody with a misconception gives a column, if it is wrong."""
    level = held(column, task)
    wrong = level is not None and (level not in column.useful or held is _least_is_enough)
    return level if wrong else None


def _mistake(held: Held) -> Callable[[Task], Mapping[str, Any]]:
    def wrong(task: Task) -> Mapping[str, Any]:
        levels = ((column.key, _shown(held, column, task)) for column in task.columns)
        return {key: {"level": level} for key, level in levels if level is not None}

    return wrong


MISTAKES: Mapping[str, Callable[[Task], Mapping[str, Any]]] = {
    name: _mistake(held) for name, held in _HELD.items()
}
"""Misconceptions, the most specific first."""


def mistake_of(task: Task, judged: Judged) -> str | None:
    """Return the misconception that a wrong level shows, if any."""
    if judged.verdict in ("right", "acceptable") or judged.chosen is None:
        return None
    names = (n for n, held in _HELD.items() if _shown(held, judged.column, task) == judged.chosen)
    return next(names, None)


def _with_needs(task: Task, level: Callable[[Column], str]) -> Answer:
    answer = task.template()
    for column in task.columns:
        answer[task.items][column.key] = {"level": level(column) if column.needed else OUT}
    return answer


def _answer(task: Task, level: Callable[[Public], str]) -> Answer:
    public = task.public()
    answer = task.template()
    for column in public["columns"]:
        answer[task.items][column["key"]] = {"level": level(column)}
    return answer


def _released(column: Public) -> list[str]:
    codes: Iterable[str] = (level["code"] for level in column["levels"])
    return [code for code in codes if code != OUT]
