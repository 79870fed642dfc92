"""JSON is read with one meaning or refused in one sentence; text is written whole or not at all."""

import json

import pytest
from PCRPredictorLib.errors import InputError
from PCRPredictorLib.files import canonical_hash, read_json, write_json, write_text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000 + "]" * 100_000, "nests its lists or objects too deeply"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "nests its lists or objects too deeply"),
        ('{"n": ' + "9" * 5000 + "}", "number 99999999999999999999, which is too large"),
        ('{"n": 1' + "0" * 400 + "}", "too large"),
        ('{"n": -1e400}', "number -1e400, which is too large"),
        (r'{"n": "\ud800"}', r"'\\ud800', which is no Unicode character"),
        (r'{"\udcff": 1}', "no Unicode character"),
        ('{"a": 1, "b": 2, "a": 1}', "names 'a' twice in one object"),
        ('[{"b": {"c": 0, "c": 1}}]', "names 'c' twice in one object"),
        ('{"a": NaN}', "NaN is no JSON number"),
        ('{"a": 1', "not valid JSON"),
    ],
)
def test_json_that_means_nothing_certain_is_refused(tmp_path, text, message):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as refused:
        read_json(path)
    assert str(refused.value).startswith(f"{path} ")
    assert str(refused.value).isascii()


def test_usual_json_is_read_as_it_stands(tmp_path):
    content = {"a": [1, -2.5, 1e308, 2**70, None, True], "b": {"a": "ß \U0001f600", "c": {}}, "d": [{"a": 1}, {"a": 2}]}
    write_json(tmp_path / "a.json", content)
    assert read_json(tmp_path / "a.json") == content
    (tmp_path / "b.json").write_text(json.dumps(content))  # with escapes, the smiley as a surrogate pair
    assert read_json(tmp_path / "b.json") == content


def test_text_that_is_no_unicode_is_not_written(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "old\r\n")
    with pytest.raises(InputError, match=r"would hold '\\udcff', which is no Unicode character"):
        write_text(path, "image \udcff.nrrd")
    assert path.read_bytes() == b"old\r\n"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(InputError, match="no Unicode character"):
        canonical_hash({"name": "\ud800"})
