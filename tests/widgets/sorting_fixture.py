"""A small sorting task of the shape that real ones have, and as long a list as one likes."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from fixture import both

from kit.classroom.store import Store
from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Line, Report
from kit.widgets.engine import Engine
from kit.widgets.sort_out import SortOutLab

ACTIONS = {
    "keep": ("照常保留", "Keep"),
    "correct": ("更正", "Correct"),
    "merge": ("合并", "Merge"),
    "restrict": ("限制处理", "Restrict"),
    "delete": ("删除", "Delete"),
    "hand_over": ("移交", "Hand over"),
    "hold": ("法律保留", "Hold for law"),
}
PROBLEMS = {
    "none": ("没有问题", "Nothing wrong"),
    "duplicate": ("重复记录", "Duplicate"),
    "wrong_format": ("格式错误", "Wrong format"),
    "retention_expired": ("超过保存期限", "Kept past its period"),
    "consent_withdrawn": ("撤回后仍在使用", "Used after withdrawal"),
    "test_record": ("测试数据", "Test record"),
    "legal_hold": ("法律保留", "Legal hold"),
}
REASONS = {
    "separate_consent": ("本人单独同意移交", "The person agreed to the handover", "hand_over"),
    "no_separate_consent": ("没有单独同意，先留下", "No separate consent yet", "keep"),
    "same_person": ("同一个人", "The same person", "merge"),
    "stays": ("留下的要准确", "What stays has to be right", "correct"),
    "period_over": ("保存期限已满", "The period is over", "delete"),
    "consent_withdrawn": ("同意已撤回", "Consent withdrawn", "delete"),
    "test_record": ("测试记录", "A test record", "delete"),
    "hold_open": ("法律保留未解除", "An open legal hold", "hold"),
    "kept_by_law": ("法定保存期未满", "A period set by law still runs", "restrict"),
}
TITLES = {
    "file_id": ("卷宗号", "File number"),
    "customer_id": ("客户编号", "Customer number"),
    "category": ("类别代码", "Category"),
    "title": ("卷宗名称", "Title"),
    "opened_on": ("立卷日期", "Opened on"),
    "closed_on": ("封卷日期", "Closed on"),
    "disposal_on": ("计划销毁日", "Disposal on"),
    "place": ("存放地点", "Place"),
    "name": ("姓名", "Name"),
    "mobile": ("手机号", "Mobile number"),
    "address": ("现住址", "Present address"),
    "registered_on": ("建档日期", "Registered on"),
    "employer": ("工作单位", "Employer"),
    "purpose": ("事项", "Purpose"),
    "given_on": ("同意日期", "Given on"),
    "withdrawn_on": ("撤回日期", "Withdrawn on"),
    "used_on": ("使用日期", "Used on"),
    "channel": ("渠道", "Channel"),
    "contract_no": ("合同号", "Contract"),
    "start_date": ("起租日", "Start"),
    "end_date": ("到期日", "End"),
    "delivered": ("是否送达", "Delivered"),
    "sent_on": ("发出日期", "Sent on"),
    "hold_id": ("保留编号", "Hold number"),
}
TABLES = {
    "archive_files": ("归档卷宗", "Archive files"),
    "customers": ("客户", "Customers"),
    "consent_uses": ("同意的使用", "Uses of consents"),
    "consents": ("同意书", "Consents"),
    "legal_holds": ("保留登记簿", "Hold register"),
    "contracts": ("合同", "Contracts"),
    "transfer_notices": ("移交告知", "Transfer notices"),
}
CLOSED = {"opened_on": "2019-03-02", "closed_on": "2023-04-30"}
# title, table, values, problem, action, reason, what it rests on
KINDS = (
    (
        ("房屋租赁合同卷", "Flat lease file"),
        "archive_files",
        {"category": "lease", "title": "房屋租赁合同卷", **CLOSED, "disposal_on": "2026-12-10"},
        ("legal_hold", "hold", "hold_open"),
        "hold",
    ),
    (
        ("授信审查卷", "Credit check file"),
        "archive_files",
        {"category": "credit_check", "title": "授信审查卷", **CLOSED, "disposal_on": "2030-01-01"},
        ("retention_expired", "delete", "period_over"),
        "period",
    ),
    (
        ("第二份客户档案", "A second customer file"),
        "customers",
        {"name": "吴晓燕", "mobile": "15430011220", "address": "上海市闵行区莲花南路 1158 弄 6 号"},
        ("duplicate", "merge", "same_person"),
        "partner",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {
            "name": "何建国",
            "mobile": "１５４３００８８７１",
            "address": "昆山市前进东路 88 号",
        },
        ("wrong_format", "correct", "stays"),
        "record",
    ),
    (
        ("短信推送记录", "A text message sent"),
        "consent_uses",
        {"purpose": "新车推荐", "used_on": "2026-09-03", "channel": "短信"},
        ("consent_withdrawn", "delete", "consent_withdrawn"),
        "consents",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {"name": "测试 01", "mobile": "15400000001", "address": "测试路 1 号"},
        ("test_record", "delete", "test_record"),
        "record",
    ),
    (
        ("客户档案", "Customer file"),
        "customers",
        {"name": "林佩珊", "mobile": "15432210098", "address": "苏州市姑苏区平江路 210 号"},
        ("none", "keep", "no_separate_consent"),
        "notice",
    ),
)


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
