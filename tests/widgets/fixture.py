"""A small lab of the shape that real ones have: six fields, two exercises, a grader of its own."""

from dataclasses import dataclass
from typing import Any

from kit.labs.results import Finding, Message, Score
from kit.labs.words import ItemReport, Line, Report, say
from kit.widgets.engine import Engine

CHOICES = {
    "non_personal": ("非个人信息", "Not personal"),
    "personal": ("个人信息", "Personal"),
    "sensitive": ("敏感个人信息", "Sensitive"),
}
REASONS = {
    "direct_identifier": ("直接识别到人", "identifies directly", "personal"),
    "third_party": ("别人的联系方式", "somebody else's contact", "personal"),
    "whereabouts": ("行踪轨迹", "whereabouts", "sensitive"),
    "health": ("医疗健康", "health", "sensitive"),
    "company_information": ("公司自己的信息", "company information", "non_personal"),
    "product_or_stock": ("商品或库存", "goods or stock", "non_personal"),
}
# key, name, choice, reason, samples, about
FIELDS = (
    ("f01", "resident_id", "personal", "direct_identifier", ["110000199203140013"], "签约时登记。"),
    ("f02", "gps_trace", "sensitive", "whereabouts", ["31.02,121.44 @ 07:58"], "车机上传。"),
    ("f03", "guarantor_phone", "personal", "third_party", ["15438820417"], "联系担保人用。"),
    ("f04", "showroom_phone", "non_personal", "company_information", ["021-0455 1180"], "门店。"),
    ("f05", "acid_level", "non_personal", "product_or_stock", ["A2", "B1"], "电池检测。"),
    ("f06", "note", "sensitive", "health", ["客户说女儿对胶味过敏"], "上门记录。"),
)
IN_ENGLISH = {"客户说女儿对胶味过敏": "Customer says her daughter is allergic to the glue"}


def both(pair: tuple[str, str]) -> dict[str, str]:
    return {"zh": pair[0], "en": pair[1]}


@dataclass(frozen=True)
class FixtureTask:
    exercise: str
    token: str
    locale: str = "zh"
    lab: str = "classify_fields"

    items = "fields"
    sheets = ()
    pass_mark = 70

    def template(self) -> dict[str, Any]:
        empty = {field[0]: {"choice": None, "reason": None} for field in FIELDS}
        return {"exercise": self.exercise, "variant": self.token, "fields": empty}

    def public(self) -> dict[str, Any]:
        return {
            "exercise": self.exercise,
            "lab": self.lab,
            "titles": both(("交接前的字段分类", "Classify before handover")),
            "intro": both(("周三买方进数据室。\n\n请先分类。", "Wednesday.\n\nClassify.")),
            "objectives": [both(("看内容，不看名字", "Read the values, not the name"))],
            "profile": "leasing",
            "profile_titles": both(("租赁公司", "Leasing company")),
            "difficulty": "practitioner",
            "deal_form": "business_sale",
            "guided": self.exercise == "second",
            "minutes": 12,
            "hints": {"count": 2, "cost": 2},
            "pass_mark": 70,
            "variant": self.token,
            "fields": [self._field(*field) for field in FIELDS],
            "preview": [
                {
                    "table": "contracts",
                    "table_titles": both(("合同", "Contracts")),
                    "about": both(("每行一份合同", "One row per contract")),
                    "columns": ["contract_id", "phone"],
                    "rows": [["HT-0001", "15438820417"], ["HT-0002", ""]],
                }
            ],
            "questions": [
                _question("choice", ("类别", "Class"), {c: (t, ()) for c, t in CHOICES.items()}),
                _question(
                    "reason",
                    ("理由", "Reason"),
                    {code: ((zh, en), (choice,)) for code, (zh, en, choice) in REASONS.items()},
                ),
            ],
            "answer_schema": {},
        }

    def _field(self, key, name, choice, reason, samples, about) -> dict[str, Any]:
        return {
            "key": key,
            "name": name,
            "table": "contracts",
            "table_titles": both(("合同", "Contracts")),
            "about": both((about, about)),
            "type": "string",
            "rows": 18240,
            "null_share": 0.03,
            "samples": [self._value(sample) for sample in samples],
        }

    def _value(self, sample: str) -> str:
        return sample if self.locale == "zh" else IN_ENGLISH.get(sample, sample)


