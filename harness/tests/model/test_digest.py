"""One digest of the cases: the program alone and the harness state the same."""
from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from addrinuse.model import cases
from addrinuse.provision import build
from addrinuse.support import paths


def test_the_program_alone_states_the_digest_that_the_harness_computes(
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADDRINUSE_ROOT", str(paths.CHECKOUT))
    program = build.all_cases()
    lines = subprocess.run([program, "--records", "--case", "controls/clock_advances"], capture_output=True,
                           text=True, check=True, timeout=300).stdout.splitlines()
    assert json.loads(lines[0])["suite"]["cases_digest"] == cases.digest(paths.CHECKOUT)


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


@pytest.mark.parametrize("name, counts", [
    ("cases/bind/a.cc", True), ("harness/probe/core/case.cc", True), ("harness/runner/main.cc", True),
    ("harness/probe/os/linux/ports.cc", True), ("harness/mutants/rules.cc", False),
    ("harness/lwip/calls.cc", False), ("harness/guest/init.cc", False), ("harness/addrinuse/cli.py", False),
    ("cases/bind/README.md", False)])
def test_the_digest_covers_what_can_change_an_answer(tmp_path: Path, name: str, counts: bool) -> None:
    write(tmp_path, "cases/bind/a.cc", "a")
    before = cases.digest(tmp_path)
    write(tmp_path, name, "b")
    assert (cases.digest(tmp_path) != before) == counts


def test_a_claim_may_change_without_the_digest(tmp_path: Path) -> None:
    front = '/*---\nclaim = "{}"\n---*/\nCASE() {{ }}\n'
    write(tmp_path, "cases/bind/a.cc", front.format("one"))
    before = cases.digest(tmp_path)
    write(tmp_path, "cases/bind/a.cc", front.format("another"))
    assert cases.digest(tmp_path) == before
    write(tmp_path, "cases/bind/a.cc", front.format("another") + "// more\n")
    assert cases.digest(tmp_path) != before
