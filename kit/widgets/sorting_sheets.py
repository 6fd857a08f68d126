"""Lays out the records of a sorting task, and the rows a decision rests on, for a view."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kit.law import citable, citation
from kit.widgets.engine import public_of
from kit.widgets.wording import in_language

Say = Callable[..., str]


BOOK_TABLES = {
    "schedule": "retention_schedule",
    "holds": "legal_holds",
    "register": "processing_register",
}
"""The books of the desk and the tables they are copied from."""

_BASES = ("contract", "consent", "statutory", "company", "legal_duty", "emergency", "none")
CODES: dict[tuple[str, str], tuple[str, ...]] = {
    ("retention_schedule", "counted_from"): ("event", "year_end"),
    ("retention_schedule", "basis"): _BASES,
    ("processing_register", "legal_basis"): (*_BASES, "legitimate_publication"),
    ("legal_holds", "covers"): ("all",),
}
"""Columns of the books that hold codes with the same meaning in every company."""

TELLING = ("title", "name", "purpose")
"""Columns that say in a few words what a record is about."""

CATEGORIES = (("archive_files", "category"), ("legal_holds", "covers"))
"""Columns that hold the category of papers: they are shown by its title in the schedule."""

RULE = ("retention_schedule", "rule")

HOLD, PARTNER = "hold", "partner"
SAID = ("action", "problem", "reason")
"""The parts of a decision, as a result names them."""


class Sheets:
    """Records and rows in one language; columns that many share are named once.

    Args:
        locale: Language of the view.
        say: Words of the view.
        schedule: The retention schedule, which says what a category of papers is called.

    Attributes:
        layouts: Names and titles of columns; records and facts say which they have.
    """

    def __init__(self, locale: str, say: Say, schedule: Mapping[str, Any] | None = None) -> None:
        self.locale = locale
        self.say = say
        self._categories = _categories(schedule)
        self.layouts: list[dict[str, list[str]]] = []
        self._places: dict[tuple[str, tuple[str, ...], bool], int] = {}

    def record(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Return a record with all else that is held about the person.

        Holds stay out: whether there is one, the hold register says to who looks.
        """
        names = [column["name"] for column in record["columns"]]
        titles = [column["title"] for column in record["columns"]]
        abouts = [column.get("about", "") for column in record["columns"]]
        title = in_language(record["title"], self.locale)
        table = record["table"]
        values = [self._told(table, one["name"], one["value"]) for one in record["columns"]]
        return {
            "key": record["key"],
            "title": title,
            "gist": _gist(dict(zip(names, values, strict=True)), title, record["customer"]),
            "customer": record["customer"],
            "table": table,
            "table_title": in_language(record["table_titles"], self.locale),
            "layout": self._layout(table, names, titles, abouts),
            "values": values,
            "facts": [self._fact(fact) for fact in record["facts"] if fact["role"] != HOLD],
        }

    def shown(self, value: Any) -> str:
        """Return a value as it stands in a table, an empty text where there is none.

        >>> Sheets("zh", lambda name: {"sort_yes": "是"}[name]).shown(True)
        '是'
        """
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.say("sort_yes" if value else "sort_no")
        return str(value)

    def entry(self, table: str, names: Sequence[str], row: Sequence[Any]) -> list[str]:
        """Return an entry of a book, its codes in words."""
        return [self._told(table, name, value) for name, value in zip(names, row, strict=True)]

    def _told(self, table: str, name: str, value: Any) -> str:
        if (table, name) == RULE and isinstance(value, str) and citable(value):
            return citation(value, self.locale)
        if (table, name) in CATEGORIES and value in self._categories:
            return self._categories[value]
        if value in CODES.get((table, name), ()):
            return self.say(f"sort_code_{value}")
        return self.shown(value)

    def _fact(self, fact: Mapping[str, Any]) -> dict[str, Any]:
        title = in_language(fact["title"], self.locale)
        return {
            "role": fact["role"],
            "table": fact["table"],
            "title": self.say("sort_partner") if fact["role"] == PARTNER else title,
            "layout": self._layout(fact["table"], fact["columns"], fact["titles"]),
            "rows": [self.entry(fact["table"], fact["columns"], row) for row in fact["rows"]],
        }

    def _layout(
        self, table: str, names: Sequence[str], titles: Sequence[Any], abouts: Sequence[Any] = ()
    ) -> int:
        shape = (table, tuple(names), bool(abouts))
        place = self._places.setdefault(shape, len(self.layouts))
        if place == len(self.layouts):
            said = in_language(titles, self.locale)
            told = [in_language(about, self.locale) for about in abouts]
            self.layouts.append({"names": list(names), "titles": said, "abouts": told})
        return place


