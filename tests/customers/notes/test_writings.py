"""Writings: each form can be read back to the value it was written from."""

import re
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.customers.makers.people import whole_years
from kit.customers.notes.writings import WRITINGS, Use
from kit.seeding import stream

COUNT = 600
TODAY = (date(2026, 9, 30) - date(1970, 1, 1)).days
DIGITS = str.maketrans("０１２３４５６７８９零幺二三四五六七八九", "0123456789" * 2)


def written(kind, values, locale="zh", **beside):
    column = values if isinstance(values, pa.Array) else pa.array(values)
    draws = stream(4, kind).draws(0, len(column))
    days = np.full(len(column), TODAY)
    made = WRITINGS[kind](Use(column, draws, locale, TODAY, days, **beside))
    made.validate(full=True)
    return made.to_pylist()


def mobiles():
    return [f"154{number:08d}" for number in range(0, 10**8, 10**8 // COUNT)][:COUNT]


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_phones_in_all_writings_read_back(locale):
    texts = written("phone", mobiles(), locale)
    back = [re.sub(r"^\(?\+86\)?|[ -]", "", text.translate(DIGITS)) for text in texts]
    assert [number.removeprefix("86") for number in back] == mobiles()
    shapes = {re.sub(r"\d", "#", text.translate(DIGITS)) for text in texts}
    assert len(shapes) == (5 if locale == "zh" else 6)
    assert all(text.isascii() for text in texts) == (locale == "en")


def test_chinese_phones_are_sometimes_spoken_and_sometimes_full_width():
    texts = written("phone", mobiles())
    assert 0.06 < sum("幺" in text for text in texts) / COUNT < 0.14
    assert 0.04 < sum("１" in text for text in texts) / COUNT < 0.12


def test_landlines_stay_as_they_are():
    assert written("phone", ["0312-0553417", "15400000001"])[0] == "0312-0553417"


def test_phones_of_a_slice_read_their_own_bytes():
    column = pa.array(["15499999999", *mobiles()]).slice(1)
    assert written("phone", column) == written("phone", mobiles())


def test_identity_numbers_whole_in_groups_and_their_ends():
    values = [
        f"3300001990{month:02d}{day:02d}012X" for month in range(1, 13) for day in range(1, 29)
    ]
    texts = written("id", values)
    assert [text.replace(" ", "") for text in texts] == values
    assert {text.count(" ") for text in texts} == {0, 2}
    assert set(written("id_tail", values)) == {"012X"}


def test_accounts_in_fours_and_their_ends():
    values = [f"620000{number:013d}" for number in range(200)] + ["2088000267275786"]
    texts = written("account", values)
    assert [text.replace(" ", "") for text in texts] == values
    assert any(text.count(" ") == 4 for text in texts)
    assert all(text == text.strip() for text in texts)
    assert written("account_tail", values)[7] == "0007"


def test_plates_with_dot_or_space():
    texts = written("plate", ["陕KJ5I39"] * 200)
    assert set(texts) == {"陕KJ5I39", "陕K·J5I39", "陕K J5I39"}


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [
        ("zh", {"2026年3月5日", "3月5日", "2026-03-05", "2026.3.5"}),
        ("en", {"5 March 2026", "5 March", "2026-03-05", "5 Mar 2026"}),
    ],
)
def test_dates_in_four_forms(locale, wanted):
    values = pa.array([date(2026, 3, 5)] * 200)
    assert set(written("date", values, locale)) == wanted


def test_every_day_of_long_calendars_is_written_right():
    days = [date.fromordinal(number) for number in range(720_000, 740_000, 37)]
    for day, text in zip(days, written("date", pa.array(days)), strict=True):
        parts = [int(part) for part in re.findall(r"\d+", text)]
        assert parts == [day.year, day.month, day.day][-len(parts) :]


def test_moments_are_written_to_the_minute():
    moment = pa.array([date(2026, 3, 5)]).cast(pa.timestamp("ms"))
    assert written("text", moment) == ["2026-03-05 00:00"]
    assert written("date", moment)[0].startswith(("2026", "3月"))


def test_ages_change_on_the_birthday():
    values = pa.array([date(2020, 9, 30), date(2020, 10, 1), date(2027, 1, 1)])
    assert written("age", values) == ["6", "5", "0"]


@pytest.mark.parametrize(
    ("locale", "value", "wanted"),
    [
        (
            "zh",
            "陕西省榆林市横山区旭日路290号御景家园13幢2单元1501室",
            {"旭日路290号", "御景家园13幢", "13幢2单元1501室"},
        ),
        (
            "en",
            "Building 13, unit 2, flat 1501, Yujing Homes, 290 Xuri Road, Hengshan District, Yulin",
            {"290 Xuri Road", "Building 13, Yujing Homes", "Building 13, unit 2, flat 1501"},
        ),
        ("zh", "陕西省榆林市横山区旭日路290号", {"旭日路290号"}),
        ("en", "290 Xuri Road, Hengshan District, Yulin", {"290 Xuri Road"}),
        ("zh", "村东头第三家", {"村东头第三家"}),
    ],
)
def test_parts_of_addresses(locale, value, wanted):
    assert set(written("address_part", [value] * 100, locale)) == wanted


def names_for(locale, name, sex, years, size=60):
    beside = {}
    if sex:
        beside["sex"] = pa.array([sex] * size)
    if years is not None:
        beside["born"] = pa.array([date(2026 - years, 1, 1)] * size)
    return set(written("nickname", [name] * size, locale, **beside))


def test_nicknames_fit_sex_and_age():
    assert names_for("zh", "王丽娟", "女", 62) == {"王阿姨", "王女士", "王姨"}
    assert names_for("zh", "王建国", "男", 45) == {"王哥", "王先生", "王师傅", "老王"}
    assert names_for("zh", "欧阳建国", None, None) == {"老欧阳", "欧阳师傅"}
    assert names_for("zh", "王子轩", "男", 8) == {"小轩", "轩轩"}
    assert names_for("en", "Lijuan Wang", "Female", 62) == {"Ms Wang", "Auntie Wang", "Mrs Wang"}
    assert names_for("en", "Zixuan Wang", "male", 8) == {"Little Zixuan", "Zixuan"}


def test_words_of_a_table_start_small_inside_a_sentence():
    words = pa.array(["Spouse", "Site foreman", "WeChat friend", "", "Épouse", "配偶", None])
    small = ["spouse", "site foreman", "weChat friend", "", "épouse", "配偶", None]
    assert written("lower", words, "en") == small
    assert written("text", words, "en") == words.to_pylist()


def test_other_columns_are_written_as_they_are():
    assert written("text", pa.array([5200, 18])) == ["5200", "18"]
    assert written("city", ["成都市"]) == ["成都市"]


@given(born=st.dates(date(1900, 1, 1), date(2026, 9, 30)), on=st.dates(date(1950, 1, 1)))
def test_whole_years_are_counted_as_by_hand(born, on):
    days = np.array([(born - date(1970, 1, 1)).days], np.int32)
    expected = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    each = np.array([on], dtype="datetime64[D]")
    assert whole_years(days, on).tolist() == whole_years(days, each).tolist() == [expected]
