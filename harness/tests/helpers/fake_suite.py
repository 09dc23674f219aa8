"""A small suite in a temporary folder, with the fake program in place of the real ones."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HELPERS = Path(__file__).parent
TESTS = HELPERS.parent
HARNESS = TESTS.parent
CHECKOUT = HARNESS.parent
DOCUMENTS = """
[documents.manual]
title = "A manual"
edition = "first"
find = "on the shelf"
kind = "manual"

[documents.mail]
title = "A mail"
edition = "2009"
find = "in the archive"
kind = "mail"
"""


class FakeSuite:
    """A suite of cases in a folder, and the plan of what the fake program answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.plan: dict[str, Any] = {"answers": {}}
        (root / "cases").mkdir(parents=True)
        (root / "docs").mkdir()
        (root / "docs" / "documents.toml").write_text(DOCUMENTS)
        self.environment = {
            "ADDRINUSE_ROOT": str(root), "XDG_CACHE_HOME": str(root / "cache"),
            "XDG_CONFIG_HOME": str(root / "config"),
            "PYTHONPATH": f"{HARNESS}:{TESTS}",
            "FAKE_PROGRAM": str(root / "plan.json"), "HOME": str(root), "PATH": os.environ["PATH"],
            "COLUMNS": "200", "PYTEST_PLUGINS": "helpers.fake_platforms",
        }
        self.play()

    def case(self, id: str, front: str = "", body: str = "CASE() {}", claim: str = "It works.") -> Path:
        """Adds a case; `front` replaces what stands after the claim."""
        path = self.root / "cases" / f"{id}.cc"
        path.parent.mkdir(exist_ok=True)
        says = front or 'says = [{ doc = "manual", at = "1" }]\n'
        path.write_text(f'/*---\nclaim = "{claim}"\n{says}---*/\n#include "probe/probe.h"\n{body}\n')
        return path

    def cases(self, *ids: str) -> None:
        """Adds plain cases."""
        for id in ids:
            self.case(id)

    def play(self, **plan: Any) -> None:
        """Says what the fake program does, e.g. answers={"bind/a": "ok"}."""
        self.plan.update(plan)
        (self.root / "plan.json").write_text(json.dumps(self.plan))

    def start(self, *arguments: str, **more: Any) -> subprocess.Popen[str]:
        """Starts the command line in the suite's folder."""
        return subprocess.Popen([sys.executable, str(HELPERS / "fake_addrinuse.py"), *arguments],
                                cwd=self.root, env=self.environment, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def run(self, *arguments: str, code: int | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
        """Runs the command line; its exit code is checked where one is given, and there is never a traceback.
        """
        child = self.start(*arguments, **more)
        out, err = child.communicate(timeout=300)
        done = subprocess.CompletedProcess(arguments, child.returncode, out, err)
        assert "Traceback" not in out + err, err
        assert code is None or child.returncode == code, f"exit {child.returncode}\n{out}\n{err}"
        return done

    def pytest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs pytest with the plugin, as people do who want pytest's own display."""
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "addrinuse.survey.plugin",
             f"--rootdir={self.root}", "-rA", *arguments, "cases"],
            cwd=self.root, env=self.environment, text=True, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=300)

    def records(self, name: str = "linux-9.9.9", folder: str = "addrinuse-results") -> list[dict[str, Any]]:
        """The lines of a run file."""
        return [json.loads(line) for line in (self.root / folder / f"{name}.jsonl").read_text().splitlines()]

    def observed(self, name: str = "linux-9.9.9", folder: str = "addrinuse-results"
                 ) -> dict[str, dict[str, Any]]:
        """The observations of a run file."""
        return {record["observation"]: record for record in self.records(name, folder)
                if "observation" in record}


HEADER: dict[str, Any] = {
    "run": "addrinuse", "schema": 2, "platform": "linux-6.1",
    "facts": {"engine": "host", "stack": "linux", "sysname": "Linux", "release": "6.1.0",
              "machine": "x86_64"},
    "suite": {"commit": "unknown", "cases_digest": "0" * 64}, "started": "2026-11-20T15:46:00Z",
    "time": "real",
}


def observation(name: str, observed: str | None = "ok", claimed: str | None = "ok", **more: Any
                ) -> dict[str, Any]:
    """A regular observation."""
    case, bracket, variant = name.partition("[")
    names = {"observation": name, "case": case, **({"variant": variant.rstrip("]")} if bracket else {})}
    record = {**names, "status": "observed", "observed": observed, "claimed": claimed, "details": {},
              "seconds": 0.5, "transcript": [[3, "a.bind(127.0.0.1:1)", "ok"]], **more}
    return record if observed is not None else {key: record[key] for key in record if key != "observed"}


def write_run(path: Path, *records: dict[str, Any], footer: bool = True, **header: Any) -> Path:
    """Writes a run file of these observations."""
    lines: list[dict[str, Any]] = [{**HEADER, **header}, *records]
    if footer:
        lines.append({"count": len(records), "finished": "2026-11-20T15:46:01Z"})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path
