"""The command `check-run`: what a maintainer looks at before a run from elsewhere is published."""
from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from addrinuse.model import cases, observations, runs, sketches
from addrinuse.model.cases import Case
from addrinuse.model.observations import Observation, Status
from addrinuse.model.runs import Run
from addrinuse.support import escape, inputs, paths
from addrinuse.support.errors import UserError

RELEASE_LIMIT = 16 << 20   # bytes of a release.json
MOST = 5                   # observations that are named for one reason
CLOCK_ERROR = timedelta(days=1)
MOST_DIFFERENT = 0.25      # of the common observations; real kernels of one stack differ in fewer
START = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Finding:
    """One check: its subject, what was found, and whether somebody has to look at it."""

    subject: str
    text: str
    is_objection: bool = False

    def line(self) -> str:
        """For people."""
        return escape.clean(f"{'!' if self.is_objection else ' '} {self.subject}: {self.text}")


def run(file: Path, releases: Sequence[Path]) -> int:
    """Prints every check. The exit code: 0 no objection, 1 an objection. Raises UserError if it is no run."""
    read = runs.read(file)
    known = cases.load()
    found = [*_schema(read), *_controls(read), *_origin(read, releases), *_signature(file),
             *_answers(read, known), *_neighbours(read)]
    for finding in found:
        print(finding.line())
    return 1 if any(finding.is_objection for finding in found) else 0


def _schema(run: Run) -> Iterator[Finding]:
    yield Finding("schema", f"{len(run.observations)} observations of {run.platform} fit the schema")
    yield Finding("end", "the footer is missing: the run was interrupted" if run.truncated else "complete",
                  run.truncated)


def _controls(run: Run) -> Iterator[Finding]:
    controls = [one for one in run.observations.values() if one.id.is_control]
    failed = observations.failed_controls(controls)
    yield Finding("controls", "; ".join(failed) or f"{len(controls)} of them came out as they must",
                  bool(failed) or not controls)


def _origin(run: Run, releases: Sequence[Path]) -> Iterator[Finding]:
    digest = run.header.suite.cases_digest
    names = {cases.digest(): "this checkout", **{_digest_of(path): paths.show(path) for path in releases}}
    yield Finding("cases", f"digest {digest[:12]}, " + (f"as {names[digest]}" if digest in names
                                                        else "of no release given and not of this checkout"),
                  digest not in names)
    for name in ("contributed_by", "contributed_how"):
        value = run.facts.get(name)
        yield Finding(name.replace("_", " "), str(value) if value else "not stated", not value)


def _digest_of(path: Path) -> str:
    """The digest of the cases that a release.json states."""
    try:
        return str(inputs.json_value(path, RELEASE_LIMIT, "ci/release writes it.")["cases_digest"])
    except (KeyError, TypeError):
        raise UserError(paths.show(path), "is no release.json", "ci/release writes it.") from None


def _signature(file: Path) -> Iterator[Finding]:
    """A signature of `ssh-keygen -Y sign -n addrinuse` beside the file (ssh-keygen(1)). None is no
    objection."""
    signature = file.with_name(file.name + ".sig")
    if not signature.is_file():
        yield Finding("signature", "none")
    elif shutil.which("ssh-keygen") is None:
        yield Finding("signature", "cannot be checked: ssh-keygen is not installed (ci/setup ssh)", True)
    else:
        with open(file, "rb") as content:
            done = subprocess.run(["ssh-keygen", "-Y", "check-novalidate", "-n", "addrinuse", "-s",
                                   signature],
                                  stdin=content, capture_output=True, text=True, timeout=60)
        yield Finding("signature", (done.stdout or done.stderr).strip(), done.returncode != 0)


def _answers(run: Run, known: Mapping[str, Case]) -> Iterator[Finding]:
    """Answers that no program of the suite can have given."""
    reasons: dict[str, list[str]] = {}
    for one in run.observations.values():
        for reason in _impossible(one, known.get(one.id.case)):
            reasons.setdefault(reason, []).append(one.id)
    for reason, names in reasons.items():
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        yield Finding("answers", f"{reason}: {', '.join(names[:MOST])}{more}", True)
    if not reasons:
        yield Finding("answers", "all are possible")
    started = run.header.started
    try:
        moment = datetime.strptime(started, START).replace(tzinfo=timezone.utc)
        is_later = moment > datetime.now(timezone.utc) + CLOCK_ERROR
    except ValueError:
        is_later = True
    yield Finding("start", started + (", which is in the future" if is_later else ""), is_later)


def _impossible(one: Observation, case: Case | None) -> Iterator[str]:
    if case is None:
        yield "no case of this checkout"
        return
    if one.id.variant not in (case.variants or ("",)):
        yield "no variant of its case"
    if one.status is Status.OBSERVED and not one.transcript:
        yield "observed without a step in the transcript"
    moments = [step[0] for step in one.transcript if step[0]]
    if any(later < earlier for earlier, later in zip(moments, moments[1:])):
        yield "a transcript that goes back in time"


def _neighbours(run: Run) -> Iterator[Finding]:
    """How it differs from the published runs of the same stack, the nearest first."""
    words = _words(run)
    distances = []
    for other in map(sketches.read, [*runs.published(), *runs.contributed()]):
        if other.header.facts.get("stack") != run.facts.get("stack"):
            continue
        theirs = other.by_name()
        common = words.keys() & theirs.keys()
        if common:
            differing = sum(words[name] != theirs[name] for name in common)
            distances.append((differing / len(common), differing, len(common), other.header.platform))
    if not distances:
        yield Finding("neighbours", f"no published run of the stack {run.facts.get('stack')}")
        return
    share, differing, common_count, platform = min(distances)
    yield Finding("neighbours", f"nearest {platform}: {differing} of {common_count} observations differ",
                  share > MOST_DIFFERENT)


def _words(run: Run) -> dict[str, str]:
    return {name: one.observed for name, one in run.observations.items() if one.observed is not None}