class Reading:
    """What a view asks of a task again and again, read once: a long list takes its time.

    Args:
        task: A sorting task.
        locale: Language of the view.
        say: Words of the view.

    Attributes:
        records: The records by key.
        blank: The parts of a decision, nothing in them.
    """

    def __init__(self, task: Any, locale: str, say: Say) -> None:
        public = public_of(task)
        self.sheets = Sheets(locale, say, public["schedule"])
        self.blank: dict[str, None] = next(iter(task.template()[task.items].values()))
        self.records = {one["key"]: one for one in map(self.sheets.record, public["records"])}
        self._titles = {
            part: {one["code"]: in_language(one["titles"], locale) for one in public[f"{part}s"]}
            for part in SAID
        }
        self._tables, self._columns = _names_of(public, self.sheets, self.records.values())

    def offers(self, part: str, code: Any) -> bool:
        """Return whether a problem, an action or a reason of that code can be chosen."""
        return isinstance(code, str) and code in self._titles[part]

    def titles(self, part: str) -> dict[str, str]:
        """Return what the problems, the actions or the reasons are called, by code."""
        return self._titles[part]

    def title(self, part: str, code: str | None) -> str | None:
        """Return what a problem, an action or a reason is called, None if nothing was given."""
        return None if code is None else self._titles[part].get(code, code)

    def parts(self, decision: Mapping[str, Any]) -> list[str | None]:
        """Return the parts of a decision in words, the action first."""
        return [self.title(part, decision[part]) for part in SAID if part in decision]

    def evidence(self, fact: Mapping[str, Any]) -> dict[str, Any]:
        """Return rows that a decision rests on, under the titles their table has."""
        table = fact["table"]
        title = self._tables.get(table, table)
        return {
            "role": fact["role"],
            "table": table,
            "title": self.sheets.say("sort_partner") if fact["role"] == PARTNER else title,
            "names": list(fact["columns"]),
            "titles": [self._columns.get((table, name), name) for name in fact["columns"]],
            "rows": [self.sheets.entry(table, fact["columns"], row) for row in fact["rows"]],
            "decides": list(fact.get("decides", fact["columns"])),
        }


def _categories(schedule: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what each category of papers is called."""
    columns = list(schedule["columns"]) if schedule else []
    if not schedule or not {"category", "title"} <= set(columns):
        return {}
    code, title = columns.index("category"), columns.index("title")
    return {row[code]: row[title] for row in schedule["rows"]}


def _gist(values: Mapping[str, str], title: str, customer: str) -> str:
    """Return what a record is about: its name, or the first value its title does not tell."""
    told = [values.get(name, "") for name in TELLING] + list(values.values())
    return next((one for one in told if one and one not in title and one != customer), "")


def words_of(entries: Iterable[Mapping[str, Any]], locale: str, *kept: str) -> list[dict[str, Any]]:
    """Return code, title and explanation of what can be chosen, with other keys as they are."""
    return [
        {
            "code": one["code"],
            "title": in_language(one["titles"], locale),
            "about": in_language(one.get("about", ""), locale),
            **{name: one[name] for name in kept},
        }
        for one in entries
    ]


def _names_of(
    public: Mapping[str, Any], sheets: Sheets, records: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    tables: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for record in records:
        tables[record["table"]] = record["table_title"]
        for sheet in (record, *record["facts"]):
            if sheet.get("role") != PARTNER:  # its title says who these people are
                tables.setdefault(sheet["table"], sheet["title"])
            layout = sheets.layouts[sheet["layout"]]
            for name, title in zip(layout["names"], layout["titles"], strict=True):
                columns.setdefault((sheet["table"], name), title)
    for name, table in BOOK_TABLES.items():
        book = public[name]
        tables[table] = in_language(book["titles"], sheets.locale)
        said = in_language(book["titles_of_columns"], sheets.locale)
        columns |= {(table, name): title for name, title in zip(book["columns"], said, strict=True)}
    return tables, columns
