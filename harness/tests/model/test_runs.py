"""Run files: strict reading, and errors that name file and line."""
import copy
import json

import pytest
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.model import runs
from addrinuse.support import paths
from addrinuse.support.errors import UserError

jsonschema = pytest.importorskip("jsonschema")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def failure(path):
    with pytest.raises(UserError) as caught:
        runs.read(path)
    return str(caught.value)


def test_reads_what_a_survey_writes(tmp_path):
    run = runs.read(write_run(tmp_path / "a.jsonl", observation("bind/a"),
                              observation("bind/b[tcp4]", "EINVAL")))
    assert (run.platform, run.truncated, list(run.observations)) == ("linux-6.1", False,
                                                                     ["bind/a", "bind/b[tcp4]"])


def test_a_run_without_footer_is_read_and_marked(tmp_path):
    run = runs.read(write_run(tmp_path / "a.jsonl", observation("bind/a"), footer=False))
    assert run.truncated and list(run.observations) == ["bind/a"]


def test_a_truncated_run_is_an_error_where_it_must_be_complete(tmp_path):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a"), footer=False)
    with pytest.raises(UserError, match="a.jsonl: truncated"):
        runs.read_all([path], complete=True)


def test_a_run_cut_off_inside_a_line_is_an_error_naming_the_line(tmp_path):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a"), observation("bind/b"))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.index(b"bind/b") + 3])
    assert failure(path).startswith("a.jsonl:3: cut off in the middle of the line")


def test_every_cut_is_either_a_truncated_run_or_an_error_with_a_line(tmp_path):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a"), observation("bind/b"))
    whole = path.read_bytes()
    for length in range(len(whole) - 1):
        path.write_bytes(whole[:length])
        try:
            assert runs.read(path).truncated or whole[length:] == b"\n"
        except UserError as trouble:
            assert trouble.thing.startswith("a.jsonl:")


@pytest.mark.parametrize("version", [2, 0, None, "1", True, 1.5])
def test_another_schema_version_is_an_error_that_names_both(tmp_path, version):
    told = failure(write_run(tmp_path / "a.jsonl", schema=version))
    assert told.startswith(f"a.jsonl:1: schema version {json.dumps(version)}; this addrinuse reads version 1")


@pytest.mark.parametrize("content", [
    b"", b"hello\n", b"{}\n", b"[]\n", b"null\n", b"\xff\xfe\n", b'{"run":"other"}\n', b"\0" * 100,
    b"\x1f\x8b\x08\x00", b"[" * 100_000, b'{"run":' + b"9" * 5000])
def test_what_is_not_a_run_is_an_error_naming_line_1(tmp_path, content):
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert failure(path).startswith("a.jsonl:1: ")


def test_a_missing_file_and_a_folder_are_errors(tmp_path):
    assert "No such file" in failure(tmp_path / "none.jsonl")
    assert "directory" in failure(tmp_path)


@pytest.mark.parametrize("change, reason", [
    ({"case": "../etc/passwd"}, "observation.case"),
    ({"case": "bind/a\n"}, "observation.case"),
    ({"status": "fine"}, "observation: 'why'"),
    ({"observed": ""}, "observation.observed"),
    ({"observed": "ok\n"}, "observation.observed"),
    ({"observed": "x" * 81}, "observation.observed"),
    ({"observed": "\x1b[31m"}, "observation.observed"),
    ({"observed": 1}, "observation.observed"),
    ({"claimed": ["ok"]}, "observation.claimed"),
    ({"seconds": -1}, "observation.seconds"),
    ({"seconds": "1"}, "observation.seconds"),
    ({"seconds": True}, "observation.seconds"),
    ({"details": {"a": [1]}}, "observation.details.a"),
    ({"details": {"a": "x" * 8193}}, "observation.details.a"),
    ({"transcript": [[1, "a"]]}, "observation.transcript[0]"),
    ({"transcript": [[1, "a", 2]]}, "observation.transcript[0][2]"),
    ({"transcript": "none"}, "observation.transcript"),
    ({"repeats": []}, "observation.repeats"),
    ({"colour": "red"}, "'colour' was unexpected"),
    ({"status": "crashed", "why": "x"}, "observation.observed"),
    ({"why": "because"}, None),
])
def test_an_irregular_observation_is_an_error_naming_line_and_place(tmp_path, change, reason):
    path = write_run(tmp_path / "a.jsonl", observation("bind/b"), {**observation("bind/a"), **change})
    if reason is None:
        assert len(runs.read(path).observations) == 2
    else:
        told = failure(path)
        assert told.startswith("a.jsonl:3: ") and reason in told and told.isprintable()


