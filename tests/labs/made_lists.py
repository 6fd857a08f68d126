"""Small sorting tasks made by hand, for tests of the grader."""

from datetime import date

from hypothesis import strategies as st

from kit.customers.duties import CHOICES, DEALS, Case, decide
from kit.customers.duties.rules import DELETION
from kit.labs.sorting.books import Book
from kit.labs.sorting.pool import Candidate, problems
from kit.labs.sorting.task import ALL_PROBLEMS, Record, Task, Value

DAY = date(2026, 9, 30)
WORDS = {"zh": "客户", "en": "Customers"}
EMPTY = Book("legal_holds", WORDS, ("customer_id",), (WORDS,), ())
ASKS = st.sampled_from([("problem", "action"), ("action",), ("problem", "action", "reason")])

cases = st.builds(Case, **{name: st.sampled_from(values) for name, values in CHOICES.items()})


def candidate(case, form, number=1, **more):
    decision = decide(case, form, DAY)
    return Candidate(
        **{
            "table": "customers",
            "row": number,
            "column": "name",
            "customer": f"K{number}",
            "partner": None,
            "kind": case.kind,
            "problems": problems(case.kind, decision),
            "decision": decision,
            "child": case.child,
            "grounds": frozenset(duty.reason for duty in DELETION if duty.when(case, form)),
            **more,
        }
    )


def record(truth, number=1):
    return Record(
        key=f"r{number:02}",
        title={"zh": f"客户 K{number}", "en": f"Customers K{number}"},
        table_titles=WORDS,
        values=(Value("name", WORDS, WORDS, "某人"),),
        facts=(),
        truth=truth,
        rests_on=(),
    )


def task(some_cases, form="merger", asks=("problem", "action", "reason")):
    records = [
        record(candidate(case, form, number), number) for number, case in enumerate(some_cases, 1)
    ]
    return Task(
        exercise="made",
        lab="sort_out",
        head={},
        pass_mark=80,
        token="token",
        asks=asks,
        deal={"form": form},
        form=form,
        today="2026-09-30",
        records=tuple(records),
        schedule=EMPTY,
        holds=EMPTY,
        register=EMPTY,
        kinds=ALL_PROBLEMS,
    )


def tasks(least=1, most=12):
    several = st.lists(cases, min_size=least, max_size=most)
    return st.builds(task, several, st.sampled_from(DEALS), ASKS)


@st.composite
def answered(draw):
    made = draw(tasks())
    answer = made.template()
    for one in answer["records"].values():
        for part in made.asks:
            one[part] = draw(st.sampled_from((*made.codes(part), None)))
    return made, answer
