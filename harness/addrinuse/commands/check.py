"""The command `check`: runs, grids and stories against what is expected, and how news are told."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TextIO

from addrinuse.analysis import answers, expectations
from addrinuse.commands.gate import Judged
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
    judged: Sequence[Judged] = ()  # grids and records of stories

    @property
    def is_as_expected(self) -> bool:
        """Whether nothing is news, and there was something to compare with."""
        return not self.counting and not self.truncated and not any(
            one.different for one in self.judged) and bool(self.compared or self.judged)

    @property
    def truncated(self) -> list[Run]:
        """The runs that were interrupted, which cannot be as expected."""
        return [run for run in self.runs if run.truncated]

    @property
    def counting(self) -> list[News]:
        """What changed, failed or is stale: the news that make the exit status 1."""
        return [one for one in self.news if one.counts]

    @property
    def compared(self) -> int:
        """How many answers there is an expectation for."""
        return sum(expectations.compared(run, self.expected) for run in self.runs)

    def apart(self) -> Iterator[tuple[str, list[News]]]:
        """What is no longer, or newly, answered, with its heading."""
        for kind in (expectations.LOST, expectations.GAINED):
            found = [one for one in self.news if one.kind == kind]
            if found:
                yield f"{kind}, which is no change", found

    def sentence(self) -> str:
        """What was found, in one line."""
        return f"{len(self.counting)} news in {self.compared} answers with an expectation" + "".join(
            f"; {len(found)} {heading.partition(',')[0]}" for heading, found in self.apart())

    @property
    def observations(self) -> int:
        """How many observations there were to compare."""
        return sum(len(run.observations) for run in self.runs)


def check(read: list[Run], expected: Expected, cases: Mapping[str, Case],
          judged: Sequence[Judged] = ()) -> Checked:
    """Compares runs with what is expected. `judged`: grids and stories that were compared already."""
    return Checked(read, expected, cases,
                   [one for run in read for one in expectations.news(run, expected, cases)], judged)


def write(found: Checked, form: str, out: TextIO, origin: str) -> None:
    """Tells the news in one of the forms. Raises UserError where KCIDB does not take such a run."""
    if form == "json":
        json.dump({"compared": found.compared, "news": [vars(one) for one in found.counting],
                   "no_longer_answered": _of_kind(found, expectations.LOST),
                   "newly_answered": _of_kind(found, expectations.GAINED),
                   "truncated": [str(run.path) for run in found.truncated],
                   "grids_and_stories": [one.as_json() for one in found.judged]}, out, indent=1)
        out.write("\n")
    elif form == "kcidb":
        json.dump(_report(found, origin), out, indent=1)
        out.write("\n")
    elif form == "markdown":
        out.write(github.summary(found.counting, found.sentence()) if found.runs else "")
        out.writelines(f"{line}\n" for one in found.judged for line in ["```", *_judged_lines(one), "```"])
    else:
        if form == "github":
            out.writelines(line + "\n"
                           for line in github.workflow_commands(found.news, found.cases, paths.root()))
            github.write_summary(github.summary(found.counting, found.sentence()))
        else:
            out.writelines(escape.clean(line) + "\n" for line in lines(found))
        for one in found.judged:
            out.writelines(line + "\n" for line in _judged_lines(one))
        if found.runs:
            out.write(f"{found.sentence()}\n")


def _judged_lines(judged: Judged) -> list[str]:
    """What a grid's or a record's comparison says, for people."""
    unit = "cells" if judged.kind == "grid" else "stories"
    return [*map(escape.clean, judged.lines),
            escape.clean(f"{judged.platform}, {judged.kind}: {judged.different:,} of {judged.compared:,} "
                         f"{unit} are not as accepted ({judged.baseline})")]


def lines(found: Checked) -> Iterator[str]:
    """What counts, one line each; then what does not, by its reasons."""
    yield from (one.line() for one in found.counting)
    for heading, news in found.apart():
        yield f"{heading}: {len(news)}"
        yield from (f"  {line}" for line in answers.reason_lines(
            answers.by_reason((one.case, one.why) for one in news)))


def _of_kind(found: Checked, kind: str) -> list[dict[str, object]]:
    return [vars(one) for one in found.news if one.kind == kind]


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
