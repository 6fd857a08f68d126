"""A small sorting task of the shape that real ones have, and as long a list as one likes."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from fixture import both
from sorting_words import ACTIONS, KINDS, PROBLEMS, REASONS, TABLES, TITLES

from kit.classroom.store import Store
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Line, Report
from kit.widgets.engine import Engine
from kit.widgets.sort_out import SortOutLab


@dataclass(frozen=True)
class SortingTask:
    """Records of seven kinds in turn, as many as asked for."""

    exercise: str
    token: str
    count: int = 14
    asks: tuple[str, ...] = ("problem", "action", "reason")
    guided: bool = True
    lab: str = "sort_out"
    items: str = "records"

    def public(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            "titles": both(("移交前整理档案", "Sort the files before the transfer")),
            "intro": both(("买方周五来取清单。\n\n先整理。", "Friday.\n\nSort first.")),
            "objectives": [both(("先看保留，再看期限", "Holds first, then periods"))],
            "profile": "leasing",
            "profile_titles": both(("租赁公司", "Leasing company")),
            "deal_form": "business_sale",
            "difficulty": "practitioner",
            "minutes": 25,
            "guided": self.guided,
            "law": ["PIPL-47"],
            "hints": {"count": 2, "cost": 2},
            "pass_mark": 70,
            "variant": self.token,
            "deal": {
                "form": "business_sale",
                "titles": both(("业务转让", "Business sale")),
                "about": both(
                    (
                        "只卖业务和资产，出让方继续存在。",
                        "Only the business is sold; the seller lives on.",
                    )
                ),
                "signed_on": "2026-08-20",
                "closing_on": "2026-12-01",
                "transferor": both(("安途租赁", "Antu Leasing")),
                "transferee": both(("远行租赁", "Yuanxing Leasing")),
                "receiver": True,
            },
            "today": "2026-11-22",
            "asks": list(self.asks),
            "records": [self._record(place) for place in range(self.count)],
            **self._books(),
            "problems": [_entry(code, titles) for code, titles in PROBLEMS.items()],
            "actions": [_entry(code, titles) for code, titles in ACTIONS.items()],
            "reasons": [
                _entry(code, (zh, en)) | {"actions": [action]}
                for code, (zh, en, action) in REASONS.items()
            ],
            "answer_schema": {},
        }

    def template(self) -> dict[str, Any]:
        blank = dict.fromkeys(self.asks)
        records = {_key(place): dict(blank) for place in range(self.count)}
        return {"exercise": self.exercise, "variant": self.token, "records": records}

    def _record(self, place: int) -> dict[str, Any]:
        titles, table, values, _, _ = KINDS[place % len(KINDS)]
        return {
            "key": _key(place),
            "title": both(titles),
            "customer": _customer(place),
            "table": table,
            "table_titles": both(TABLES[table]),
            "columns": [
                {"name": name, "title": both(TITLES[name]), "value": value}
                for name, value in _values(place, table, values).items()
            ],
            "facts": _facts(place),
        }

    def _books(self) -> dict[str, Any]:
        held = [place for place in range(self.count) if KINDS[place % len(KINDS)][4] == "hold"]
        holds = [
            [f"BQ{place:06d}", _customer(place), "租金纠纷诉讼", "all", "2026-03-26", None]
            for place in held
        ]
        released = ["BQ900001", _customer(1), "税务检查", "all", "2024-09-09", "2025-06-27"]
        return {
            "schedule": {
                "titles": both(("保存期限表", "Retention schedule")),
                "columns": ["category", "title", "months", "counted_from", "event", "note"],
                "titles_of_columns": _pairs(
                    ("类别代码", "Category"),
                    ("资料名称", "Kind of papers"),
                    ("保存期（月）", "Months"),
                    ("起算方式", "Counted from"),
                    ("起算事件", "Event"),
                    ("说明", "Note"),
                ),
                "rows": [
                    ["lease", "租赁合同卷", 60, "event", "封卷", "公司规定，备诉讼时效内的争议"],
                    ["credit_check", "授信审查卷", 36, "event", "封卷", None],
                    ["voucher", "租金和押金凭证", 360, "year_end", "封卷", "公司暂定，请财务核对"],
                ],
            },
            "holds": {
                "titles": both(("保留登记簿", "Hold register")),
                "columns": [
                    "hold_id",
                    "customer_id",
                    "matter",
                    "covers",
                    "opened_on",
                    "released_on",
                ],
                "titles_of_columns": _pairs(
                    ("保留编号", "Hold number"),
                    ("客户编号", "Customer number"),
                    ("事由", "Matter"),
                    ("范围", "Covers"),
                    ("保留日期", "Opened on"),
                    ("解除日期", "Released on"),
                ),
                "rows": [*holds, released],
            },
            "register": {
                "titles": both(("处理活动登记", "Processing register")),
                "columns": ["purpose", "table_name", "legal_basis", "necessary"],
                "titles_of_columns": _pairs(
                    ("用途", "Purpose"),
                    ("数据表", "Table"),
                    ("合法性基础", "Legal basis"),
                    ("是否必要", "Necessary"),
                ),
                "rows": [
                    ["签订和履行租赁合同", "customers", "contract", True],
                    ["新车推荐", "consent_uses", "consent", False],
                ],
            },
        }


class SortingEngine(Engine):
    """One exercise with a list of any length.

    Args:
        count: How many records the list has.
    """

    def __init__(
        self,
        count: int = 14,
        asks: tuple[str, ...] = SortingTask.asks,
        guided: bool = True,
    ) -> None:
        self.count, self.asks, self.guided = count, asks, guided

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        return [
            {
                "id": "first",
                "titles": both(("移交前整理档案", "Sort the files before the transfer")),
                "profile_titles": both(("租赁公司", "Leasing company")),
                "difficulty": "practitioner",
                "guided": self.guided,
                "minutes": 25,
            }
        ]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> SortingTask:
        token = f"{exercise}-{trainee[:4]}-{seed}"
        return SortingTask(exercise, token, self.count, self.asks, self.guided)

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return [
            both(("先查保留登记簿。", "Look into the hold register first.")),
            both(("再算期限。", "Then reckon the period.")),
        ]

    def key(self, task: SortingTask) -> dict[str, Any]:
        records = {_key(place): _right(task, place) for place in range(task.count)}
        return task.template() | {"records": records}

    def grade(self, task: SortingTask, answer: Any) -> Score:
        findings = tuple(
            _finding(task, place, answer["records"][_key(place)]) for place in range(task.count)
        )
        right = sum(finding.severity == "ok" for finding in findings)
        score = round(100 * right / len(findings), 1)
        summary = (Message("x.outcome", {}, "ok"), Message("x.danger", {}, "danger"))
        figures = {"kappa": 0.5, "accuracy": right / len(findings)}
        return Score(task.exercise, task.lab, score, 70, figures, findings, summary)

    def report(self, score: Score, locale: str) -> Report:
        items = tuple(
            ItemReport(one.item, one.item, one.verdict, one.severity, ("因为……",), ())
            for one in score.findings
        )
        danger = Line("有一条在法律保留之下，你的决定会把它删掉。", "danger")
        figures = (("kappa", f"{score.figures['kappa']:.2f}", "一致程度"),)
        return Report("结果出来了", (danger,), figures, (("",),), items)


def open_long_list(count: int = 2000, locale: str = "zh", guided: bool = False) -> SortOutLab:
    """Return the lab over a list of that length, its records in a folder of its own."""
    store = Store(Path(tempfile.mkdtemp()) / "records.sqlite")
    lab = SortOutLab(locale=locale, store=store, engine=SortingEngine(count, guided=guided))
    lab.enter("林晓")
    return lab


def _key(place: int) -> str:
    return f"r{place + 1:02d}"


def _customer(place: int) -> str:
    return f"KH{270000000 + 7919 * place}"


def _entry(code: str, titles: tuple[str, str]) -> dict[str, Any]:
    return {"code": code, "titles": both(titles), "about": both(titles)}


def _pairs(*titles: tuple[str, str]) -> list[dict[str, str]]:
    return [both(pair) for pair in titles]


def _values(place: int, table: str, values: dict[str, Any]) -> dict[str, Any]:
    if table == "archive_files":
        return {"file_id": f"DA{place:05d}", **values, "place": "二楼档案室 B 区"}
    if table == "customers":
        return {**values, "registered_on": "2020-06-18", "employer": None}
    return values


def _facts(place: int) -> list[dict[str, Any]]:
    contracts = [
        [f"ZL-{place:05d}", "2019-03-02", "2023-04-30"],
        [f"ZL-{place:05d}B", "2023-05-01", "2027-04-30"],
    ]
    held = ["hold_id", "customer_id"]
    return [
        _fact("hold", "legal_holds", held, [["BQ0", _customer(place)]]),
        _fact("contracts", "contracts", ["contract_no", "start_date", "end_date"], contracts),
        _fact(
            "consents",
            "consents",
            ["purpose", "given_on", "withdrawn_on"],
            [["新车推荐", "2021-02-01", "2026-05-11"]],
        ),
        _fact(
            "notices",
            "transfer_notices",
            ["sent_on", "channel", "delivered"],
            [["2026-10-09", "挂号信", True]],
        ),
        _fact(
            "partner",
            "customers",
            ["customer_id", "name", "mobile", "address", "registered_on"],
            [[_customer(place + 50), "吴晓燕", "15430011220", "上海市闵行区", "2018-04-02"]],
        ),
    ]


def _fact(role: str, table: str, columns: list[str], rows: list[list[Any]]) -> dict[str, Any]:
    return {
        "role": role,
        "table": table,
        "title": both(TABLES[table]),
        "columns": columns,
        "titles": [both(TITLES[name]) for name in columns],
        "rows": rows,
    }


def _right(task: SortingTask, place: int) -> dict[str, Any]:
    parts = dict(zip(SortingTask.asks, KINDS[place % len(KINDS)][3], strict=True))
    return {part: parts[part] for part in task.asks}


def _rests_on(place: int) -> list[dict[str, Any]]:
    _, table, values, _, on = KINDS[place % len(KINDS)]
    full = _values(place, table, values)
    if on == "hold":
        columns = ["customer_id", "matter", "opened_on"]
        row = [_customer(place), "租金纠纷诉讼", "2026-03-26"]
        return [{"role": "hold", "table": "legal_holds", "columns": columns, "rows": [row]}]
    if on == "period":
        period = {
            "role": "period",
            "table": "retention_schedule",
            "columns": ["category", "months"],
            "rows": [["credit_check", 36]],
        }
        closed = {"columns": ["closed_on"], "rows": [[full["closed_on"]]]}
        return [{"role": "record", "table": table, **closed}, period]
    for fact in _facts(place):
        if fact["role"] == on:
            kept = ("role", "table", "columns", "rows")
            return [{name: fact[name] for name in kept}]
    return [{"role": "record", "table": table, "columns": list(full), "rows": [[*full.values()]]}]


def _finding(task: SortingTask, place: int, given: dict[str, Any]) -> Finding:
    right = _right(task, place)
    if any(part is None for part in given.values()):
        verdict, severity = "missing", "danger"
    elif given == right:
        verdict, severity = "right", "ok"
    elif given.get("action") == "delete":
        verdict, severity = "over", "danger"
    else:
        verdict, severity = "under", "warn"
    details = {
        "expected": right,
        "chosen": dict(given),
        "also_accept": ["hand_over"] if right.get("action") == "keep" else [],
        "rests_on": _rests_on(place),
        "mistake": None,
    }
    return Finding(_key(place), verdict, severity, f"x.{verdict}", {}, ("PIPL-47",), (), details)
