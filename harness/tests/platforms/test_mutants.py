"""Mutants: each is in place when it says so, each control is tripped by one, then nothing is a finding."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from addrinuse.analysis import tables
from addrinuse.model import cases
from addrinuse.model.observations import Observation, ObservationId, failed_controls
from addrinuse.platforms import registry
from addrinuse.provision import build
from addrinuse.support import paths
from helpers import observing
from helpers.observing import Record
from addrinuse.support.errors import UserError
from addrinuse.platforms import mutant
from addrinuse.platforms.mutant import Mutant
from addrinuse.mutation import study
from addrinuse.mutation.findings import Findings, answers_of
from helpers.fake_suite import HEADER, FakeSuite, observation, write_run

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="mutants need Linux")

TRIPPED_BY = {
    "controls/clock_advances": "clock-stands",
    "controls/datagrams_arrive": "datagrams-vanish",
    "controls/ipv6_is_there": "ipv6-broken",
    "controls/loopback_carries_data": "bytes-vanish",
    "controls/plain_double_bind_is_refused": "plain-double-bind",
    "controls/stack_is_the_one_named": "another-stack",
}
OTHERS = ("bind/plain_double_bind[tcp4]", "time_wait/rebind_plain[tcp4]", "close/close_sends_fin[tcp4]")


@pytest.fixture(scope="session")
def folder() -> Path:
    """Where program and library are, up to date."""
    return build.up_to_date(build.PRESET, mutant.PROGRAM)


def observed(platform: registry.Platform, ids: Iterable[str]) -> dict[str, Record]:
    """The observations of a platform."""
    with platform.open() as session:
        return observing.by_id(observing.observe(session, *ids, timeout=300))


def of_records(lines: dict[str, Record]) -> dict[ObservationId, Observation]:
    """The observations of records."""
    return {ObservationId(name): observing.of(record) for name, record in lines.items()}


@linux_only
def test_the_harness_reads_the_table_that_the_library_has(folder: Path) -> None:
    done = subprocess.run([folder / mutant.PROGRAM, "--facts"], capture_output=True, text=True, timeout=300,
                          env={"LD_PRELOAD": str(folder / mutant.LIBRARY), "ADDRINUSE_MUTANT": "no-such"})
    assert done.returncode == 2
    assert done.stdout == ""
    listed = dict(line.strip().split(": ", 1) for line in done.stderr.splitlines()[1:])
    assert listed == mutant.rules()


def test_a_name_that_is_unknown_gets_the_nearest() -> None:
    with pytest.raises(UserError, match="reuseaddr-ignored"):
        registry.find("mutant:reuseaddr-ignore")


@linux_only
def test_a_library_that_is_not_loaded_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutant, "LIBRARY", "libno-such-library.so")
    with pytest.raises(UserError, match="mutant is None, not 'bsd'"):
        observed(registry.find("mutant:bsd"), OTHERS[:1])


@linux_only
def test_another_mutant_than_asked_for_is_noticed(folder: Path) -> None:
    impostor = Mutant("bsd", "")
    with impostor.open() as session:
        session.prefix = (*session.prefix, "env", "ADDRINUSE_MUTANT=unchanged")
        with pytest.raises(UserError, match="mutant is 'unchanged', not 'bsd'"):
            observing.observe(session, OTHERS[0])


def test_every_control_has_a_mutant_that_trips_it() -> None:
    assert sorted(TRIPPED_BY) == sorted(id for id, case in cases.load().items() if case.is_control)


@linux_only
@pytest.mark.parametrize("control", sorted(TRIPPED_BY))
def test_a_tripped_control_lets_nothing_be_a_finding(folder: Path, control: str) -> None:
    seen = observed(registry.find(f"mutant:{TRIPPED_BY[control]}"), OTHERS)
    observations = of_records(seen)
    failed = failed_controls(observations.values())
    assert any(one.startswith(control) for one in failed), failed
    for id in OTHERS:
        assert seen[id]["status"] == "not-run", seen[id]
        assert "control" in seen[id]["why"]
    run = observing.run(Path("x"), *seen.values())
    table = tables.make(cases.load(), [run], [ObservationId(name).case for name in OTHERS])
    assert {cell.verdict for row in table.rows for cell in row.cells.values()} == {"undecided"}


@linux_only
def test_a_model_without_a_changed_rule_flips_nothing(folder: Path) -> None:
    chosen = [case for case in cases.load().values() if not case.slow]
    ids = study.of_the_stack(id for case in chosen for id in case.observations())
    here, there = (observed(registry.find(name), ids) for name in ("host", "mutant:unchanged"))
    found = Findings(of_records(here))
    found.add("mutant:unchanged", answers_of(of_records(there)))
    assert found.others == {}


def test_mutants_are_listed_as_simulated() -> None:
    listed = {platform.name: platform for platform in registry.every()}
    assert listed["mutant:bsd"].simulated
    assert not listed["host"].simulated


def test_all_platforms_leaves_mutants_out() -> None:
    assert [platform.name for platform in registry.chosen(["all"]) if platform.simulated] == []


def test_a_table_shows_a_simulated_run_only_where_it_is_named(suite: FakeSuite) -> None:
    suite.cases("bind/a")
    facts = {**HEADER["facts"], "engine": "mutant", "simulated": True, "rule": "a changed rule"}
    published = suite.root / "results" / "runs"
    write_run(published / "linux-6.1.jsonl", observation("bind/a"))
    named = write_run(published / "mutant-bsd.jsonl", observation("bind/a", "EADDRINUSE"),
                      platform="mutant:bsd", facts=facts)
    left_out = suite.run("table", code=0).stdout
    assert "mutant" not in left_out and "linux-6.1" in left_out
    shown = suite.run("table", str(named), code=0).stdout
    assert "mutant:bsd" in shown and "simulated: a changed rule" in shown


def test_rules_are_read_from_the_suite_in_use(suite: FakeSuite) -> None:
    assert mutant.rules() == {}
    assert paths.root() == suite.root
