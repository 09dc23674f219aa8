"""Tables: variants folded, nothing left out, verdicts computed, and every format safe for where it is read.
"""
import csv
import io
import json

import pytest
from helpers import observing
from helpers.fake_suite import HEADER, observation, write_run

from addrinuse.analysis import tables
from addrinuse.model import cases, runs, verdicts
from addrinuse.publish import formats, text
from addrinuse.model.cases import Statement
from addrinuse.model.observations import Status


@pytest.fixture
def suite(suite):
    suite.case("bind/a", body="CASE(tcp4, tcp6) {}", claim="A <b>claim</b>.")
    suite.case("udp/c")
    return suite


def run(suite, *records, name="a", footer=True, **header):
    return runs.read(write_run(suite.root / f"{name}.jsonl", *records, footer=footer, **header))


def table_of(*read):
    return tables.make(cases.load(), read)


def written(table, form):
    out = io.StringIO()
    formats.WRITERS[form](table, out)
    return out.getvalue()


def test_variants_that_agree_are_one_answer(suite):
    made = table_of(run(suite, observation("bind/a[tcp4]"), observation("bind/a[tcp6]"),
                        observation("udp/c")))
    cell = made.rows[0].cells["linux-6.1"]
    assert (cell.answer, cell.verdict, cell.observed, cell.variants) == ("ok", "holds", "ok", {})
    assert not made.rows[0].differs


def test_variants_that_differ_say_where(suite):
    made = table_of(run(suite, observation("bind/a[tcp6]", "EINVAL"), observation("bind/a[tcp4]")))
    cell = made.rows[0].cells["linux-6.1"]
    assert (cell.answer, cell.verdict) == ("tcp4: ok; tcp6: EINVAL", "contradicted")
    assert {name: one.observed for name, one in cell.variants.items()} == {"tcp4": "ok", "tcp6": "EINVAL"}


def test_a_variant_that_does_not_apply_does_not_decide(suite):
    absent = observation("bind/a[tcp6]", None, status="not-applicable", why="no IPv6")
    cell = table_of(run(suite, observation("bind/a[tcp4]"), absent)).rows[0].cells["linux-6.1"]
    assert (cell.status, cell.verdict, cell.answer) == ("observed", "holds", "tcp4: ok; tcp6: not applicable")
    assert cell.why == "tcp6: no IPv6"


def test_nothing_is_left_out(suite):
    made = table_of(run(suite, observation("bind/a[tcp4]"), observation("old/case")))
    cells = {row.id: row.cells["linux-6.1"].answer for row in made.rows}
    assert cells == {"bind/a": "tcp4: ok; tcp6: not in this run", "old/case": "ok",
                     "udp/c": "not in this run"}


def test_two_runs_of_one_platform_are_two_columns(suite):
    made = table_of(run(suite, observation("udp/c")), run(suite, observation("udp/c", "EINVAL"), name="b"))
    assert [column.name for column in made.columns] == ["linux-6.1", "linux-6.1#2"]
    assert [row.id for row in made.only_differences().rows] == ["udp/c"]


def test_a_platform_without_an_answer_does_not_differ(suite):
    absent = observation("udp/c", None, status="not-applicable", why="no UDP")
    first = run(suite, observation("udp/c"), observation("bind/a[tcp4]"), observation("bind/a[tcp6]", "EIO"))
    second = run(suite, absent, observation("bind/a[tcp4]"), name="b", platform="linux-6.2")
    assert not table_of(first, second).only_differences().rows
    third = run(suite, observation("bind/a[tcp6]"), name="c", platform="linux-6.3")
    assert [row.id for row in table_of(first, third).only_differences().rows] == ["bind/a"]


@pytest.mark.parametrize("before, after, kind", [
    ({"": "ok"}, {"": "ok"}, "same"), ({"": "ok"}, {"": "EIO"}, "changed"), ({"": "ok"}, {}, "lost"),
    ({}, {"": "ok"}, "gained"), ({}, {}, "none"), ({"tcp4": "ok", "tcp6": "EIO"}, {"": "ok"}, "changed"),
    ({"tcp4": "ok", "tcp6": "EIO"}, {"tcp4": "ok", "tcp6": None}, "same"),
])
def test_what_became_of_an_answer(before, after, kind):
    def folded(words):
        return tables.fold({name: tables.Cell(
            Status.OBSERVED if word else Status.NOT_APPLICABLE, word, "ok", "holds", word or "not applicable")
            for name, word in words.items()})
    assert folded(before).kind_to(folded(after)) == kind


