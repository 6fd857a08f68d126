"""What a profile may not say: each mistake is refused with its key, before any row is made."""

import ast
from pathlib import Path

import pytest

import kit
from kit.customers.engine import Spec
from kit.customers.makers import MAKERS
from kit.customers.profile import SHIPPED, load_profile, parse_profile
from kit.customers.whole import tables
from kit.errors import BadInput
from kit.i18n import LOCALES, catalogue
from kit.identifiers import KINDS
from tests.customers.made_profiles import LABEL, SMALL, WORDS, field, reference, refused

X = "tables.customers.fields.x"
KINDS_MIXED = [
    ("sex of a date", 'make="sex"\nneeds={person="birth_date"}', "string", "needs.person"),
    ("region of a person", 'make="province"\nneeds={home="person"}', "string", "needs.home"),
    ("mail of a person", 'make="email"\nneeds={name="person"}', "string", "needs.name"),
    ("visible person", 'make="home"\nneeds={person="person"}', "string", "make"),
    ("date as flag", 'make="birth_date"\nneeds={person="person"}', "boolean", "type"),
    ("date as text", 'make="birth_date"\nneeds={person="person"}', "string", "type"),
    ("texts as numbers", 'make="choice"\nwith={values=["a","b"]}', "integer", "type"),
    ("part of a date", 'make="slice"\nneeds={x="birth_date"}\nwith={first=2}', "string", "needs.x"),
    ("time on a text", 'make="datetime_at"\nneeds={date="customer_id"}', "datetime", "needs.date"),
    ("sum of texts", 'make="total"\nneeds={a="customer_id"}', "number", "needs.a"),
    (
        "text or date",
        'make="select"\nneeds={key="customer_id", a="customer_id", b="birth_date"}\n'
        'with={cases={a="a",b="b"}}',
        "string",
        "with",
    ),
    (
        "text or number",
        'make="when"\nneeds={cond="birth_date", then="customer_id"}\nwith={otherwise=1}',
        "string",
        "with",
    ),
]
BAD_OPTIONS = [
    ('make="choice"\nwith={values=["a","b"],weights=[0,0]}', "with.weights"),
    ('make="choice"\nwith={values=["a","b"],weights=[nan,1]}', "with.weights.0"),
    ('make="choice"\nwith={values=["a","b"],weights=[inf,1]}', "with.weights.0"),
    ('make="choice"\nwith={values=["a","b"],weights=[1,1,5]}', "with"),
    ('make="choice"\nwith={values=[]}', "with.values"),
    ('make="choice"\nwith={values="abc"}', "with.values"),
    ('make="choice"\nwith={values=["a",5]}', "with.values"),
    ('make="choice"\nwith={values=[{a=1},{b=2}]}', "with.values"),
    ('make="choice"\nwith={values={zh=["a"]}}', "with.values"),
    ('make="choice"\nwith={values={zh=["a"],en=["a","b"]}}', "with.values"),
    ('make="sex"\nneeds={person="person"}\nwith={values=["M"]}', "with.values"),
    ('make="lookup"\nneeds={key="customer_id"}\nwith={map={a=1,b="c"}}', "with"),
    ('make="choice_by"\nneeds={key="customer_id"}\nwith={cases={}}', "with.cases"),
    (
        'make="choice_by"\nneeds={key="customer_id"}\nwith={cases={a=["b"]},weights={c=[1]}}',
        "with",
    ),
    (
        'make="choice_by"\nneeds={key="customer_id"}\nwith={cases={a=[1]},default="b"}',
        "with.default",
    ),
    ('make="words"\nwith={pool="regions"}', "with.pool"),
    ('make="words"\nwith={pool="nothing"}', "with.pool"),
    ('make="template"\nwith={text="a{foo}b"}', "with"),
    ('make="template"\nwith={text={zh="a",de="b"}}', "with.text"),
    ('make="select"\nneeds={key="customer_id"}\nwith={cases={a="nope"}}', "with"),
    ('make="when"\nneeds={cond="birth_date"}', "with"),
    ('make="slice"\nneeds={x="customer_id"}', "with"),
    ('make="number"\nwith={low=0,high=inf}', "with.high"),
    ('make="number"\nwith={low=10,high=1}', "with"),
    ('make="date_before_as_of"\nwith={days=[0,10000000000]}', "with.days.1"),
    ('make="date_before_as_of"\nwith={days=[10,0]}', "with.days"),
    ('make="add_months"\nneeds={start="birth_date"}\nwith={months=100000}', "with.months"),
    ('make="datetime_at"\nneeds={date="birth_date"}\nwith={hours=[20,8]}', "with.hours"),
    ('make="date_age"\nwith={years=[0,3000]}', "with.years.1"),
    ('make="date_age"\nwith={years=[30,10]}', "with.years"),
    ('make="code"\nwith={pattern="\\n"}', "with.pattern"),
    ('make="code"\nwith={pattern="{z-a}"}', "with.pattern"),
    ('make="row_code"\nwith={width=13}', "with.width"),
    ('make="schedule"\nneeds={start="birth_date"}', "make"),
    ('make="months_back"', "make"),
    ('make="staff_person"', "make"),
    ('make="person"', "make"),
    ('make="home"\nneeds={person="person"}\nonly_if={column="birth_date",values=["a"]}', "only_if"),
]


