"""The command line. Each command imports what it needs when it runs, so that the others start at once."""
from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from addrinuse import __version__
from addrinuse.support import output
from addrinuse.support.escape import clean
from addrinuse.support.command_group import CommandGroup
from addrinuse.support.errors import COULD_NOT_RUN, INTERRUPTED, UserError

if TYPE_CHECKING:
    from addrinuse.model.runs import Run

FORMATS = ("text", "markdown", "html", "json", "csv")
_interruptions: list[int] = []  # the signals that came while a command ran
run_files = click.argument("files", metavar="[RUN]...", nargs=-1, type=click.Path(path_type=Path))


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and gives its exit status; whatever goes wrong is said in plain words."""
    _interruptions.clear()
    signal.signal(signal.SIGTERM, _ended)
    for number in (signal.SIGINT, signal.SIGHUP):
        # As nohup(1) and a shell's background jobs have it.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _ended)
    with output.guarded() as streams:
        status = _status_of(arguments)
        try:
            sys.stdout.flush()
        except output.OutputError as error:
            status = _unwritten(error)
        return COULD_NOT_RUN if streams and streams.has_failed else status


def _status_of(arguments: list[str] | None) -> int:
    """The exit status of a command, and its error in plain words on standard error."""
    try:
        status = commands.main(arguments, prog_name="addrinuse", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except UserError as error:
        return _fail(str(error))
    except click.UsageError as error:
        hint = f"\n  See `{error.ctx.command_path} --help`." if error.ctx else ""
        return _fail(error.format_message() + hint)
    except click.ClickException as error:
        return _fail(error.format_message())
    except (click.Abort, KeyboardInterrupt):
        return _fail("interrupted", INTERRUPTED)
    except output.OutputError as error:
        return _unwritten(error)
    except Exception as error:
        if _interruptions:  # Python makes another exception of it where a class is made
            return _fail("interrupted", INTERRUPTED)
        if os.environ.get("ADDRINUSE_DEBUG"):
            raise
        return _fail(f"{type(error).__name__}: {error}\n  This is a defect of addrinuse; "
                     "ADDRINUSE_DEBUG=1 shows where it came up.")


def _ended(number: int, frame: object) -> None:
    """Being ended from outside is handled as Ctrl-C is: what was observed stays, and children go."""
    _interruptions.append(number)
    raise KeyboardInterrupt


def _unwritten(error: output.OutputError) -> int:
    """Standard output could not be written. A reader who has gone, as `head` does, needs no message."""
    return COULD_NOT_RUN if error.is_unread else _fail(str(error))


def _fail(words: str, status: int = COULD_NOT_RUN) -> int:
    print(f"addrinuse: {words}", file=sys.stderr)
    return status


# Commands whose modules take long to import: they are imported when they are used.
LATE = {"grid": "addrinuse.grid.commands", "explore": "addrinuse.explorer.commands",
        "bisect-step": "addrinuse.bisect.commands"}


class Commands(CommandGroup):
    """All commands, also those that are imported late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *LATE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in LATE:
            module = importlib.import_module(LATE[cmd_name])
            command: click.Command = getattr(module, cmd_name.replace("-", "_"))
            return command
        return super().get_command(ctx, cmd_name)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="addrinuse")
def commands() -> None:
    """Tests documented claims about socket address reuse on real network stacks."""


@commands.command()
@click.option("--platform", "platforms", multiple=True, metavar="NAME",
              help="Where to run, repeatable; `all`: every platform available here (default: this machine).")
@click.option("--case", "cases", multiple=True, metavar="GLOB", help="Only these cases, repeatable.")
@click.option("--quick", is_flag=True, help="Leave out the cases that wait; they are listed as not run.")
@click.option("--repeat", type=click.IntRange(1, 100_000), default=1, metavar="N", help="Every case N times.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Where the runs are written (default: addrinuse-results).")
@click.option("--timeout", type=click.IntRange(1, 100_000), metavar="S",
              help="How many seconds a case may work, its announced waits apart.")
@click.option("--real-time", is_flag=True,
              help="Virtual machines keep real time instead of skipping idle time.")
@click.option("--seed", metavar="TEXT",
              help="What the random numbers of virtual machines start from (default: drawn).")
@click.option("--mirror", metavar="URL",
              help="Where Debian's packages are taken from (default: as the system does).")
