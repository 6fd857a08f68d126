import pytest

from kit import law
from kit.errors import BadInput


@pytest.mark.parametrize(
    ("rule_id", "zh", "en"),
    [
        ("PIPL-28", "个保法第 28 条", "PIPL Art. 28"),
        ("PIPL-22-asset-sale", "个保法第 22 条", "PIPL Art. 22"),
        ("CRIM-253-1", "刑法第 253 条之一", "Criminal Law Art. 253-1"),
        ("CC-1034", "民法典第 1034 条", "Civil Code Art. 1034"),
        ("CSL2016-21", "网安法（2016 年）第 21 条", "CSL (2016) Art. 21"),
        ("GBT45574-4", "GB/T 45574-2025 第 4 章", "GB/T 45574-2025 cl. 4"),
        ("GBT35273-6.2", "GB/T 35273-2020 第 6.2 条", "GB/T 35273-2020 cl. 6.2"),
        ("GBT43697-G", "GB/T 43697-2024 附录 G", "GB/T 43697-2024 Annex G"),
        ("FLOW-count", "数据跨境流动规定", "Cross-border Data Flow Provisions"),
        (
            "ISO27001-5.18",
            "ISO/IEC 27001:2022 附录 A 5.18",
            "ISO/IEC 27001:2022 Annex A 5.18",
        ),
    ],
)
def test_citations_read_as_people_write_them(rule_id, zh, en):
    assert (law.citation(rule_id, "zh"), law.citation(rule_id, "en")) == (zh, en)


def test_the_full_citation_spells_the_instrument_out():
    assert law.citation("PIPL-57", "zh", full=True) == "个人信息保护法第 57 条"
    assert law.citation("PIPL-57", "en", full=True).startswith("Personal Information Protection")


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_every_rule_can_be_cited(locale):
    assert all(law.citation(rule.id, locale) for rule in law.rules())


def test_an_unknown_rule_cannot_be_cited():
    with pytest.raises(BadInput):
        law.citation("PIPL-0", "zh")