@pytest.mark.parametrize(("body", "kind", "key"), [row[1:] for row in KINDS_MIXED])
def test_a_column_of_the_wrong_kind_is_refused(body, kind, key):
    assert refused(SMALL + field("x", body, kind=kind))[0] == f"{X}.{key}"


@pytest.mark.parametrize(("body", "key"), BAD_OPTIONS)
def test_parameters_that_make_no_sense_are_refused(body, key):
    assert refused(SMALL + field("x", body))[0] == f"{X}.{key}"


@pytest.mark.parametrize("rows", ["person", "customer_id", "birth_date"])
def test_the_number_of_child_rows_is_a_whole_number(rows):
    wrong = SMALL.replace('rows = "orders_count"', f'rows = "{rows}"')
    assert refused(wrong)[0] == "tables.orders.rows"


@pytest.mark.parametrize(
    ("body", "table", "allowed"),
    [
        ('make="choice"\nwith={values=["a","b"]}', "customers", False),
        ('make="words"\nwith={pool="banks"}', "customers", False),
        ('make="bank_card"', "orders", True),
        ('make="copy"\nneeds={x="customer_id"}', "customers", True),
        ('make="copy"\nneeds={x="customers.customer_id"}', "orders", False),
        (
            'make="template"\nneeds={c="customers.customer_id",n="n"}\nwith={text="{c}-{n}"}',
            "orders",
            True,
        ),
        ('make="template"\nneeds={n="n"}\nwith={text="O-{n}"}', "orders", False),
        ('make="resident_id"\nneeds={person="customers.person"}', "orders", False),
        ('make="resident_id"\nneeds={person="person"}', "customers", True),
    ],
)
def test_unique_is_taken_only_from_what_can_promise_it(body, table, allowed):
    text = SMALL + field("n", 'make="ordinal"', "tables.orders")
    text += field("x", body + "\nunique=true", f"tables.{table}", "string")
    if allowed:
        made = tables(Spec(parse_profile(text, "mine.toml"), 1), 0, 500)[table]["x"].drop_null()
        assert len(made.unique()) == len(made)
    else:
        assert refused(text)[0] == f"tables.{table}.fields.x.unique"


HOME = field("home_key", 'make="home"\nneeds={person="person"}')
NAME = field("name_key", 'make="name_code"\nneeds={person="person"}')


@pytest.mark.parametrize(
    ("body", "limit"),
    [
        ('make="mobile"', 60_000_000),
        ('make="plate"\nneeds={home="home_key"}', KINDS["plate"].CAPACITY),
        ('make="landline"\nneeds={home="home_key"}', KINDS["landline"].CAPACITY),
        ('make="email"\nneeds={name="name_key"}', KINDS["email"].CAPACITY),
        ('make="wechat_handle"\nneeds={name="name_key"}', KINDS["wechat"].CAPACITY),
        ('make="row_code"\nwith={width=5}', 100_000),
    ],
)
def test_the_last_customer_with_a_unique_number_is_known_beforehand(body, limit):
    text = SMALL + HOME + NAME + field("x", body + "\nunique=true", kind="string")
    spec = Spec(parse_profile(text, "mine.toml"), 1)
    assert spec.capacity == min(limit, Spec(parse_profile(SMALL, "mine.toml"), 1).capacity)
    assert tables(spec, spec.capacity - 1, 1)["customers"].num_rows == 1


