"""The command `survey`: builds, lets pytest run the cases on the platforms, writes the runs and prints the
table."""
from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from addrinuse.analysis import tables
from addrinuse.model import cases, observations, runs
from addrinuse.platforms import registry
from addrinuse.publish import formats
from addrinuse.support import paths
from addrinuse.survey import progress
from addrinuse.support.errors import UserError
from addrinuse.platforms.registry import Platform
from addrinuse.survey.recorder import check_output
from addrinuse.model.runs import Run

if TYPE_CHECKING:
    from addrinuse.survey.reporter import Watcher

INTERRUPTED = 130
SURVEY_INI = Path(__file__).parents[1] / "survey" / "survey.ini"
UNUSED_PLUGINS = (
    "terminal", "doctest", "unittest", "nose", "pastebin", "logging", "faulthandler", "stepwise",
    "unraisableexception", "threadexception", "legacypath", "debugging", "warnings", "capture")


@dataclass(frozen=True)
class Options:
    """What the user asked for. `pytest` are further arguments, handed on as they are."""

    platforms: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    quick: bool = False
    repeat: int = 1
    output: Path | None = None
    timeout: float | None = None
    pytest: tuple[str, ...] = ()


def run(options: Options) -> int:
    """The exit code: 0 all observed or not applicable, 1 something broken, crashed or timed out, 2 could not
    run."""
    folder = options.output or paths.own_runs()
    asked = registry.named(options.platforms)
    known = cases.load()
    cases.matching(known, options.cases)
    check_output(folder)
    ready, troubles = _prepared(asked)
    display = progress.fitting()
    with display:
        watcher, code = _drive(replace(options, platforms=tuple(one.name for one in ready)), folder, display)
    watcher.troubles = [*troubles, *watcher.troubles]
    try:
        return _report(watcher, code, known)
    finally:
        watcher.release()


def _prepared(asked: Sequence[Platform]) -> tuple[list[Platform], list[UserError]]:
    """Those that can be surveyed, and why the others are not run. Raises the UserError where none can."""
    ready: list[Platform] = []
    troubles: dict[str, UserError] = {}
    for platform in asked:
        try:
            registry.require(platform)
            platform.prepare()
            ready.append(platform)
        except UserError as trouble:
            troubles[platform.name] = trouble
    if not ready:
        each = list(dict.fromkeys(map(str, troubles.values())))
        raise next(iter(troubles.values())) if len(each) == 1 else UserError(
            "survey", "none of the platforms can be asked", "\n".join(each).replace("\n", "\n  "))
    return ready, [_not_run(name, trouble) for name, trouble in troubles.items()]


def _not_run(name: str, trouble: UserError) -> UserError:
    """The error of a platform that takes no part in a survey of others."""
    about = "" if trouble.thing == f"platform {name}" else f"{trouble.thing}: "
    return UserError(f"platform {name}", f"not run: {about}{trouble.reason}", trouble.next_step)


def _drive(options: Options, folder: Path, display: progress.Progress) -> tuple[Watcher, int]:
    """Runs pytest with the plugin; gives what was seen and pytest's exit code."""
    import pytest

    from addrinuse.survey.reporter import Watcher

    watcher = Watcher(display)
    arguments = [f"--platform={name}" for name in options.platforms]
    arguments += [f"--case={glob}" for glob in options.cases]
    arguments += ["--quick"] * options.quick + [f"--repeat={options.repeat}", f"--runs={folder}"]
    if options.timeout is not None:
        arguments.append(f"--case-timeout={options.timeout:g}")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    return watcher, int(pytest.main(
        ["-c", str(SURVEY_INI), f"--rootdir={paths.root()}",
         "-o", f"cache_dir={paths.cache() / 'pytest'}", "-p", "addrinuse.survey.plugin", "-p", "xdist.plugin",
         *(word for name in UNUSED_PLUGINS for word in ("-p", f"no:{name}")),
         *arguments, *options.pytest, str(paths.cases())], plugins=[watcher]))


def _report(watcher: Watcher, code: int, known: dict[str, cases.Case]) -> int:
    """Prints table and summary; gives the command's exit code."""
    written = runs.read_all(watcher.files)
    ids = {cases.case_of(id) for run in written for id in run.observations}
    if written:
        formats.as_text(tables.make(known, written, ids), sys.stdout)
        print(summary(written))
    for trouble in [*watcher.failures, *watcher.troubles]:
        print(f"addrinuse: {trouble}", file=sys.stderr)
    if code == 2 and not watcher.failures:
        print("addrinuse: interrupted; the run file keeps what was observed and is marked as truncated"
              if written else "addrinuse: interrupted before anything was observed", file=sys.stderr)
        return INTERRUPTED
    if code == 5:
        print("addrinuse: no case is selected", file=sys.stderr)
    if watcher.troubles or code not in (0, 1) or not written:
        return 2
    return 1 if any(_has_trouble(run) for run in written) else 0


def summary(written: list[Run]) -> str:
    """The last lines: how many cases came out how, and where the runs are."""
    lines = []
    for run in written:
        counted = Counter(seen["status"] for seen in run.observations.values())
        parts = [f"{counted[one]} {one.replace('-', ' ')}" for one in runs.STATUSES if counted[one]]
        lines.append(f"{run.platform}: {', '.join(parts) or 'nothing observed'}; {paths.show(run.path)}")
    return "\n".join(lines)


def _has_trouble(run: Run) -> bool:
    return any(seen["status"] in runs.FAILED
               or (seen["status"] == "not-run" and not observations.was_left_out(seen))
               for seen in run.observations.values()) or bool(runs.failed_controls(run.observations.values()))
