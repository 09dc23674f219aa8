"""The command `check`: runs against what is expected, and the ways to tell what is news."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from addrinuse.analysis import expectations
from addrinuse.publish import github, kcidb
from addrinuse.support import escape, paths
from addrinuse.model.cases import Case
from addrinuse.support.errors import UserError
from addrinuse.analysis.expectations import Expected, News
from addrinuse.model.runs import Run

ORIGIN = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class Checked:
    """Some runs, what is expected of them, and what is news in them."""

    runs: list[Run]
    expected: Expected
    cases: Mapping[str, Case]
    news: list[News]

    @property
    def truncated(self) -> list[Run]:
        """The runs that were interrupted, which cannot be as expected."""
        return [run for run in self.runs if run.truncated]

    @property
    def observations(self) -> int:
        """How many observations there were to compare."""
        return sum(len(run.observations) for run in self.runs)


def check(read: list[Run], expected: Expected, cases: Mapping[str, Case]) -> Checked:
    """Compares runs with what is expected."""
    return Checked(read, expected, cases,
                   [one for run in read for one in expectations.news(run, expected, cases)])


def write(found: Checked, form: str, out: TextIO, origin: str) -> None:
    """Tells the news in one of the forms. Raises UserError where KCIDB does not take such a run."""
    if form == "json":
        json.dump({"news": [vars(one) for one in found.news],
                   "truncated": [str(run.path) for run in found.truncated]}, out, indent=1)
        out.write("\n")
    elif form == "kcidb":
        json.dump(_report(found, origin), out, indent=1)
        out.write("\n")
    elif form == "markdown":
        out.write(github.summary(found.news, found.observations))
    else:
        if form == "github":
            out.writelines(line + "\n"
                           for line in github.workflow_commands(found.news, found.cases, paths.root()))
            github.write_summary(github.summary(found.news, found.observations))
        else:
            out.writelines(escape.clean(one.line()) + "\n" for one in found.news)
        out.write(f"{len(found.news)} news in {found.observations} observations\n")


def _report(found: Checked, origin: str) -> dict[str, object]:
    if not ORIGIN.fullmatch(origin):
        raise UserError(f"origin {origin!r}", "not a name that KCIDB takes",
                        "Small letters, digits and underscores.")
    report = kcidb.combine([kcidb.report(run, found.expected, found.cases, origin)
                             for run in found.runs])
    reason = kcidb.schema_error(report)
    if reason:
        raise UserError("the report", f"does not fit KCIDB's schema: {reason}",
                        "This is a defect of addrinuse.")
    return report
