"""A checked run as a report for KCIDB, the kernel tests' common database (KCIDB I/O schema, version 5).

What is expected passes, what changed fails; what nobody expects yet is done. A report names no revision: a
run knows its kernel's release and package, not the commit it was built from.
"""
from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from addrinuse.analysis import expectations
from addrinuse.support import paths
from addrinuse.model.cases import Case
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.analysis.expectations import Expected
from addrinuse.model import records
from addrinuse.model.observations import Observation, ObservationId, Status
from addrinuse.model.runs import Run

ORIGIN = "addrinuse"
EXCERPT = 16_384  # characters, KCIDB's limit
WITHOUT_ANSWER = {Status.BROKEN: "ERROR", Status.CRASHED: "ERROR", Status.TIMEOUT: "ERROR",
                  Status.NOT_RUN: "MISS", Status.NOT_APPLICABLE: "SKIP"}


def report(run: Run, expected: Expected, cases: Mapping[str, Case], origin: str = ORIGIN) -> dict[str, Any]:
    """The report of one run. Raises UserError where the run is not of a Linux kernel."""
    if run.facts["stack"] != "linux" or run.simulated:
        raise UserError(paths.show(run.path), f"{run.platform} is no Linux kernel",
                        "KCIDB takes reports on Linux kernels only.")
    build = f"{origin}:{_digest(run)}"
    kernel = f"{run.facts['sysname']} {run.facts['release']}"
    facts = {name: value for name, value in run.facts.items() if name != "settings"}
    return {
        "version": {"major": 5, "minor": 3},
        "checkouts": [{"id": build, "origin": origin, "comment": clean(kernel), "valid": True,
                       "misc": facts}],
        "builds": [{"id": build, "origin": origin, "checkout_id": build, "comment": clean(kernel),
                    "architecture": "".join(char for char in run.facts["machine"].lower()
                                            if char.isascii() and (char.isalnum() or char == "_")),
                    "status": "PASS", "misc": facts}],
        "tests": [_test(run, observation, expected, cases, origin, build)
                  for observation in run.observations.values()],
    }


def _digest(run: Run) -> str:
    """What tells this run from another one, the same whenever it is asked."""
    return hashlib.sha256(json.dumps(records.as_json(run.header), sort_keys=True).encode()).hexdigest()[:32]


def _test(run: Run, observation: Observation, expected: Expected, cases: Mapping[str, Case], origin: str,
          build: str
          ) -> dict[str, Any]:
    name = observation.id
    wanted = expectations.expected_of(expected.get(name.case, ()), name.variant, run)
    status = _status(observation, wanted)
    test: dict[str, Any] = {
        "id": f"{build}:{name}", "origin": origin, "build_id": build, "path": _path(name),
        "status": status, "start_time": run.header.started.replace("Z", "+00:00"),
        "duration": observation.seconds,
        "environment": {"comment": clean(run.platform), "misc": {"time": run.header.time}},
        "misc": {key: value for key, value in (("answer", observation.answer), ("expected", wanted),
                                               ("claimed", observation.claimed)) if value is not None},
    }
    case = cases.get(name.case)
    if case:
        test["comment"] = clean(case.claim)
    if status in ("FAIL", "ERROR"):
        test["log_excerpt"] = _excerpt(observation)
    return test


def _status(observation: Observation, wanted: str | None) -> str:
    if observation.status is not Status.OBSERVED:
        return WITHOUT_ANSWER[observation.status]
    if wanted in (None, Status.NOT_APPLICABLE.value):
        return "DONE"
    return "PASS" if observation.answer == wanted else "FAIL"


def _path(name: ObservationId) -> str:
    """`bind/x[tcp4]` as KCIDB names tests: dots between the parts."""
    return ".".join(("addrinuse", *name.case.split("/"), *([name.variant] if name.variant else [])))


def _excerpt(observation: Observation) -> str:
    lines = [f"{us / 1e6:.6f} {clean(call)} -> {clean(result)}"
             for us, call, result in observation.transcript]
    if observation.why:
        lines.append(clean(observation.why))
    return "\n".join(lines)[-EXCERPT:]


def schema_error(report: dict[str, Any]) -> str:
    """Why a report does not fit the schema, as one line, or an empty text."""
    from jsonschema.exceptions import best_match

    error = best_match(_validator().iter_errors(report))
    return f"{error.json_path}: {error.message}" if error else ""


@lru_cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(Path(__file__).with_name("kcidb.schema.json").read_text("utf-8")))


def combine(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """One report of several."""
    return {"version": reports[0]["version"], **{
        key: [one for found in reports for one in found[key]] for key in ("checkouts", "builds", "tests")}}
