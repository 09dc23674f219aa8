"""The command `survey`: builds, lets pytest run the cases on the platforms, writes the runs and prints the
table."""
from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from addrinuse.analysis import conclusion, expectations, surprise, tables
from addrinuse.model import cases, runs
from addrinuse.model.observations import Status
from addrinuse.platforms import registry
from addrinuse.publish import ktap, text
from addrinuse.support import paths
from addrinuse.support.escape import clean
from addrinuse.survey import progress
from addrinuse.support.errors import INTERRUPTED, UserError
from addrinuse.platforms.registry import Platform
from addrinuse.survey.recorder import RunFile, check_output
from addrinuse.model.runs import Run

if TYPE_CHECKING:
    from addrinuse.survey.reporter import SurveyReporter

SURVEY_INI = Path(__file__).parents[1] / "survey" / "survey.ini"
MANY_ROWS, FEW_ROWS = 40, 15  # rows of a table that a terminal gets as a whole, and otherwise
UNUSED_PLUGINS = (
    "terminal", "doctest", "unittest", "nose", "pastebin", "logging", "faulthandler", "stepwise",
    "unraisableexception", "threadexception", "legacypath", "debugging", "warnings", "capture", "assertion",
    "tmpdir", "monkeypatch", "recwarn", "setuponly", "setupplan", "python_path")


@dataclass(frozen=True)
class Options:
    """What the user asked for. `pytest` are further arguments, handed on as they are."""

    platforms: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    quick: bool = False
    repeat: int = 1
    output: Path | None = None
    timeout: float | None = None
    ktap: Path | None = None
    pytest: tuple[str, ...] = ()


def run(options: Options) -> int:
    """The exit code: 0 all observed or not applicable, 1 something broken, crashed or timed out, 2 could not
    run."""
    folder = options.output or paths.own_runs()
    asked = registry.named(options.platforms)
    known = cases.load()
    chosen = cases.matching(known, options.cases)
    check_output(folder)
    ready, errors = _prepared(asked)
    display = progress.fitting({name: case.slow for name, case in chosen.items() if case.slow})
    with display:
        reporter, code = _drive(replace(options, platforms=tuple(platform.name for platform in ready)),
                                folder, display)
    reporter.errors = [*errors, *reporter.errors]
    if options.ktap is not None:
        _write_ktap(options.ktap, [file.run for file in reporter.files])
    return _report(reporter, code, known)


def _prepared(asked: Sequence[Platform]) -> tuple[list[Platform], list[UserError]]:
    """Those that can be surveyed, and why the others are not run. Raises the UserError where none can."""
    ready: list[Platform] = []
    errors: dict[str, UserError] = {}
    for platform in asked:
        try:
            registry.require(platform)
            platform.prepare()
            ready.append(platform)
        except UserError as error:
            errors[platform.name] = error
    if not ready:
        each = list(dict.fromkeys(map(str, errors.values())))
        raise next(iter(errors.values())) if len(each) == 1 else UserError(
            "survey", "none of the platforms can be asked", "\n".join(each).replace("\n", "\n  "))
    return ready, [_not_run(name, error) for name, error in errors.items()]


def _not_run(name: str, error: UserError) -> UserError:
    """The error of a platform that takes no part in a survey of others."""
    subject = "" if error.subject == f"platform {name}" else f"{error.subject}: "
    return UserError(f"platform {name}", f"not run: {subject}{error.reason}", error.next_step)