@pytest.mark.parametrize("missing",
                         ["case", "status", "claimed", "details", "seconds", "transcript", "observed"])
def test_an_observation_that_lacks_something_is_an_error(tmp_path, missing):
    record = {key: value for key, value in observation("bind/a").items() if key != missing}
    assert failure(write_run(tmp_path / "a.jsonl", record)).startswith("a.jsonl:2: ")


@pytest.mark.parametrize("path, value", [
    (("platform",), "a b"), (("platform",), "<script>"), (("platform",), ""), (("facts", "stack"), None),
    (("facts", "engine"), "\x1b"), (("facts", "settings"), []), (("suite", "cases_digest"), "0"),
    (("suite", "commit"), "; rm"), (("started",), "yesterday"), (("time",), "slow"), (("more",), 1),
    (("facts", "deep"), {"a": {"b": "c"}}),
])
def test_an_irregular_header_is_an_error(tmp_path, path, value):
    header = copy.deepcopy(HEADER)
    inner = header
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    assert failure(write_run(tmp_path / "a.jsonl", **header)).startswith("a.jsonl:1: header")


def test_lines_that_contradict_the_run_are_errors(tmp_path):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a"), observation("bind/a"))
    assert failure(path) == "a.jsonl:3: a second observation of bind/a"
    whole = write_run(tmp_path / "b.jsonl", observation("bind/a"))
    lines = whole.read_text().splitlines()
    whole.write_text("\n".join([*lines, lines[1]]) + "\n")
    assert failure(whole) == "b.jsonl:4: goes on after its footer"
    whole.write_text("\n".join([lines[0], lines[2]]) + "\n")
    assert failure(whole) == "b.jsonl:2: the footer counts 1 observations, the file has 0"


def test_not_a_number_is_not_json(tmp_path):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a", seconds=float("nan")))
    assert failure(path) == "a.jsonl:2: the line is not JSON"


def test_a_line_or_file_beyond_all_bounds_is_an_error(tmp_path, monkeypatch):
    path = write_run(tmp_path / "a.jsonl", observation("bind/a", why="x" * 3000))
    monkeypatch.setattr(runs, "LINE_LIMIT", 2000)
    assert failure(path) == "a.jsonl:2: longer than a run may be"


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json.loads(paths.run_schema().read_text()))


MUTANTS = [0, 1, -1, 1.5, "", "ok", "x" * 9000, "a\nb", "é", True, None, [], {}, [[1, "a", "b"]],
           [[-1, "a", "b"]],
           {"a": 1}, {"a": None}, {"a": "b"}, "crashed", "not-run", "bind/a[tcp4]", "bind/a[]"]


@pytest.mark.parametrize("key", [*observation("bind/a"), "why", "repeats", "other"])
@pytest.mark.parametrize("status", ["observed", "broken"])
def test_what_is_let_through_without_the_schema_is_what_the_schema_accepts(key, status):
    base = observation("bind/a") if status == "observed" else observation("bind/a", None, status=status,
                                                                          why="x")
    assert runs.plainly_regular(base)
    for value in MUTANTS:
        record = {**base, key: value}
        if runs.plainly_regular(record):
            assert runs.schema_trouble(record) == "", record


def test_failed_controls_are_named():
    records = [observation("controls/a"), observation("controls/b", "eof", "hello"),
               observation("bind/a", "x", "y"),
               observation("controls/c", None, status="timeout", why="20 s"),
               observation("controls/d", "any", None)]
    assert runs.failed_controls(records) == ["controls/b: eof instead of hello", "controls/c: timeout, 20 s"]