def _question(
    name: str, titles: tuple[str, str], options: dict[str, tuple[tuple[str, str], tuple[str, ...]]]
) -> dict[str, Any]:
    return {
        "id": name,
        "titles": both(titles),
        "options": [
            {
                "code": code,
                "titles": both(said),
                "short": both(said),
                "about": both(said),
                "goes_with": list(goes_with),
            }
            for code, (said, goes_with) in options.items()
        ],
    }


class FixtureEngine(Engine):
    """Two exercises whose variants differ in nothing but their token."""

    def catalogue(self, lab: str) -> list[dict[str, Any]]:
        if lab != "classify_fields":
            return []
        titles = both(("交接前的字段分类", "Classify before handover"))
        profiles = {"first": ("租赁公司", "Leasing"), "second": ("游泳馆", "Swim school")}
        return [
            {
                "id": name,
                "titles": titles,
                "profile_titles": both(profile),
                "difficulty": "foundation",
                "guided": name == "second",
                "minutes": 12,
            }
            for name, profile in profiles.items()
        ]

    def hints(self, exercise: str) -> list[dict[str, str]]:
        return [both(("先问：说的是谁？", "Ask first: about whom?")), both(("再看值", "Look"))]

    def task(self, exercise: str, trainee: str, seed: int, locale: str = "zh") -> FixtureTask:
        return FixtureTask(exercise, f"{exercise}-{trainee[:4]}-{seed}", locale)

    def key(self, task: FixtureTask) -> dict[str, Any]:
        fields = {key: {"choice": choice, "reason": why} for key, _, choice, why, _, _ in FIELDS}
        return {"exercise": task.exercise, "variant": task.token, "fields": fields}

    def grade(self, task: FixtureTask, answer: Any) -> Score:
        assert answer["variant"] == task.token
        findings = tuple(self._finding(answer["fields"][field[0]], *field) for field in FIELDS)
        right = sum(finding.verdict == "right" for finding in findings)
        confusion: dict[str, dict[str, int]] = {code: {} for code in CHOICES}
        for finding in findings:
            row = confusion[finding.details["expected"]]
            chosen = finding.details["chosen"] or "missing"
            row[chosen] = row.get(chosen, 0) + 1
        figures = {"kappa": 1.0 if right == len(findings) else 0.5, "confusion": confusion}
        score = round(100 * right / len(findings), 1)
        summary = (Message("x.outcome", {}, "ok"), Message("x.danger", {}, "danger"))
        return Score(task.exercise, task.lab, score, 70, figures, findings, summary)

    def _finding(self, given, key, name, choice, reason, samples, about) -> Finding:
        order = list(CHOICES)
        if given["choice"] is None:
            verdict, severity = "missing", "danger"
        elif given["choice"] == choice:
            verdict, severity = "right", "ok"
        elif order.index(given["choice"]) > order.index(choice):
            verdict, severity = "over", "warn"
        else:
            verdict, severity = "under", "danger"
        details = {
            "field": name,
            "table": "contracts",
            "expected": choice,
            "chosen": given["choice"],
            "expected_reason": reason,
            "chosen_reason": given["reason"],
            "reason_verdict": "right" if given["reason"] == reason else "wrong",
        }
        return Finding(key, verdict, severity, f"x.{verdict}", {}, ("PIPL-4",), (), details)

    def report(self, score: Score, locale: str) -> Report:
        items = tuple(
            ItemReport(one.item, one.details["field"], one.verdict, one.severity, ("因为……",), ())
            for one in score.findings
        )
        danger = Line("有一项判轻了：客户的行踪会被当作普通信息交出去。", "danger")
        figures = (("kappa", f"{score.figures['kappa']:.2f}", "一致程度"),)
        said = (danger, *(say(one, locale) for one in score.summary[2:]))
        return Report("结果出来了", said, figures, (("",),), items)