def test_columns_say_what_a_reader_must_know(suite):
    bad = run(suite, observation("controls/x", "eof", "hello"), footer=False, selection="--quick",
              facts={**HEADER["facts"], "isolation": "none"})
    notes = "\n".join(tables.notes_on(bad))
    for words in ("truncated", "control failed: controls/x: eof instead of hello", "--quick", "own stack"):
        assert words in notes


def test_lwip_shares_no_stack(suite):
    alone = run(suite, observation("udp/c"), facts={**HEADER["facts"], "engine": "lwip", "isolation": "none"})
    assert not any("own stack" in note for note in tables.notes_on(alone))


def test_json_is_what_the_design_promises(suite):
    found = json.loads(written(table_of(run(suite, observation("udp/c", "EINVAL"))), "json"))
    assert found["platforms"][0]["name"] == "linux-6.1" and found["platforms"][0]["facts"]["stack"] == "linux"
    assert found["cases"][1] == {"id": "udp/c", "claim": "It works.", "says": [{"doc": "manual", "at": "1"}],
                                 "disputed_by": []}
    assert found["cells"]["udp/c"]["linux-6.1"] == {
        "status": "observed", "observed": "EINVAL", "claimed": "ok", "verdict": "contradicted",
        "documents": {"general_contradicted": 1}}


def test_every_format_has_every_cell(suite):
    made = table_of(run(suite, observation("bind/a[tcp4]"), observation("bind/a[tcp6]"),
                        observation("udp/c", "EIO")))
    for form in formats.WRITERS:
        assert written(made, form).count("EIO") >= 1, form
    assert "EIO ¶✗" in written(made, "text") and "EIO ¶✗" in written(made, "markdown")


HOSTILE = "\x1b[31m|<script>`*&\u202e"


def test_hostile_text_is_written_out_in_every_format(suite):
    made = table_of(run(suite, observation("udp/c", None, status="broken", why=HOSTILE),
                        observation("bind/a[tcp4]", "=cmd|x"), observation("bind/a[tcp6]", "=cmd|x")))
    for form in formats.WRITERS:
        shown = written(made, form)
        assert "\x1b" not in shown and "\u202e" not in shown, form
    assert "<script>" not in written(made, "html") and "<b>claim" not in written(made, "html")
    assert "=cmd\\|x" in written(made, "markdown") and "\\<script\\>" in written(made, "markdown")
    rows = list(csv.reader(io.StringIO(written(made, "csv"))))
    assert {row[3] for row in rows if row[0] == "bind/a"} == {"'=cmd|x"}


def test_a_terminal_without_utf8_gets_plain_signs(suite):
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    text.as_text(table_of(run(suite, observation("udp/c", "EINVAL"))), out)
    out.flush()
    assert b"EINVAL [gen-]" in out.buffer.getvalue()


@pytest.mark.parametrize("said, seen, verdict", [
    (Statement("d", "1"), {"observed": "ok"}, "holds"),
    (Statement("d", "1"), {"observed": "EINVAL"}, "contradicted"),
    (Statement("d", "1", predicts=("EINVAL", "EIO")), {"observed": "EINVAL"}, "holds"),
    (Statement("d", "1", on=("freebsd",)), {"observed": "ok"}, "silent"),
    (Statement("d", "1", on=("linux",)), {"observed": "ok"}, "holds"),
    (Statement("d", "1", on=("host",)), {"observed": "ok"}, "holds"),
    (Statement("d", "1", on=("linux-6.*",)), {"observed": "ok"}, "holds"),
    (Statement("d", "1", on=("linux-5.*", "bsd")), {"observed": "ok"}, "silent"),
    (Statement("d", "1"), {"observed": "ok", "claimed": None}, "silent"),
    (Statement("d", "1"), {"observed": "ok", "repeats": ["ok", "EIO"]}, "undecided"),
    (Statement("d", "1"), {"observed": "ok", "repeats": ["ok", "ok"]}, "holds"),
    (Statement("d", "1"), {"status": "broken", "why": "x"}, "undecided"),
])
def test_the_verdict_on_a_statement(said, seen, verdict):
    given = {**observation("bind/a"), **seen}
    if given["status"] != "observed":
        given.pop("observed")
    assert verdicts.of_statement(said, observing.of(given), "linux-6.1", HEADER["facts"]) == verdict


@pytest.mark.parametrize("found, verdict", [
    (["holds", "holds"], "holds"), (["holds", "contradicted", "undecided"], "contradicted"),
    (["holds", "undecided"], "undecided"), (["silent", "holds"], "holds"), (["silent"], "silent"),
    ([], "silent"),
])
def test_verdicts_together(found, verdict):
    assert verdicts.combine(found) == verdict
