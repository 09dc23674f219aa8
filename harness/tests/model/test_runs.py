"""Run files: strict reading, and errors that name file and line."""
import copy
import gzip
import json
import lzma
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.model import records, runs
from addrinuse.platforms import recorded
from addrinuse.support import paths
from addrinuse.model.observations import failed_controls
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
            assert trouble.subject.startswith("a.jsonl:")


@pytest.mark.parametrize("version", [3, 0, None, "1", True, 1.5])
def test_another_schema_version_is_an_error_that_names_both(tmp_path, version):
    told = failure(write_run(tmp_path / "a.jsonl", schema=version))
    assert told.startswith(f"a.jsonl:1: schema version {json.dumps(version)}; this addrinuse reads versions "
                           "1 and 2")


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
    ({"observation": "../etc/passwd"}, "observation.observation"),
    ({"observation": "bind/a\n"}, "observation.observation"),
    ({"case": "bind/b"}, "observation, case and variant disagree"),
    ({"variant": "tcp4"}, "observation, case and variant disagree"),
    ({"seconds": 1e16}, "observation.seconds"),
    ({"seconds": 10 ** 400}, "observation.seconds"),
    ({"details": {"n": -1e16}}, "observation.details.n"),
    ({"transcript": [[10 ** 400, "a", "b"]]}, "observation.transcript[0][0]"),
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
                         ["observation", "case", "status", "claimed", "details", "seconds", "transcript",
                          "observed"])
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
    assert failure(path) == "a.jsonl:2: the line is not a JSON object"


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
    assert records.passes_fast_check(base)
    for value in MUTANTS:
        record = {**base, key: value}
        if records.passes_fast_check(record):
            assert records.schema_error(record) == "", record


WHOLE_HEADER = {**HEADER, "selection": "--quick", "facts": {**HEADER["facts"], "settings": {"net.a": "1"},
                                                            "user": "root", "n": 1, "b": True, "none": None}}
FOOTER = {"count": 4, "finished": "2026-11-20T15:46:01Z"}


def places(value, path=()):
    """The ways to all values in a record, and to a key that it lacks."""
    if isinstance(value, dict):
        return [found for key in [*value, "other"] for found in places(value.get(key), (*path, key))] + [path]
    return [path]


@pytest.mark.parametrize("base", [WHOLE_HEADER, FOOTER], ids=["header", "footer"])
def test_what_is_let_through_of_a_header_or_footer_is_what_the_schema_accepts(base):
    assert records.passes_fast_check(base)
    strange = [*MUTANTS, 2, 2.0, 1e15, 1.1e15, 200_001, "warped", "x" * 8192, "x" * 8193, "unknown", "a" * 64,
               "2026-11-20T15:46:01Z\n", {"a": ["b"]}, {"a": "x" * 8193}, {str(n): 1 for n in range(1001)}]
    for *way, last in filter(None, places(base)):
        for value in [*strange, KeyError]:
            record = copy.deepcopy(base)
            around = record
            for key in way:
                around = around[key]
            if value is KeyError:
                around.pop(last, None)
            else:
                around[last] = value
            if records.passes_fast_check(record):
                assert records.schema_error(record) == "", record


def test_sound_records_are_read_without_the_library_of_schemas():
    program = ("import json, sys; from addrinuse.model import records\n"
               "for record in json.load(sys.stdin): assert records.validation_error(record) == ''\n"
               "assert records.header_error(record) == '' and 'jsonschema' not in sys.modules")
    subprocess.run([sys.executable, "-c", program], check=True, text=True,
                   env={**os.environ, "PYTHONPATH": str(paths.CHECKOUT / "harness")},
                   input=json.dumps([FOOTER, observation("bind/a"), WHOLE_HEADER]))


def test_failed_controls_are_named():
    observations = [records.observation_of(record) for record in (
        observation("controls/a"), observation("controls/b", "eof", "hello"), observation("bind/a", "x", "y"),
        observation("controls/c", None, status="timeout", why="20 s"),
        observation("controls/d", "any", None))]
    assert failed_controls(observations) == ["controls/b: eof instead of hello", "controls/c: timeout, 20 s"]