def _drive(options: Options, folder: Path, display: progress.Progress) -> tuple[SurveyReporter, int]:
    """Runs pytest with the plugin; gives what was seen and pytest's exit code."""
    import pytest

    from addrinuse.survey.reporter import SurveyReporter

    reporter = SurveyReporter(display)
    arguments = [f"--platform={name}" for name in options.platforms]
    arguments += [f"--case={glob}" for glob in options.cases]
    arguments += [f"--repeat={options.repeat}", f"--runs={folder}"]
    if options.quick:
        arguments.append("--quick")
    if options.timeout is not None:
        arguments.append(f"--case-timeout={options.timeout:g}")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    return reporter, int(pytest.main(
        ["-c", str(SURVEY_INI), f"--rootdir={paths.root()}", "--noconftest",
         "-o", f"cache_dir={paths.cache() / 'pytest'}", "-p", "addrinuse.survey.plugin", "-p", "xdist.plugin",
         *(word for name in UNUSED_PLUGINS for word in ("-p", f"no:{name}")),
         *arguments, *options.pytest, str(paths.cases())], plugins=[reporter]))


def _write_ktap(path: Path, written: Sequence[Run]) -> None:
    """Writes the runs as a KTAP report. Raises UserError if that cannot be."""
    text = "".join(f"{line}\n" for line in ktap.lines(written, expectations.load()))
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(str(path), f"cannot be written: {error.strerror}",
                        "The runs are there; name another file with --ktap.") from None


def _report(reporter: SurveyReporter, code: int, known: dict[str, cases.Case]) -> int:
    """Prints table and summary; gives the command's exit code."""
    written = [file.run for file in reporter.files]
    if written:
        names = {name.case for run in written for name in run.observations}
        _print_table(tables.make(known, written, names))
        print(summary(written))
        for line in _conclusions(written, known):
            print(clean(line))
    for message in [*reporter.failures, *reporter.errors, *filter(None, map(_placed_beside, reporter.files))]:
        print(f"addrinuse: {message}", file=sys.stderr)
    if code == 2 and not reporter.failures:
        print("addrinuse: interrupted; the run file keeps what was observed and is marked as truncated"
              if written else "addrinuse: interrupted before anything was observed", file=sys.stderr)
        return INTERRUPTED
    if code == 5:
        print("addrinuse: no case is selected", file=sys.stderr)
    if reporter.errors or code not in (0, 1) or not written:
        return 2
    return 1 if any(_has_failed(run) for run in written) else 0


def _print_table(made: tables.Table) -> None:
    """Prints the table; on a terminal that it does not fit into only its most surprising rows."""
    if sys.stdout.isatty() and len(made.rows) > MANY_ROWS:
        print(f"The {FEW_ROWS} most surprising of {len(made.rows)} cases; all of them: addrinuse table RUN\n")
        made = tables.Table(made.columns, surprise.ordered(made).rows[:FEW_ROWS])
    text.as_text(made, sys.stdout)


def _conclusions(written: list[Run], known: dict[str, cases.Case]) -> Iterator[str]:
    """What the runs found, and the next commands."""
    published = runs.published()
    told = [line for run in written if not run.simulated
            for line in conclusion.lines(run, known, published)]
    if told:
        files = " ".join(paths.show(run.path) for run in written)
        yield from ("", *told, "", f"Next: addrinuse table {files}; addrinuse explain CASE; "
                    f"addrinuse documents {files}")


def _placed_beside(file: RunFile) -> str:
    """Where an older run was not replaced, why, and where the new one is."""
    if file.kept is None:
        return ""
    return (f"{paths.show(file.kept)} was kept: this run does not have everything that is in there, or "
            f"another survey wrote it meanwhile. This run is {paths.show(file.path)}")


def summary(written: list[Run]) -> str:
    """The last lines: how many cases came out how, and where the runs are."""
    lines = []
    for run in written:
        counted = Counter(observation.status for observation in run.observations.values())
        parts = [f"{counted[status]} {status.value.replace('-', ' ')}"
                 for status in sorted(counted, key=lambda status: -status.severity)]
        lines.append(f"{run.platform}: {', '.join(parts)}; {paths.show(run.path)}")
    return "\n".join(lines)


def _has_failed(run: Run) -> bool:
    """Whether something was asked for and could not be observed, or a control failed."""
    return any(observation.status.is_failure or observation.control_error
               or (observation.status is Status.NOT_RUN and not observation.was_left_out)
               for observation in run.observations.values())
