"""A value in the field of another: swapped, misplaced, a third party's, or a company's."""

import numpy as np

from kit.customers import columns as col
from kit.customers.flaws.context import Change, Context, Spot
from kit.customers.flaws.labels import of_all, of_source
from kit.customers.flaws.sections import Misplaced
from kit.customers.grown import Cell
from kit.seeding import Rows


def spots(context: Context) -> list[Spot]:
    """Return the rows that have both values."""
    wrong = context.config.wrong_column
    found = [_misplaced(context, one) for one in wrong.misplaced]
    found += [_swapped(context, *pair) for pair in wrong.swapped]
    found += [_third_party(context, one) for one in wrong.third_party]
    return found + [_company(context, column) for column in wrong.company]


def _misplaced(context: Context, one: Misplaced) -> Spot:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        labels = of_source(context, one.value, rows, rows)
        return [Change(one.into, rows, context.values(one.value, rows), labels=labels)]

    return Spot(one.into, _with_values(context, one.value), edit)


def _swapped(context: Context, first: str, second: str) -> Spot:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        a, b = context.values(first, rows), context.values(second, rows)
        was, is_now = (of_source(context, one, rows, rows) for one in (first, second))
        return [Change(first, rows, b, labels=is_now), Change(second, rows, a, labels=was)]

    return Spot(first, _with_values(context, first, second), edit)


def _third_party(context: Context, one: Misplaced) -> Spot:
    table = one.value.partition(".")[0]
    rows, whose = context.first(table)
    present = ~col.is_null(context.values(one.value, rows))
    source = np.full(len(context.flawed), -1, np.int64)
    source[whose[present]] = rows[present]

    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        value = context.values(one.value, source[places])
        labels = of_source(context, one.value, source[places], rows)
        return [Change(one.into, rows, value, labels=labels)]

    return Spot(one.into, context.flawed[whose[present]], edit)


def _company(context: Context, column: str) -> Spot:
    def edit(context: Context, rows: Rows, places: Rows) -> list[Change]:
        names = context.word(context.companies(), "company", places)
        label = of_all(rows, Cell.made(None, "company", "company_information", personal=False))
        return [Change(column, rows, names, labels=label)]

    return Spot(column, _with_values(context, column), edit)


def _with_values(context: Context, *columns: str) -> Rows:
    rows = context.rows(columns[0].partition(".")[0])
    for column in columns:
        rows = rows[~col.is_null(context.values(column, rows))]
    return rows
