"""The command `refresh`: brings everything that is generated up to date, for some cases or for all."""
from __future__ import annotations

import os
from collections.abc import Sequence

from addrinuse.commands import table
from addrinuse.model import runs
from addrinuse.mutation import study
from addrinuse.support import paths


def run(globs: Sequence[str]) -> int:
    """Asks this machine and the mutants for the cases that the globs name (none: all) and writes the record
    of what flips them with its page, then the tables of the published runs. The exit code is the study's: 0
    if every case is flipped by something or has a reason in docs/not-flipped.toml, 1 otherwise."""
    code = study.run(study.Options(update=True, cases=tuple(globs), workers=os.cpu_count() or 1))
    for path in table.write_published() if runs.published() else ():
        print(f"changed: {paths.show(path)}")
    return code