def test_compressed_runs_are_read_alike_whatever_their_names(tmp_path):
    plain = write_run(tmp_path / "a.jsonl", observation("bind/a"), observation("bind/b[tcp4]", "EINVAL"))
    content = plain.read_bytes()
    for name, packed in (("a.jsonl.xz", lzma.compress(content)), ("a.jsonl.gz", gzip.compress(content)),
                         ("two.jsonl", lzma.compress(content[:100]) + lzma.compress(content[100:])),
                         ("x", content)):
        (tmp_path / name).write_bytes(packed)
        run = runs.read(tmp_path / name)
        assert (run.header, run.observations, run.footer) == (runs.read(plain).header,
                                                              runs.read(plain).observations,
                                                              runs.read(plain).footer)


@pytest.mark.parametrize("compress", [lzma.compress, gzip.compress])
def test_a_damaged_compressed_run_is_an_error_naming_the_line(tmp_path, compress):
    content = compress(write_run(tmp_path / "a.jsonl", observation("bind/a")).read_bytes())
    (tmp_path / "b").write_bytes(content[:-20])
    assert "damaged or cut off" in failure(tmp_path / "b")


def test_a_run_that_unpacks_to_too_much_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "LINE_LIMIT", 1 << 20)
    (tmp_path / "bomb").write_bytes(lzma.compress(b" " * (8 << 20)))
    assert failure(tmp_path / "bomb") == "bomb:1: longer than a run may be"


def test_a_pipe_is_read_once(tmp_path):
    content = write_run(tmp_path / "a.jsonl", observation("bind/a")).read_bytes()
    near, far = os.pipe()
    os.write(far, lzma.compress(content))
    os.close(far)
    session = recorded.named(f"/dev/fd/{near}")
    assert session.describe().available and session.describe().available
    os.close(near)


OLD = {"case": "sanity/loopback[tcp4]", "status": "observed", "observed": "ok", "claimed": "ok",
       "details": {}, "seconds": 0.5, "transcript": []}


def test_a_run_of_schema_1_is_read_with_the_present_names(suite):
    (suite.root / "docs" / "renamed-cases.toml").write_text('[[renamed]]\nfrom = "bind/old"\nto = '
                                                            '"bind/new"\n')
    records.renamed_cases.cache_clear()
    run = runs.read(write_run(suite.root / "a.jsonl", OLD, {**OLD, "case": "bind/old"}, schema=1))
    assert list(run.observations) == ["controls/loopback[tcp4]", "bind/new"]
    records.renamed_cases.cache_clear()


def test_convert_writes_the_present_schema_in_order(suite):
    write_run(suite.root / "a.jsonl", {**OLD, "case": "udp/b"}, {**OLD, "case": "bind/a[tcp4]"}, schema=1)
    suite.run("convert", "a.jsonl", "-o", "b.jsonl.xz", code=0)
    lines = [json.loads(line)
             for line in lzma.decompress((suite.root / "b.jsonl.xz").read_bytes()).splitlines()]
    assert [line.get("observation") for line in lines] == [None, "bind/a[tcp4]", "udp/b", None]
    assert lines[0]["schema"] == 2 and lines[1]["case"] == "bind/a" and lines[1]["variant"] == "tcp4"
    assert all(records.schema_error(line) == "" for line in lines)


def test_a_hundred_thousand_different_repeats_are_counted_in_one_pass():
    words = [f"word {number}" for number in range(100_000)]
    calls = Counting(words)
    assert records.observation_of(observation("bind/a",
                                              repeats=calls)).answer.startswith("word 0 1x, word 1 1x")
    assert calls.counted == 0, "list.count() in a loop is quadratic"


class Counting(list):
    """A list that notes how often somebody counts in it."""

    counted = 0

    def count(self, value):
        self.counted += 1
        return super().count(value)


@given(key=st.sampled_from(sorted(records.KEYS)), value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=100)
    | st.sampled_from(["ok", "crashed", "bind/a[tcp4]", "tcp4", "x" * 81, "x" * 8193, 1e15, 1.1e15]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=6))
@settings(max_examples=300, deadline=None, database=None, derandomize=True)
def test_the_fast_check_lets_nothing_through_that_the_schema_refuses(key, value):
    for base in (observation("bind/a[tcp4]"), observation("bind/a", None, status="broken", why="x")):
        record = {**base, key: value}
        if records.passes_fast_check(record):
            assert records.schema_error(record) == "", record
