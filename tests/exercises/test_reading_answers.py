import pytest

from kit.errors import BadInput
from kit.exercises import parse_answer, read_answer
from kit.i18n import explain

BAD = {
    "not JSON": (b'{"a": \n oops}', "2"),
    "empty": (b"", "1"),
    "not UTF-8": ('{"a": "林"}'.encode("gb18030"), "UTF-8"),
    "NaN": (b'{"a": NaN}', "NaN"),
    "infinity": (b'{"a": -Infinity}', "-Infinity"),
    "nested deeply": (b"[" * 200_000, "answer.json"),
    "an endless number": (b'{"a": ' + b"9" * 10_000 + b"}", "answer.json"),
    "a key twice": (b'{"a": 1, "a": 2}', '"a"'),
    "ten megabytes": (b'{"a": "' + b"x" * 10_000_000 + b'"}', "1000000"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_one_clear_message(kind):
    raw, named = BAD[kind]
    with pytest.raises(BadInput) as caught:
        parse_answer(raw, "answer.json")
    for locale in ("zh", "en"):
        message = explain(caught.value, locale)
        assert named in message
        assert "\n" not in message
        assert len(message) < 500


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    for path in (tmp_path / "nothing.json", tmp_path):
        with pytest.raises(BadInput) as caught:
            read_answer(path)
        assert str(path) in explain(caught.value, "en")


def test_a_byte_order_mark_is_no_mistake():
    assert parse_answer("\ufeff{}".encode(), "answer.json") == {}
