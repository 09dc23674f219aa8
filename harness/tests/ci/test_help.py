"""Every program of ci/ explains itself: `--help` prints its name and its purpose, and does nothing else."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from addrinuse.support import paths

# Those of ci/steps are parts of workflows and have no users of their own.
PROGRAMS = sorted(path for folder in ("ci", "ci/slurm") for path in (paths.root() / folder).iterdir()
                  if path.is_file() and os.access(path, os.X_OK))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_a_program_explains_itself(program: Path, tmp_path: Path) -> None:
    done = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=120, cwd=tmp_path,
                          env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert program.name in done.stdout and "shellcheck disable" not in done.stdout
    assert list(tmp_path.iterdir()) == []
