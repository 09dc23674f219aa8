"""What ci/setup takes for being there: it asks by using it."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from addrinuse.support import paths

SETUP = paths.CHECKOUT / "ci" / "setup"
SHELL_TOOLS = ("sh", "cat", "sort", "grep", "sed", "paste", "tr", "id")


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with what the script itself uses, and what goes with an engine for containers."""
    for name in SHELL_TOOLS:
        found = next(folder for folder in ("/usr/bin", "/bin") if os.access(f"{folder}/{name}", os.X_OK))
        (tmp_path / name).symlink_to(f"{found}/{name}")
    for name in ("runc", "mmdebstrap"):
        program(tmp_path / name, "exit 0")
    return tmp_path


def program(path: Path, body: str) -> None:
    """A program of one line."""
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def check(tools: Path, *groups: str) -> int:
    """The exit status of `ci/setup --check`."""
    return subprocess.run(["/bin/sh", str(SETUP), "--check", *groups],
                          env={"PATH": str(tools), "HOME": "/nonexistent"}, stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=300).returncode


@pytest.mark.parametrize("name, body, status", [
    ("docker", "exit 1", 1), ("docker", "exit 0", 0), ("podman", "exit 125", 1), ("podman", "exit 0", 0),
    ("docker", '[ "$1" = info ]', 0), ("neither", "exit 0", 1)])
def test_an_engine_for_containers_is_one_that_answers(tools: Path, name: str, body: str, status: int) -> None:
    program(tools / name, body)
    assert check(tools, "containers") == status


def test_a_client_without_its_daemon_does_not_hide_an_engine_that_works(tools: Path) -> None:
    program(tools / "podman", "exit 1")
    program(tools / "docker", "exit 0")
    assert check(tools, "containers") == 0
