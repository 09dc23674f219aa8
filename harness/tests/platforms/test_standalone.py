"""The released program, which needs nothing else: what it prints, the file it writes, the grid."""
from __future__ import annotations

import os
import subprocess
from functools import lru_cache
from pathlib import Path

from addrinuse.model import cases, records, runs
from addrinuse.provision import build

CASE = "bind/plain_double_bind"


@lru_cache
def program() -> Path:
    """The program, built."""
    return build.up_to_date(build.PRESET, "addrinuse-cases") / "addrinuse-cases"


def started(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program, run in a folder."""
    return subprocess.run([program(), *arguments], cwd=folder, text=True, capture_output=True, timeout=300,
                          stdin=subprocess.DEVNULL)


def test_it_writes_a_run_file_and_says_where_and_how_to_send_it(tmp_path: Path) -> None:
    done = started(tmp_path, "--case", CASE, "--by", "A. Tester", "--how", "a machine")
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = tmp_path.iterdir()
    run = runs.read(path)
    assert not run.truncated and run.platform == path.name.removesuffix(".jsonl")
    assert run.header.suite.cases_digest == cases.digest()
    assert run.facts["contributed_by"] == "A. Tester" and run.facts["contributed_how"] == "a machine"
    assert f"The run is in {path.name}" in done.stdout and "Contributed run" in done.stdout
    count = len(run.observations)
    assert "as claimed" in done.stdout and f"{count} of {count}" in done.stdout


def test_its_lines_are_of_the_present_schema_as_they_stand(tmp_path: Path) -> None:
    started(tmp_path, "--case", CASE, "--output", "run.jsonl")
    for line in (tmp_path / "run.jsonl").read_bytes().splitlines():
        record = records.parsed(line)
        assert record is not None and records.schema_error(record) == ""


def test_its_help_lists_its_own_options_first(tmp_path: Path) -> None:
    done = started(tmp_path, "--help")
    assert done.returncode == 0 and done.stdout.startswith("usage: addrinuse-cases")
    assert "--output FILE" in done.stdout and "--case ID" in done.stdout
    assert "Google Test" not in done.stdout and "PROGRAM" not in done.stdout


def test_an_older_file_stays(tmp_path: Path) -> None:
    started(tmp_path, "--case", CASE, "--platform", "p")
    before = (tmp_path / "p.jsonl").read_bytes()
    started(tmp_path, "--case", CASE, "--platform", "p")
    assert (tmp_path / "p.jsonl").read_bytes() == before and (tmp_path / "p-1.jsonl").exists()
    refused = started(tmp_path, "--case", CASE, "--output", "p.jsonl")
    assert refused.returncode == 2 and "p.jsonl cannot be written" in refused.stderr


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    os.symlink("elsewhere", tmp_path / "p.jsonl")
    assert started(tmp_path, "--case", CASE, "--output", "p.jsonl").returncode == 2
    assert not (tmp_path / "elsewhere").exists()


def test_it_scans_the_grid(tmp_path: Path) -> None:
    done = started(tmp_path, "--grid", "--select", "proto=tcp,state=bound,addr1=any4,addr2=any4,user=same")
    assert done.returncode == 0 and done.stdout.startswith("# grid schema=1"), done.stderr
    assert "complete=yes" in done.stdout.splitlines()[-1]
