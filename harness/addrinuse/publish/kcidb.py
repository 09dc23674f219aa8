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
from addrinuse.model import observations
from addrinuse.support import paths
from addrinuse.model.cases import Case, case_of, variant_of
from addrinuse.support.errors import UserError
from addrinuse.support.escape import clean
from addrinuse.analysis.expectations import Expected
from addrinuse.model.runs import Record, Run

ORIGIN = "addrinuse"
EXCERPT = 16_384  # characters, KCIDB's limit
WITHOUT_ANSWER = {"broken": "ERROR", "crashed": "ERROR", "timeout": "ERROR", "not-run": "MISS",
                  "not-applicable": "SKIP"}


def report(run: Run, expected: Expected, cases: Mapping[str, Case], origin: str = ORIGIN) -> dict[str, Any]:
    """The report of one run. Raises UserError where the run is not of a Linux kernel."""
    if run.facts["stack"] != "linux" or run.simulated:
        raise UserError(paths.show(run.path), f"{run.platform} is no Linux kernel",
                        "KCIDB takes reports on Linux kernels only.")
    id = f"{origin}:{_digest(run)}"
    kernel = f"{run.facts['sysname']} {run.facts['release']}"
    facts = {name: value for name, value in run.facts.items() if name != "settings"}
    return {
        "version": {"major": 5, "minor": 3},
        "checkouts": [{"id": id, "origin": origin, "comment": clean(kernel), "valid": True, "misc": facts}],
        "builds": [{"id": id, "origin": origin, "checkout_id": id, "comment": clean(kernel),
                    "architecture": "".join(char for char in run.facts["machine"].lower()
                                            if char.isascii() and (char.isalnum() or char == "_")),
                    "status": "PASS", "misc": facts}],
        "tests": [_test(run, one, expected, cases, origin, id) for one in run.observations.values()],
    }


def _digest(run: Run) -> str:
    """What tells this run from another one, the same whenever it is asked."""
    return hashlib.sha256(json.dumps(run.header, sort_keys=True).encode()).hexdigest()[:32]


def _test(run: Run, one: Record, expected: Expected, cases: Mapping[str, Case], origin: str, build: str
          ) -> dict[str, Any]:
    wanted = expectations.expected_of(expected.get(case_of(one["case"]), ()), variant_of(one["case"]), run)
    status = _status(one, wanted)
    test = {
        "id": f"{build}:{one['case']}", "origin": origin, "build_id": build, "path": _path(one["case"]),
        "status": status, "start_time": run.header["started"].replace("Z", "+00:00"),
        "duration": one["seconds"],
        "environment": {"comment": clean(run.platform), "misc": {"time": run.header["time"]}},
        "misc": {"answer": observations.answer(one), "expected": wanted, "claimed": one["claimed"]},
    }
    test["misc"] = {name: value for name, value in test["misc"].items() if value is not None}
    case = cases.get(case_of(one["case"]))
    if case:
        test["comment"] = clean(case.claim)
    if status in ("FAIL", "ERROR"):
        test["log_excerpt"] = _excerpt(one)
    return test


def _status(one: Record, wanted: str | None) -> str:
    word = expectations.word_of(one)
    if word is not None and wanted is not None and word != wanted:
        return "FAIL"
    if one["status"] != "observed":
        return WITHOUT_ANSWER[one["status"]]
    return "DONE" if wanted is None else "PASS"


def _path(observation: str) -> str:
    """`bind/x[tcp4]` as KCIDB names tests: dots between the parts."""
    variant = variant_of(observation)
    return ".".join(("addrinuse", *case_of(observation).split("/"), *([variant] if variant else [])))


def _excerpt(one: Record) -> str:
    lines = [f"{us / 1e6:.6f} {clean(call)} -> {clean(result)}" for us, call, result in one["transcript"]]
    if one.get("why"):
        lines.append(clean(one["why"]))
    return "\n".join(lines)[-EXCERPT:]


def trouble_with(found: dict[str, Any]) -> str:
    """What the schema has against a report, as one line, or nothing."""
    from jsonschema.exceptions import best_match

    error = best_match(_validator().iter_errors(found))
    return f"{error.json_path}: {error.message}" if error else ""


@lru_cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(Path(__file__).with_name("kcidb.schema.json").read_text("utf-8")))


def together(reports: list[dict[str, Any]]) -> dict[str, Any]:
    """One report of several."""
    return {"version": reports[0]["version"], **{
        key: [one for found in reports for one in found[key]] for key in ("checkouts", "builds", "tests")}}