@pytest.mark.parametrize(("width", "limit"), [(1, 5), (4, 5000)])
def test_codes_that_end_limit_the_customers_even_where_they_need_not_be_unique(width, limit):
    code = field("x", f'make="row_code"\nwith={{width={width}}}', "tables.orders")
    assert Spec(parse_profile(SMALL + code, "mine.toml"), 1).capacity == limit


def test_mobiles_of_people_around_the_customers_have_a_block_of_their_own():
    text = SMALL + field("x", 'make="mobile"\nunique=true', "tables.orders", "string")
    assert Spec(parse_profile(text, "mine.toml"), 1).capacity == 40_000_000 // 2


def nested(depth, max_rows):
    text = SMALL.replace("max_rows = 2", f"max_rows = {max_rows}")
    parent = "orders"
    for number in range(depth):
        text += field("n", 'make="count"\nwith={weights=[0,1]}', f"tables.{parent}")
        text += f'\n[tables.c{number}]\n{WORDS}\nparent="{parent}"\nrows="n"\nmax_rows={max_rows}\n'
        text += field("k", 'make="code"\nwith={pattern="#"}', f"tables.c{number}", "string")
        parent = f"c{number}"
    return text


def test_rows_that_multiply_beyond_reason_are_refused():
    assert refused(nested(1, 64))[0] == "tables.c0.max_rows"
    assert refused(nested(11, 64))[0] == "tables.c0.max_rows"
    assert parse_profile(nested(1, 31), "mine.toml").rows_per_customer("c0") == 961


@pytest.mark.parametrize("name", ["labels", "Journal", "datapackage", "profile", "con", "LPT1"])
def test_tables_cannot_be_called_like_a_file_beside_them_or_a_device(name):
    assert refused(SMALL.replace("tables.orders", f"tables.{name}"))[0] == f"tables.{name}"


def test_table_names_differ_in_more_than_capitals():
    again = SMALL[SMALL.index("[tables.orders]") :].replace("tables.orders", "tables.Orders")
    assert refused(SMALL + again)[0] == "tables.Orders"


def test_a_table_without_written_fields_is_refused():
    bare = SMALL + reference("shops", 3, ("site", 'make="place"', None))
    assert refused(bare)[0] == "reference.shops.fields"


def test_only_reference_tables_have_a_count():
    counted = SMALL.replace("max_rows = 2", "max_rows = 2\ncount = 5")
    assert refused(counted)[0] == "tables.orders.count"


SHOPS = reference("shops", 5, ("code", 'make="code"\nwith={pattern="##"}', "string"))


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (field("x", 'make="reference_row"\nwith={table="shops",rows=[2,5]}'), "with.rows"),
        (field("x", 'make="reference_row"\nwith={table="shops",rows=[3,2]}'), "with.rows"),
        (field("x", 'make="reference_row"\nwith={table="stalls"}'), "with.table"),
        (field("x", 'make="reference"\nwith={table="shops",field="name"}'), "with.field"),
        (
            field(
                "x",
                'make="reference_value"\nneeds={row="customer_id"}\n'
                'with={table="shops",field="code"}',
            ),
            "needs.row",
        ),
        (
            HOME
            + field(
                "x",
                'make="reference_near"\nneeds={home="home_key"}\nwith={table="shops",place="code"}',
            ),
            "with.place",
        ),
    ],
)
def test_references_stay_within_their_table(more, key):
    assert refused(SMALL + SHOPS + more)[0] == f"{X}.{key}"


def test_a_row_drawn_in_one_reference_table_is_not_used_in_another():
    stalls = SHOPS.replace("reference.shops", "reference.stalls")
    row = field("r", 'make="reference_row"\nwith={table="stalls"}')
    body = 'make="reference_value"\nneeds={row="r"}\nwith={table="shops",field="code"}'
    assert refused(SMALL + SHOPS + stalls + row + field("x", body))[0] == f"{X}.needs.row"


def test_reference_tables_refer_only_to_earlier_ones():
    body = 'make="reference"\nwith={table="stalls",field="code"}'
    first = SHOPS + field("x", body, "reference.shops")
    stalls = SHOPS.replace("reference.shops", "reference.stalls")
    assert refused(SMALL + first + stalls)[0] == "reference.shops.fields.x.with.table"


def test_a_reference_table_has_no_more_rows_than_its_codes():
    codes = reference("shops", 11, ("code", 'make="row_code"\nwith={width=1}', "string"))
    assert refused(SMALL + codes)[0] == "reference.shops.fields.code.make"


