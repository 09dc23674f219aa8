"""Cases that share a process (`--share-process`, as in virtual machines) see what they see in their own."""
from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from addrinuse.model import cases
from addrinuse.provision import build

SHARED = ["--share-process", "--helpers-share-memory", "--jobs", "8"]


@pytest.fixture(scope="module")
def instant() -> str:
    """The observation ids of the cases that do not wait, one a line."""
    return "".join(f"{id}\n" for case in cases.load().values() if not case.slow for id in case.observations())


def run(ids: str, *options: str) -> dict[str, tuple[str, str | None]]:
    """Status and observation by id."""
    command = [str(build.all_cases()), "--records", "--cases-from", "-", *options]
    lines = subprocess.run(command, input=ids, capture_output=True, text=True,
                           timeout=300).stdout.splitlines()
    records = [json.loads(line) for line in lines]
    return {one["observation"]: (one["status"], one.get("observed")) for one in records
            if "observation" in one}


def test_it_makes_no_difference(instant: str) -> None:
    alone, shared = run(instant), run(instant, *SHARED)
    assert len(alone) > 500
    assert {id: (alone[id], shared.get(id)) for id in alone if alone[id] != shared.get(id)} == {}


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def test_a_process_that_is_killed_costs_one_case(instant: str) -> None:
    with subprocess.Popen([str(build.all_cases()), "--records", "--cases-from", "-", "--share-process",
                           "--jobs", "8"],
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        program.stdin.write(instant)
        program.stdin.close()
        controls = [json.loads(program.stdout.readline()) for _ in range(8)]
        assert controls[0]["run"] == "addrinuse"
        deadline = time.monotonic() + 120
        while not (victims := children(program.pid)) and time.monotonic() < deadline:
            time.sleep(0.001)
        os.kill(victims[0], signal.SIGKILL)
        records = [json.loads(line) for line in program.stdout]
    found = [one for one in [*controls, *records] if "observation" in one]
    seen = [one["observation"] for one in found]
    assert sorted(seen) == sorted({*seen, *instant.split()})
    assert sum(one["status"] == "crashed" for one in found) <= 1


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


@pytest.mark.parametrize("options", [(), ("--share-process",)], ids=["alone", "shared"])
@pytest.mark.parametrize(("by", "status"), [(signal.SIGKILL, "crashed"), (signal.SIGSTOP, "timeout")])
def test_a_case_that_is_cut_off_keeps_its_transcript(options: tuple[str, ...], by: int, status: str) -> None:
    id = "close/shutdown_of_reading_sends_fin[tcp4]"  # waits a second for what does not come
    command = [str(build.all_cases()), "--records", "--case", id, "--timeout",
               "2" if by == signal.SIGSTOP else "120", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        for line in program.stdout:
            if "controls/clock_advances" in line:  # the last control
                break
        deadline = time.monotonic() + 120
        asleep = 0
        while asleep < 5 and time.monotonic() < deadline:
            victims = children(program.pid)
            asleep = asleep + 1 if victims and state(victims[0]) == "S" else 0
            time.sleep(0.02)
        os.kill(victims[0], by)
        cut_off = next(record for line in program.stdout
                       if (record := json.loads(line)).get("observation") == id)
    assert cut_off["status"] == status
    assert any(call.endswith(".shutdown(SHUT_RD)") for _, call, _ in cut_off["transcript"])