@click.option("-k", "keyword", metavar="EXPRESSION", help="Only cases whose names match, as in pytest.")
@click.option("-m", "mark", metavar="EXPRESSION", help="Only cases whose tags match, as in pytest.")
@click.option("--lf", is_flag=True, help="Only the cases that failed last time.")
@click.option("-n", "workers", metavar="N", help="Workers; a platform stays on one of them.")
@click.option("--junitxml", metavar="FILE", help="Also write a JUnit report.")
@click.option("--ktap", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Also write a report as the kernel's tests do (KTAP).")
def survey(real_time: bool, seed: str | None, mirror: str | None, keyword: str | None, mark: str | None,
           lf: bool, workers: str | None, junitxml: str | None, **asked: Any) -> int:
    """Run the cases, print the table, write a run per platform.

    Exit status: 0 all observed or not applicable; 1 something broken, crashed or timed out; 2 could not run.
    """
    from addrinuse.commands import survey as command
    from addrinuse.provision import options

    options.decide(real_time, seed, mirror)
    further = [f"-k{keyword}"] * (keyword is not None) + [f"-m{mark}"] * (mark is not None) + ["--lf"] * lf
    further += [f"-n{workers}"] * (workers is not None)
    further += [f"--junitxml={Path(junitxml).absolute()}"] if junitxml else []
    return command.run(command.Options(**asked, pytest=tuple(further)))


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def platforms(as_json: bool) -> int:
    """List every platform known, available or not and why."""
    from addrinuse.platforms import registry as known

    states = [(platform, platform.describe()) for platform in known.every()]
    if as_json:
        print(json.dumps([{"name": platform.name, **vars(state), "simulated": platform.simulated}
                          for platform, state in states], indent=1))
        return 0
    for platform, state in states:
        loads = f"; downloads {state.download_bytes / 1e6:.0f} MB" if state.download_bytes else ""
        print(f"{platform.name}: {'available' if state.available else f'not available: {state.why}'}{loads}"
              + "; simulated" * platform.simulated + (f"; {state.description}" if state.description else ""))
    return 0


@commands.command()
@click.argument("glob", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def cases(glob: str | None, as_json: bool) -> int:
    """List the cases with their claims and sources."""
    from addrinuse.model import cases as known

    chosen = known.matching(known.load(), [glob] if glob else [])
    if as_json:
        print(json.dumps([_case_as_json(case) for case in chosen.values()], indent=1))
        return 0
    for case in chosen.values():
        variants = f"[{', '.join(case.variants)}]" if case.variants else ""
        print(f"{case.id}{variants}{f'  (waits {case.slow:g} s)' if case.slow else ''}\n  {case.claim}")
        for said in case.says:
            print(f"  - {said.doc}, {said.at}")
        for said in case.disputed_by:
            print(f"  - disputed by {said.doc}, {said.at}: {' or '.join(said.predicts)}")
    return 0


def _case_as_json(case: Any) -> dict[str, Any]:
    return {
        "id": case.id, "claim": case.claim, "variants": list(case.variants), "slow": case.slow,
        "says": [said.as_json() for said in case.says],
        "disputed_by": [one.as_json() for one in case.disputed_by],
        "catalogue": list(case.catalogue), "needs": list(case.needs), "tags": list(case.tags),
    }


@commands.command()
@click.argument("case")
@run_files
def explain(case: str, files: tuple[Path, ...]) -> int:
    """Tell a case's claim, its documents, what each platform answered, and the transcript.

    Looks into the runs given, or else into the published ones and those of the last survey here."""
    from addrinuse.model import cases, documents, runs
    from addrinuse.support import paths
    from addrinuse.commands import explain as command

    own = runs.in_folder(paths.own_runs())
    read = runs.read_all(files or [*runs.published(), *own])
    for line in command.lines(case, cases.load(), documents.load(paths.documents()), read):
        print(line)
    return 0


@commands.command()
@run_files
@click.option("--format", "form", type=click.Choice(FORMATS), default="text",
              help="How the table is written.")
@click.option("--only-differences", is_flag=True,
              help="Only the cases on which platforms or variants differ.")
@click.option("--write", is_flag=True,
              help="Write results/compat.md and results/compat.json of the published runs instead.")
def table(files: tuple[Path, ...], form: str, only_differences: bool, write: bool) -> int:
    """Print the table of the runs given, or else of the published ones."""
    from addrinuse.analysis import tables
    from addrinuse.model import cases
    from addrinuse.publish import compat, formats
    from addrinuse.support import paths

    if write and (files or only_differences or form != "text"):
        raise click.UsageError("--write is about the published runs as a whole; it takes nothing else.")
    made = tables.make(cases.load(), _runs(files))
    if write:
        changed = compat.write(made)
        print(f"changed: {', '.join(map(paths.show, changed))}" if changed else "nothing changed")
        return 0
    formats.WRITERS[form](made.only_differences() if only_differences else made, sys.stdout)
    return 0


@commands.command()
@run_files
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text")
def documents(files: tuple[Path, ...], form: str) -> int:
    """Print the scorecard: per document, how many of its claims hold on which platforms."""
    from addrinuse.analysis import scorecard
    from addrinuse.model import cases
    from addrinuse.support import paths
    from addrinuse.model import documents as known

    listed = known.load(paths.documents())
    scores = scorecard.of_runs(cases.load(known=listed), listed, _runs(files))
    if form == "json":
        print(json.dumps(scorecard.as_json(scores, listed), indent=1))
    else:
        print("\n".join(scorecard.lines(scores, listed)).rstrip())
    return 0


@commands.command()
@click.argument("before", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("after", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text")
def diff(before: Path, after: Path, form: str) -> int:
    """Tell what changed from one run to another. Exit status: 0 nothing, 1 something, 2 trouble."""
    from addrinuse.analysis import diff
    from addrinuse.model import cases, runs

    found = diff.between(runs.read(before), runs.read(after), cases.load())
    if form == "json":
        print(json.dumps(found.as_json(), indent=1))
    else:
        print("\n".join(found.markdown() if form == "markdown" else found.lines()))
    return 1 if found.changes else 0


@commands.command()
@click.argument("files", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown", "github", "kcidb")),
              default="text", help="github: annotations, and the step's summary; kcidb: a report for KCIDB.")
@click.option("--origin", default="addrinuse", metavar="NAME", help="Who reports, for KCIDB.")
def check(files: tuple[Path, ...], form: str, origin: str) -> int:
    """Compare runs with what is expected; tell only news. Exit status: 0 as expected, 1 news, 2 trouble."""
    from addrinuse.analysis import expectations
    from addrinuse.commands import check
    from addrinuse.model import cases, runs
    from addrinuse.support import paths

    found = check.check(runs.read_all(files), expectations.load(), cases.load())
    check.write(found, form, sys.stdout, origin)
    for run in found.truncated:
        print(f"addrinuse: {paths.show(run.path)}: truncated, so it cannot be as expected", file=sys.stderr)
    return 1 if found.news or found.truncated else 0


@commands.command()
@click.argument("files", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--for", "pattern", default="", metavar="PATTERN",
              help="Expect it of every platform so named, e.g. 'linux-*' (default: of the run's own).")
@click.option("--since", default="", metavar="VERSION", help="… from this version on.")
def accept(files: tuple[Path, ...], pattern: str, since: str) -> int:
    """Make what runs observed the expectation. What is broken, crashed or not run is never accepted."""
    from addrinuse.analysis import expectations
    from addrinuse.model import cases, runs
    from addrinuse.support import paths

    left_out = 0
    read = runs.read_all(files, complete=True)
    for run in read:
        expectations.check_known(run, cases.load())
    for run in read:
        changed, without = expectations.accept(run, pattern=pattern, since=since)
        left_out += len(without)
        print(f"{run.platform}: {changed} expectations changed in {paths.show(paths.expected())}")
        for name in without:
            print(f"  not accepted: {name}: no single answer", file=sys.stderr)
    return 1 if left_out else 0


@commands.command()
@click.argument("file", metavar="RUN", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="The file to write; compressed if its name ends in .xz.")
def convert(file: Path, output: Path) -> int:
    """Write a run in the present schema, its observations in the order of their ids.

    Every command reads runs of schema 1 and compressed ones as they are; this is for storing them."""
    from addrinuse.model import runs
    from addrinuse.support import paths

    run = runs.read(file)
    runs.write(run, output)
    print(f"{paths.show(output)}: {run.platform}, {len(run.observations)} observations")
    return 0


@commands.command()
@click.option("--all", "everything", is_flag=True,
              help="Ask every mutant for every case, not only for what it is known to flip.")
@click.option("--slow", is_flag=True, help="Also ask for the cases that wait.")
@click.option("--case", "cases", multiple=True, metavar="GLOB", help="Only these cases, repeatable.")
@click.option("-n", "workers", type=click.IntRange(1, 64), default=3, metavar="N",
              help="Mutants at the same time; for cases that wait, all of them.")
@click.option("--update", is_flag=True,
              help="Write results/sensitivity and docs/sensitivity.md for these cases; asks every mutant.")
@run_files
def sensitivity(**asked: Any) -> int:
    """Show for every case which mutant or platform makes it come out otherwise than here.

    The platforms are the mutants and the runs given, or else the published ones.

    Exit status: 0 every case is flipped by something, or docs/not-flipped.toml says why not; 1 some is not;
    2 could not run."""
    from addrinuse.mutation import study as command

    return command.run(command.Options(**asked))


@commands.command()
@click.argument("case", metavar="TOPIC/NAME")
def new(case: str) -> int:
    """Write the skeleton of a new case, which builds as it is, and say what comes next."""
    from addrinuse.commands import new as command

    return command.run(case)


@commands.command()
@click.argument("globs", metavar="[CASE]...", nargs=-1)
def refresh(globs: tuple[str, ...]) -> int:
    """Bring what is generated up to date: the sensitivity record and its page, and the published tables.

    For the cases named, or else for all of them, which takes minutes.

    Exit status: 0 every case is flipped by something, or docs/not-flipped.toml says why not; 1 some is not;
    2 could not run."""
    from addrinuse.commands import refresh as command

    return command.run(globs)


@commands.command("uml-config")
@click.argument("build", metavar="[PATH]", required=False, type=click.Path(path_type=Path))
def uml_config(build: Path | None) -> int:
    """Print the configuration that a User-Mode-Linux kernel needs, as scripts/kconfig/merge_config.sh takes it.

    With PATH, a .config or its folder, name what that build lacks and what is not observed because of it.

    Exit status: 0 printed, or nothing is missing; 1 something is missing; 2 there is no such configuration."""
    from addrinuse.commands import uml_config as command

    return command.run(build)


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@run_files
def site(folder: Path, files: tuple[Path, ...]) -> int:
    """Write the published pages of the runs given, or else of the published ones, into a folder of their own.

    Exit status: 0 written, 2 trouble."""
    from datetime import datetime, timezone

    from addrinuse.model import cases
    from addrinuse.support import paths
    from addrinuse.model import documents as known
    from addrinuse.publish import site as pages

    listed = known.load(paths.documents())
    report = pages.build(folder, _runs(files), cases.load(known=listed), listed, datetime.now(timezone.utc))
    print(f"{paths.show(folder / 'index.html')}: {report.cases} cases, {report.platforms} platforms; "
          f"{report.files} files, {report.bytes / 1e6:.1f} MB")
    if report.left_out:
        print(f"left out, since they are simulated: {', '.join(report.left_out)}")
    if report.kept:
        more = f" and {len(report.kept) - 10} more" if len(report.kept) > 10 else ""
        print("left as they are, since this site did not write them: "
              f"{', '.join(map(clean, report.kept[:10]))}{more}")
    return 0


@commands.command(context_settings={"ignore_unknown_options": True})
@click.option("--soak", is_flag=True, help="Also what waits for minutes, or repeats a thousand times.")
@click.argument("arguments", metavar="[PYTEST ARGUMENT]...", nargs=-1, type=click.UNPROCESSED)
def test(soak: bool, arguments: tuple[str, ...]) -> int:
    """Run the project's own tests: the linters, CTest and pytest. Exit status: the tests'."""
    from addrinuse.commands import selftest

    return selftest.run(arguments, soak)


def _runs(files: tuple[Path, ...]) -> list[Run]:
    """The runs in these files, or else the published ones. Raises UserError when there are none."""
    from addrinuse.model import runs
    from addrinuse.support import paths

    if not files and not runs.published():
        raise UserError(paths.show(paths.published_runs()), "there are no published runs",
                        f"Name run files, e.g. {paths.own_runs()}/*.jsonl after `addrinuse survey`.")
    if files:
        return runs.read_all(files)
    return [run for run in runs.read_all(runs.published()) if not run.simulated]