@pytest.mark.parametrize(
    "body",
    ['make="months_back"\nunique=true', 'make="listed"\nwith={values=["a","b","c"]}\nunique=true'],
)
def test_rows_of_a_reference_table_can_be_told_apart_by_what_counts_them(body):
    shops = reference("shops", 3, ("code", body, "string"))
    made = tables(Spec(parse_profile(SMALL + shops, "mine.toml"), 1), 0, 1)["shops"]
    assert len(set(made["code"].to_pylist())) == 3


def test_months_are_counted_back_from_the_end_of_the_table():
    months = reference("stats", 4, ("month", 'make="months_back"', "string"))
    made = tables(Spec(parse_profile(SMALL + months, "mine.toml"), 1), 0, 1)["stats"]
    assert made["month"].to_pylist() == ["2026-05", "2026-06", "2026-07", "2026-08"]


@pytest.mark.parametrize("article", ["NOPE-1", "PIPL-4x", ""])
def test_articles_must_be_known_and_citable(article):
    wrong = SMALL.replace('"PIPL-4"', f'"PIPL-4", "{article}"')
    assert refused(wrong)[0] == "tables.customers.fields.customer_id.label.articles"


def test_columns_in_order_are_of_one_type():
    pair = '[[orders]]\ntable="customers"\nfirst="customer_id"\nthen="birth_date"\n'
    assert refused(SMALL + pair)[0] == "orders"


def test_a_blank_title_is_refused():
    assert refused(SMALL.replace('zh = "甲"', 'zh = " "', 1))[0] == "titles.zh"


def test_a_field_that_is_written_has_a_label():
    assert refused(SMALL.replace(LABEL, "", 1))[0].endswith("customer_id.label")


def test_many_keys_need_no_table_each():
    body = 'make="choice_by"\nneeds={key="customer_id"}\nwith={cases={a=["b"]},default=["c"]}'
    spec = Spec(parse_profile(SMALL + field("x", body, kind="string"), "mine.toml"), 1)
    assert set(tables(spec, 0, 30_000)["customers"]["x"].to_pylist()) == {"c"}


@pytest.mark.parametrize("name", SHIPPED)
def test_every_kind_of_identifier_is_known(name):
    used = {f.make for table in load_profile(name).tables.values() for f in table.fields.values()}
    kinds = {MAKERS[make].kind for make in used} - {None}
    assert {"resident_id", "mobile", "bank_card"} <= kinds <= set(KINDS)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (
            SHOPS
            + field("r", 'make="ordinal"')
            + field(
                "x", 'make="reference_value"\nneeds={row="r"}\nwith={table="shops",field="code"}'
            ),
            "customers.reference_rows",
        ),
        (
            field("r", 'make="number"\nwith={low=0,high=1e12}')
            + field("x", 'make="scale"\nneeds={x="r"}\nwith={factor=1e12}'),
            "customers.number_range",
        ),
        (
            field("r", 'make="number"\nwith={low=0,high=1e12}')
            + field("x", 'make="product"\nneeds={a="r",b="r"}'),
            "customers.number_range",
        ),
        (
            field("r", 'make="add_months"\nneeds={start="birth_date"}\nwith={months=-1200}')
            + field("x", 'make="add_months"\nneeds={start="r"}\nwith={months=-1200}'),
            "customers.date_range",
        ),
    ],
)
def test_values_out_of_all_bounds_are_named_not_wrapped_around(more, code):
    with pytest.raises(BadInput) as caught:
        tables(Spec(parse_profile(SMALL + more, "mine.toml"), 1), 0, 100)
    assert caught.value.code == code
    assert caught.value.values["field"] == "x"


def codes():
    """Every code of a problem that the customer modules name."""
    for path in (Path(kit.__file__).parent / "customers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                place = {"wrong": 0, "PydanticCustomError": 0, "fail": 1}.get(called)
                texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
                if place is not None and texts:
                    yield texts[-1]


def test_every_problem_has_words_in_both_languages():
    found = {code for code in codes() if isinstance(code, str)}
    found |= {f"only_{maker.where}" for maker in MAKERS.values() if maker.where != "any"}
    assert len(found) > 40
    for locale in LOCALES:
        missing = {
            code for code in found if f"problem.{code}" not in catalogue("customers", locale)
        }
        assert missing == set()
