"""Scans of a platform that is made up: what is kept when a person interrupts."""
from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from addrinuse.grid import scan, store
from addrinuse.provision import build

FIRST = (b"# grid schema=1 plan=core version=1 digest=0123456789abcdef system=Linux release=6.1 "
         b"namespaces=yes users=2 ipv6=yes dual-stack=yes port-range=yes lists-closed=yes options=RA "
         b"cells=3 skipped=0")
COLUMNS = (b"proto,state,addr1,opts1,addr2,opts2,user,bind,listen,winner,connect,attempt,when,port,receivers,"
           b"state0,addr0,opts0,count,spread")
CELLS = [b"tcp,bound,any4,none,lo4,%s,same,EADDRINUSE,-,-,-,bind,before,explicit,-,-,-,-,1,-" % options
         for options in (b"none", b"RA", b"RP")]
END = b"# end cells=3 skipped=0 complete=yes"


class FakeSession:
    name = "made-up"
    scan_processes = 1
    error = "no cell has that"

    def __init__(self, lines: list[bytes], interrupted: bool):
        self.lines, self.interrupted, self.stopped = lines, interrupted, False

    def lines_of(self, program: Path, arguments: object, timeout: float) -> Iterator[bytes]:
        self.arguments = arguments
        yield from self.lines
        if self.interrupted:
            raise KeyboardInterrupt

    def program_answer_name(self, facts: dict[str, str]) -> str:
        return "made-up-" + facts["release"]

    def stop(self) -> None:
        self.stopped = True

    def exit_reason(self) -> str:
        return "ended"

    def stderr_tail(self) -> str:
        return f"something\naddrinuse-grid: {self.error}\n"


class FakePlatform:
    name = "made-up"

    def __init__(self, lines: list[bytes], interrupted: bool = False):
        self.session = FakeSession(lines, interrupted)

    def standalone_program(self, name: str) -> Path:
        return Path(name)

    def prepare(self) -> None:
        pass

    @contextmanager
    def open(self) -> Iterator[FakeSession]:
        yield self.session


@pytest.fixture
def scan_into(monkeypatch, tmp_path):
    """Scans the platform into a folder."""
    monkeypatch.setattr(scan.registry, "require", lambda platform: None)

    def run(platform: FakePlatform, where: str = "", every: int = 1, order: str = "forward") -> int:
        monkeypatch.setattr(scan.registry, "named", lambda names: [platform])
        return scan.run(["made-up"], scan.Wanted("core", where, every, order), tmp_path)

    return run


def test_a_whole_scan_is_stored(scan_into, tmp_path):
    assert scan_into(FakePlatform([FIRST, COLUMNS, *CELLS, END])) == 0
    assert len(store.find("made-up-6.1", tmp_path)) == 3


def test_only_some_cells_are_scanned_on_request(scan_into):
    platform = FakePlatform([FIRST, COLUMNS, *CELLS, END])
    scan_into(platform, "state=bound,proto=tcp")
    assert platform.session.arguments == ["--plan", "core", "--slice", "1/1",
                                          "--select", "state=bound,proto=tcp"]


def test_a_sample_is_scanned_on_request(scan_into):
    platform = FakePlatform([FIRST, COLUMNS, *CELLS, END])
    scan_into(platform, every=20)
    assert platform.session.arguments == ["--plan", "core", "--slice", "1/1", "--every", "20"]


def test_cells_are_asked_in_another_order_on_request(scan_into):
    platform = FakePlatform([FIRST, COLUMNS, *CELLS, END])
    scan_into(platform, order="shuffled:3")
    assert platform.session.arguments[4:] == ["--order", "shuffled:3"]


@pytest.mark.parametrize("order", ["backward", "shuffled", "shuffled:x", "shuffled:-1"])
def test_an_unknown_order_is_refused(order):
    from addrinuse.grid.commands import grid

    with pytest.raises(click.BadParameter, match="is not forward, reverse or shuffled:SEED"):
        grid.make_context("grid", ["--order", order])


def test_processes_share_a_scan_where_one_would_run_out_of_ports(scan_into, tmp_path):
    class Third(FakeSession):
        scan_processes = 3

        def lines_of(self, program: Path, arguments: list[str], timeout: float) -> Iterator[bytes]:
            number = int(arguments[3].split("/")[0])
            yield from [FIRST, COLUMNS, CELLS[number - 1], END]

    platform = FakePlatform([])
    platform.session = Third([], False)
    assert scan_into(platform) == 0
    grid = store.find("made-up-6.1", tmp_path)
    assert (len(grid), grid.complete) == (3, True)


def test_a_scan_that_could_not_be_completed_says_why(scan_into, tmp_path, capsys):
    platform = FakePlatform([FIRST, COLUMNS, *CELLS, END.replace(b"yes", b"no")])
    platform.session.error = "there are no more free ports"
    assert scan_into(platform) == 0
    assert not store.find("made-up-6.1", tmp_path).complete
    assert "there are no more free ports" in capsys.readouterr().err


def test_an_interruption_keeps_what_was_scanned(scan_into, tmp_path):
    platform = FakePlatform([FIRST, COLUMNS, *CELLS], interrupted=True)
    with pytest.raises(KeyboardInterrupt):
        scan_into(platform)
    grid = store.find("made-up-6.1", tmp_path)
    assert platform.session.stopped
    assert len(grid) == 2  # the last line may have been cut
    assert not grid.complete


def test_an_interruption_does_not_replace_a_whole_grid(scan_into, tmp_path):
    scan_into(FakePlatform([FIRST, COLUMNS, *CELLS, END]))
    with pytest.raises(KeyboardInterrupt):
        scan_into(FakePlatform([FIRST, COLUMNS, *CELLS], interrupted=True))
    assert store.find("made-up-6.1", tmp_path).complete
    assert len(store.find("made-up-6.1.part", tmp_path)) == 2


def test_an_interruption_before_the_first_cell_keeps_nothing(scan_into, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        scan_into(FakePlatform([FIRST, COLUMNS], interrupted=True))
    assert store.read_index(tmp_path) == {}


def test_a_scanner_that_prints_nothing_is_an_error_of_its_platform_only(scan_into, tmp_path, capsys):
    assert scan_into(FakePlatform([])) == 2
    error = capsys.readouterr().err
    assert "printed no grid: ended" in error
    assert "addrinuse-grid: no cell has that" in error and "something" not in error


def test_slices_that_are_empty_are_grids_and_an_empty_selection_is_an_error():
    program = build.up_to_date(build.PRESET, scan.PROGRAM) / scan.PROGRAM
    cells = "proto=udp,state=bound,addr1=lo4,addr2=lo4,user=same"

    def asked(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([program, *words], capture_output=True, text=True, timeout=300, check=False)

    counts = [asked("--select", cells, "--slice", f"{number}/2").stdout.count("\nudp,") for number in (1, 2)]
    assert min(counts) > 0 and sum(counts) == asked("--select", cells).stdout.count("\nudp,")
    assert "cells=0 skipped=0 complete=yes" in asked("--select", cells, "--slice", "1/60000").stdout
    assert asked("--select", "state=none").returncode == 2
