import json
import os
import tracemalloc
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
from kit.identifiers.files import read

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


def test_a_cell_beyond_all_measure_ends_with_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.identifiers.files._LONGEST_CELL", 1000)
    result = run("--file", write(tmp_path / "a.csv", "x\n" + "a" * 2000))
    assert result.exit_code == 2
    assert "line 2" in result.stderr
    quoted = write(tmp_path / "b.csv", 'x\n"' + f"a\n{REAL}\n" * 2000)
    assert run("--file", quoted).exit_code == 1


def test_a_quotation_mark_that_never_closes_hides_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", f'note,phone\n"5 inch,1\nx,{REAL}\ny,"{OURS}"\n')
    result = run("--file", file)
    assert result.exit_code == 1
    assert "138******00" in result.stdout
    assert "line 2" in result.stdout
    assert "第 2 行" in run("--file", file, lang="zh").stdout
    table = report_of("--file", file)["files"][0]
    assert (table["misquoted_line"], table["identifiers"]) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        f'note,phone\n"5 inch,1\nx,{REAL}\n"6 inch,2\n',  # closes before a letter
        f'note,phone\n"5 inch,1\nx,{REAL}\n7",2\n',  # closes where a cell may end
        f'note,phone\n"5 inch,1\n{REAL},x\n7",2\n',
        f'note,phone\n"5"" inch,1\nx,"{REAL}"\n',
    ],
)
def test_numbers_swallowed_by_a_cell_of_several_lines_are_found(tmp_path: Path, text: str) -> None:
    result = run("--file", write(tmp_path / "a.csv", text))
    assert result.exit_code == 1
    assert "138******00" in result.stdout


def test_well_set_quotation_marks_are_not_complained_of(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", f'note,phone\n"5"" inch, ""new""\nblue",{OURS}\n')
    table = report_of("--file", file)["files"][0]
    assert (table["misquoted_line"], table["rows"], table["identifiers"]) == (None, 1, 1)


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfphone\n\xff\xfe\n",
        b"\xff\xfe" + b"\x00\xdc" * 3,
        b"\xfe\xff" + b"\xdc\x00" * 40_000,
        b"\xef\xbb\xbf\xff",
        b"\xff\xfe\x00\x00" + b"\xff\xff\xff\xff",
    ],
)
def test_a_mark_followed_by_other_bytes_ends_with_2(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "marked.csv"
    file.write_bytes(content)
    result = run("--file", str(file))
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_wide_encodings_hide_nothing(tmp_path: Path) -> None:
    text = f"phone\n{REAL}\n"
    assert run("--file", write(tmp_path / "a.csv", text, "utf-32")).exit_code == 1
    assert run("--file", write(tmp_path / "b.csv", text, "utf-16-le")).exit_code == 2


@pytest.mark.parametrize("kind", ["float16", "float32", "float64"])
def test_parquet_columns_of_any_float_are_read(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a.parquet"
    column = pa.array(np.array([1.0, 2.5], dtype=kind))
    pq.write_table(pa.table({"x": column, "phone": [REAL, OURS]}), file)
    result = run("--file", str(file))
    assert result.exit_code == 1
    assert "2 identifiers" in result.stdout


def test_too_many_columns_end_with_2(tmp_path: Path) -> None:
    wide = write(tmp_path / "a.csv", "x\n" * 3 + "," * 200_000 + "\n" + "x\n" * 20_000)
    parquet = tmp_path / "a.parquet"
    pq.write_table(pa.table({f"c{number}": [1] for number in range(16_385)}), parquet)
    for file in (wide, str(parquet)):
        result = run("--file", file)
        assert result.exit_code == 2
        assert "16384" in result.stderr


def test_a_wide_row_among_short_ones_takes_little_memory(tmp_path: Path) -> None:
    text = "x\n" + "," * 16_000 + f"{REAL}\n" + f"{OURS}\n" * 1000
    tracemalloc.start()
    try:
        tables = [len(piece.columns) for piece in read(Path(write(tmp_path / "a.csv", text)))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert max(tables) == 16_001
    assert peak < 90_000_000


@pytest.mark.parametrize("limit", ["_BATCH_ROWS", "_BATCH_CELLS", "_BATCH_BYTES"])
def test_nothing_is_lost_between_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    file = Path(write(tmp_path / "a.csv", "x,phone\n" + f"1,{OURS}\n" * 6000))
    whole = [piece.rows for piece in read(file)]
    monkeypatch.setattr(f"kit.identifiers.files.{limit}", 2000)
    pieces = [piece.rows for piece in read(file)]
    assert len(pieces) > len(whole) == 1
    assert sum(pieces) == sum(whole) == 6000
    assert report_of("--file", str(file))["files"][0]["identifiers"] == 6000


@pytest.mark.parametrize("name", ["x" * 300, "x" * 300 + "/y.csv", "a/" * 3000])
def test_a_path_that_no_system_allows_ends_with_2(tmp_path: Path, name: str) -> None:
    result = run("--file", str(tmp_path / name))
    assert result.exit_code == 2
    assert "too long" in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_a_folder_that_cannot_be_looked_into_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    write(tmp_path / "a.csv", f"phone\n{OURS}\n")
    look = os.scandir

    def scandir(path: Any) -> Any:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = run("--file", str(tmp_path))
    assert result.exit_code == 2
    assert "closed" in result.stderr


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
