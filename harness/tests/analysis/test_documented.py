"""Columns of systems that nobody ran: they hold what documents predict, and nothing that looks observed."""
from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from helpers.fake_suite import HEADER, FakeSuite, observation, write_run

from addrinuse.analysis import columns, documented, tables
from addrinuse.analysis.tables import Table
from addrinuse.model import cases, runs
from addrinuse.publish import formats

OWN = '{ doc = "manual", at = "1", on = ["aix"] }'


@pytest.fixture
def suite(suite: FakeSuite) -> FakeSuite:
    suite.case("bind/a", f'says = [{OWN}]\n', "CASE(tcp4, tcp6) {}")
    suite.case("bind/b", 'says = [{ doc = "manual", at = "1" }]\ndisputed_by = ['
                         '{ doc = "mail", at = "2", on = ["aix", "linux"], predicts = "EIO" }]\n')
    suite.case("udp/c", 'says = [{ doc = "mail", at = "3", on = ["wine-*"], predicts = "EIO" }]\n')
    return suite


def made(suite: FakeSuite, *records: dict[str, Any], **header: Any) -> Table:
    """The table of one run with the columns of the systems that it does not show."""
    run = runs.read(write_run(suite.root / "a.jsonl", *records, **header))
    known = cases.load()
    return documented.added(tables.make(known, [run]), [run], documented.claims([run]), known)


def row(table: Table, case: str) -> tables.Row:
    """The row of a case."""
    return next(row for row in table.rows if row.id == case)


def test_a_column_holds_the_words_of_the_systems_own_documents(suite: FakeSuite) -> None:
    table = made(suite, observation("bind/a[tcp4]", "EINVAL", "ok"), observation("bind/b", "EIO", "ok"))
    assert [column.name for column in table.columns] == ["linux-6.1", "aix (documented)"]
    own, disputed, silent = (row(table, case).cells["aix (documented)"]
                             for case in ("bind/a", "bind/b", "udp/c"))
    assert (own.answer, own.predicted) == ("documented: ok", ("ok",))
    assert (disputed.answer, disputed.predicted) == ("documented: EIO", ("EIO",))
    assert (silent.answer, silent.verdict) == ("not documented", "silent")


def test_nothing_in_the_column_counts_as_observed(suite: FakeSuite) -> None:
    table = made(suite, observation("bind/a[tcp4]", "EINVAL", "ok"), observation("bind/b", "EIO", "ok"))
    for one in table.rows:
        cell = one.cells["aix (documented)"]
        assert cell.observed is None and cell.answered() is None and cell.status == "not-run"
        assert not one.differs and "aix (documented)" not in one.answer_groups()
    assert table.columns[1].notes == (documented.NOTE,)


def test_a_claim_whose_word_no_run_states_predicts_nothing(suite: FakeSuite) -> None:
    assert row(made(suite, observation("bind/a[tcp4]", "EINVAL", None)), "bind/a").cells[
        "aix (documented)"] == documented.NONE
    run = [runs.read(write_run(suite.root / f"{word}.jsonl", observation("bind/b", "ok", word)))
           for word in ("ok", "EIO")]
    assert documented.claims(run) == {} and documented.claims(run[:1]) == {("bind/b", ""): "ok"}


@pytest.mark.parametrize("engine, expected", [("qemu", False), ("wine", True)])
def test_a_system_with_a_run_has_no_such_column_unless_it_is_imitated(suite: FakeSuite, engine: str,
                                                                      expected: bool) -> None:
    facts = {**HEADER["facts"], "stack": "aix", "engine": engine}
    table = made(suite, observation("bind/b", "EIO", "ok"), platform="aix-7", facts=facts)
    assert ("aix (documented)" in [column.name for column in table.columns]) == expected
    folded = columns.fold(table)
    assert len(folded.columns) == len(table.columns)


def test_formats_mark_it(suite: FakeSuite) -> None:
    table = made(suite, observation("bind/b", "EIO", "ok"))
    for form in ("text", "markdown", "html"):
        out = io.StringIO()
        formats.WRITERS[form](table, out)
        assert "documented: EIO" in out.getvalue() and documented.NOTE in out.getvalue()
    out = io.StringIO()
    formats.as_csv(table, out)
    [line] = [line for line in csv.DictReader(io.StringIO(out.getvalue()))
              if line["case"] == "bind/b" and line["platform"] == "aix (documented)"]
    assert (line["status"], line["observed"], line["answer"]) == ("not-run", "", "documented: EIO")
    assert formats.json_of(table)["cells"]["bind/b"]["aix (documented)"]["predicted"] == ["EIO"]


def test_the_command_adds_the_columns_when_asked(suite: FakeSuite) -> None:
    write_run(suite.root / "a.jsonl", observation("bind/b", "EIO", "ok"))
    (suite.root / "results" / "runs").mkdir(parents=True, exist_ok=True)
    write_run(suite.root / "results" / "runs" / "b.jsonl", observation("bind/a[tcp4]", "EIO", "ok"))
    without = suite.run("table", "a.jsonl", "--format", "json", code=0)
    with_them = suite.run("table", "a.jsonl", "--documented", "--format", "json", code=0)
    names = [[one["name"] for one in json.loads(done.stdout)["platforms"]] for done in (without, with_them)]
    assert names == [["linux-6.1"], ["linux-6.1", "aix (documented)"]]
    assert json.loads(with_them.stdout)["cells"]["bind/a"]["aix (documented)"]["predicted"] == ["ok"]
    only = suite.run("table", "a.jsonl", "--documented", "--platform", "aix", code=0)
    assert "linux-6.1" not in only.stdout and "documented: EIO" in only.stdout
