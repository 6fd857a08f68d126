import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from kit.cli import main
from kit.i18n import LOCALES, catalogue, translate
from kit.identifiers import KINDS, mobile, resident_id

REAL = "13800138000"  # a published service number of a network
OURS = "15400000001"


def run(*words: str, lang: str = "en") -> Result:
    return CliRunner().invoke(main, ["--lang", lang, "is-synthetic", *words])


def report_of(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--json", *words).stdout)
    return found


def write(path: Path, text: str, encoding: str = "utf-8") -> str:
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_values_of_ours_end_with_0() -> None:
    result = run(OURS, "nobody@example.com")
    assert result.exit_code == 0
    assert "mobile number" in result.stdout
    assert "e-mail address" in result.stdout
    assert "NOT" not in result.stdout


def test_a_value_that_may_be_real_ends_with_1() -> None:
    result = run(OURS, REAL)
    assert result.exit_code == 1
    assert "NOT synthetic" in result.stdout


def test_values_that_are_no_identifiers_are_said_so_and_end_with_0() -> None:
    result = run("hello", "")
    assert result.exit_code == 0
    assert result.stdout.count("no identifier") == 2


def test_a_near_miss_says_which_rule_it_breaks() -> None:
    result = run("990000199901010013", lang="zh")
    assert result.exit_code == 0
    assert "公民身份号码" in result.stdout
    assert "应为 2" in result.stdout


def test_json_lists_every_kind() -> None:
    value = report_of(REAL)["values"][0]
    assert value["synthetic"] is False
    assert value["kinds"] == [{"kind": "mobile", "synthetic": False}]
    assert report_of("hello")["values"][0] == {
        "value": "hello",
        "synthetic": None,
        "kinds": [],
        "near": [],
    }


def test_nothing_to_check_ends_with_2() -> None:
    result = run()
    assert result.exit_code == 2
    assert "--file" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    text = f"姓名,手机,车牌\n王伟,{OURS},浙A1I234\n李娜,{REAL},浙A00000\n"
    file = write(tmp_path / "数据 1.csv", text, encoding)
    result = run("--file", file, lang="zh")
    assert result.exit_code == 1
    assert "2 行，3 列" in result.stdout
    assert "手机：手机号码 2 个，其中合成数据 1 个" in result.stdout
    assert "138******00" in result.stdout
    assert REAL not in result.stdout
    columns = report_of("--file", file)["files"][0]["columns"]
    assert [column["column"] for column in columns] == ["姓名", "手机", "车牌"]


def test_tabs_semicolons_quotes_and_ragged_rows(tmp_path: Path) -> None:
    tabs = write(tmp_path / "a.tsv", f"x\ty\n{OURS}\t{OURS}\n")
    semicolons = write(tmp_path / "b.csv", f'x;y\n"{OURS}";"a\nb"\n{OURS};1;{REAL}\n')
    files = report_of("--file", tabs, "--file", semicolons)["files"]
    assert [file["identifiers"] for file in files] == [2, 3]
    assert [column["column"] for column in files[1]["columns"]] == ["x", "y", "#3"]


def test_repeated_column_names_are_told_apart(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", f"phone,phone\n{OURS},{REAL}\n")
    columns = report_of("--file", file)["files"][0]["columns"]
    assert [column["column"] for column in columns] == ["phone (#1)", "phone (#2)"]
    assert columns[1]["kinds"][0]["not_synthetic"] == 1


def test_a_file_without_header_is_checked_from_its_first_line(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", f"王伟,{REAL}\n李娜,{OURS}\n")
    table = report_of("--file", file)["files"][0]
    assert table["rows"] == 2
    assert table["not_synthetic"] == 1


def test_parquet_of_every_type(tmp_path: Path) -> None:
    file = tmp_path / "customers.parquet"
    rows = np.arange(100_000)
    table = pa.table(
        {
            "mobile": mobile.generate(1, ("t",), rows),
            "as_number": pa.array([15400000001] * 100_000),
            "born": pa.array([0] * 100_000, pa.date32()),
            "flag": pa.array([True] * 100_000),
        }
    )
    pq.write_table(table, file, row_group_size=10_000)
    result = run("--file", str(file))
    assert result.exit_code == 0
    assert "100000 rows, 4 columns" in result.stdout
    assert "mobile: 100000 × mobile number, 100000 of them synthetic" in result.stdout
    assert "Not checked (no text or whole numbers): born, flag" in result.stdout
    assert "200000 identifiers, all synthetic." in result.stdout


def test_a_folder_is_checked_with_all_its_tables(tmp_path: Path) -> None:
    parts = tmp_path / "out" / "customers.parquet"
    parts.mkdir(parents=True)
    number = resident_id.generate(np.array([33]), np.array([7000]), np.array([1]))
    for part in ("part-0.parquet", "part-1.parquet"):
        pq.write_table(pa.table({"resident_id": number}), parts / part)
    write(tmp_path / "out" / "notes.csv", f"phone\n{REAL}\n")
    write(tmp_path / "out" / "datapackage.json", "{}")
    files = report_of("--file", str(tmp_path / "out"))["files"]
    assert [Path(file["file"]).name for file in files] == [
        "part-0.parquet",
        "part-1.parquet",
        "notes.csv",
    ]
    assert [file["not_synthetic"] for file in files] == [0, 0, 1]


def test_a_file_without_identifiers_says_so(tmp_path: Path) -> None:
    result = run("--file", write(tmp_path / "a.csv", "x,y\nhello,1\n"))
    assert result.exit_code == 0
    assert "No identifier found." in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("broken.parquet", b"PAR1 this is not parquet", "damaged or cut off"),
        ("empty.parquet", b"", "damaged or cut off"),
        ("empty.csv", b"", "no header line"),
        ("blank.csv", b"\n\n", "no header line"),
        ("binary.csv", b"\xff\xff\xff\x00\x80\n\xff", "GB 18030"),
        ("cut.csv", "姓名,电话\n".encode("utf-16") + b"\x00\xd8\x00", "GB 18030"),
        ("table.xlsx", b"PK", "neither .csv"),
    ],
)
def test_files_that_cannot_be_read_end_with_2(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    result = run("--file", str(file))
    assert result.exit_code == 2
    assert words in result.stderr
    assert name in result.stderr
    assert "Traceback" not in result.output


def test_a_truncated_parquet_file_ends_with_2(tmp_path: Path) -> None:
    file = tmp_path / "cut.parquet"
    pq.write_table(pa.table({"x": mobile.generate(1, ("t",), np.arange(9000))}), file)
    whole = file.read_bytes()
    for damaged in (whole[:-20], whole[:2000] + b"\x00" * 3000 + whole[5000:]):
        file.write_bytes(damaged)
        result = run("--file", str(file))
        assert result.exit_code == 2
        assert "damaged" in result.stderr


def test_a_missing_file_and_an_empty_folder_end_with_2(tmp_path: Path) -> None:
    missing = run("--file", str(tmp_path / "没有.csv"), lang="zh")
    assert missing.exit_code == 2
    assert "找不到文件" in missing.stderr
    assert run("--file", str(tmp_path)).exit_code == 2


def test_a_cell_of_ten_megabytes_is_read(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "x,phone\n" + "1" * 10_000_000 + f",{OURS}\n")
    assert report_of("--file", file)["files"][0]["identifiers"] == 1


def test_an_unclosed_quotation_mark_beyond_all_measure_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.identifiers.files._LONGEST_CELL", 1000)
    file = write(tmp_path / "a.csv", 'x\n"' + "a\n" * 2000)
    result = run("--file", file)
    assert result.exit_code == 2
    assert "quotation marks" in result.stderr


@pytest.mark.parametrize("locale", LOCALES)
def test_every_kind_has_words(locale: str) -> None:
    for kind in KINDS:
        assert translate(f"identifiers.kind.{kind}", locale)


def test_both_catalogues_have_the_same_messages_and_placeholders() -> None:
    both = [catalogue("identifiers", locale) for locale in LOCALES]
    assert both[0].keys() == both[1].keys()
    for message_id, words in both[0].items():
        assert _placeholders(words) == _placeholders(both[1][message_id])


def _placeholders(words: str) -> set[str]:
    return {part.partition("}")[0] for part in words.split("{")[1:]}
