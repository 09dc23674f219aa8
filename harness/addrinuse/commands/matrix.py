"""The command `matrix`: the jobs of a survey in the form in which continuous-integration engines take them.

GitHub takes at most 256 jobs from a matrix (its documentation, "Running variations of jobs in a workflow"),
and GitLab 200 from `parallel:matrix` (its documentation, "CI/CD YAML syntax reference"). If there are more
platforms, several share a job. Slurm numbers the tasks of an array up to 1000 unless its administrator allows
more (slurm.conf(5), MaxArraySize)."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from addrinuse.platforms import registry
from addrinuse.support.errors import UserError

LIMITS = {"github": 256, "gitlab": 200, "json": 256, "lines": 1000}
NAME_LIMIT = 80   # characters of a job's name


@dataclass(frozen=True)
class Job:
    """One job: its name, which is unique, and the platforms that it surveys."""

    name: str
    platforms: tuple[str, ...]

    @property
    def arguments(self) -> str:
        """The words that `survey` gets."""
        return " ".join(f"--platform={name}" for name in self.platforms)


def jobs(platforms: Sequence[str], limit: int) -> list[Job]:
    """The platforms, each in one job, in at most `limit` jobs of nearly equal size. Raises UserError for a
    name that a job's command line cannot hold."""
    for name in platforms:
        if any(char.isspace() or char in "'\"\\$`;&|<>*?" for char in name):
            raise UserError(f"platform {name!r}", "has a character that a job's command line cannot hold",
                            "Give the file or the machine another name.")
    count = min(limit, len(platforms))
    parts = [tuple(platforms[number::count]) for number in range(count)]
    return [Job(_name(number, part), part) for number, part in enumerate(parts)]


def _name(number: int, part: tuple[str, ...]) -> str:
    """The platform, or the first of several; a number where that would not be unique or is too long."""
    name = part[0] if len(part) == 1 else f"{part[0]} and {len(part) - 1} more"
    return name if len(name) <= NAME_LIMIT else f"{number}: {name[:NAME_LIMIT - 6]}"


def text(found: Sequence[Job], form: str) -> str:
    """lines: the words of `survey`, a line per job. The others are one line of JSON. github: for
    `matrix: ${{ fromJSON(…) }}`; gitlab: a pipeline for `trigger:include` (JSON is YAML), whose job extends
    `.survey`; json: the jobs."""
    if form == "lines":
        return "".join(f"{job.arguments}\n" for job in found)
    if form == "github":
        value: object = {"include": [{"name": job.name, "arguments": job.arguments} for job in found]}
    elif form == "gitlab":
        rows = [{"JOB": job.name, "ARGUMENTS": job.arguments} for job in found]
        value = {"include": [{"local": "ci/gitlab/survey.yml"}],
                 "survey": {"extends": ".survey", "parallel": {"matrix": rows}}}
    else:
        value = [{"name": job.name, "platforms": list(job.platforms)} for job in found]
    return json.dumps(value, separators=(",", ":")) + "\n"


def run(named: Sequence[str], form: str) -> int:
    """Prints the jobs of these platforms, or else of every platform that is known and is no simulation. The
    exit code is 0."""
    platforms = [one.name for one in registry.named(named)] if named else [
        one.name for one in registry.every() if not one.simulated]
    print(text(jobs(platforms, LIMITS[form]), form), end="")
    return 0
