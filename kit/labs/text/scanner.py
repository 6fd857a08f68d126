"""A plain scanner as a company might buy it: forms and keywords, no understanding.

It finds numbers, addresses and names in usual places. It takes hotlines, model numbers and company
names for personal, and it sees neither illness nor habits nor pet names.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

from kit.labs.text.palette import GROUP_OF, Palette
from kit.labs.text.task import Mark

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜"
_DIGIT = "[0-9０-９]"
_AFTER_NAME = r"[，。：（）、；\d\s的家问说来在今没要想怎把]"
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        ("resident_id", rf"(?<!\d){_DIGIT}{{6}} ?{_DIGIT}{{8}} ?{_DIGIT}{{3}}[0-9X](?!\d)"),
        ("account", rf"{_DIGIT}{{4}}(?: ?{_DIGIT}{{4}}){{3}} ?{_DIGIT}{{0,3}}"),
        ("phone", rf"(?:\+86[ -]?)?[1１]{_DIGIT}{{2}}[ -]?{_DIGIT}{{4}}[ -]?{_DIGIT}{{4}}"),
        ("phone", r"0\d{2,3}-\d{7,8}|400-\d{3}-\d{4}"),
        ("plate", r"[一-鿿][A-Z][· ]?[A-Z0-9]{5,6}"),
        ("contract_no", r"[A-Z]{2}[A-Z0-9]*-?\d[\w-]{2,}"),
        ("birth_date", r"\d{4}[-年.]\d{1,2}[-月.]\d{1,2}日?|\d{1,2} [A-Z][a-z]+ \d{4}"),
        ("address", r"[一-鿿]{2,12}(?:省|自治区|市)[一-鿿\d]+?(?:\d+室|\d+号)"),
        ("address", r"Building \d+,[\w', -]+?(?:District|County|City)[\w', -]*"),
        ("workplace", r"[一-鿿]{2,12}有限公司|(?:[A-Z]\w+ )+(?:Co\., Ltd|Ltd)"),
        ("name", rf"(?<![一-鿿])[{_SURNAMES}][一-鿿]{{1,2}}(?={_AFTER_NAME}|$)"),
        ("name", rf"(?<=[户诉人长练叫是给打找])[{_SURNAMES}][一-鿿]{{1,2}}(?={_AFTER_NAME}|$)"),
        ("name", r"[A-Z][a-z]+ [A-Z][a-z]+(?=[,.;:'’()\s]|$)"),
    )
)
_RULE = frozenset({"phone", "resident_id", "account"})


def scan(text: str, palette: Palette) -> list[Mark]:
    """Return what the scanner marks, in the order of the text."""
    return [
        Mark(start, end, code_of(kind, palette), "customer") for start, end, kind in _found(text)
    ]


@lru_cache(maxsize=1)
def _eye_catching() -> tuple[tuple[str, re.Pattern[str]], ...]:
    source = (files("kit.labs.text") / "glance.toml").read_text(encoding="utf-8")
    return tuple(
        (entry["kind"], re.compile(entry["form"].replace("SURNAME", f"[{_SURNAMES}]")))
        for entry in tomllib.loads(source)["forms"]
    )


@lru_cache(maxsize=512)
def glance(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return what catches the eye of somebody who reads in a hurry: (start, end, kind of span)."""
    return tuple(_found(text, (*_FORMS, *_eye_catching())))


def masked_by_rule(text: str, palette: Palette) -> list[Mark]:
    """Return what the company's old masking rule hides: phones, identity and card numbers."""
    return [
        Mark(start, end, code_of(kind, palette), "customer")
        for start, end, kind in _found(text)
        if kind in _RULE and text[start] not in "0４4"
    ]


def _found(
    text: str, forms: Sequence[tuple[str, re.Pattern[str]]] = _FORMS
) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, str]] = []
    for kind, form in forms:
        for one in form.finditer(text):
            start, end = one.span()
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                found.append((start, end, kind))
    yield from sorted(found)


def code_of(kind: str, palette: Palette) -> str:
    """Return the kind of a palette that the scanner gives to a kind of span."""
    if palette == "classes":
        return "sensitive" if kind in ("account", "health") else "personal"
    return GROUP_OF[kind]
