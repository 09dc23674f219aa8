"""The command line. Each command imports what it needs when it runs, so that the others start at once."""
from __future__ import annotations

import errno
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import click

from addrinuse import __version__
from addrinuse.commands.manual import complete_case, complete_platform
from addrinuse.support import output
from addrinuse.support.escape import clean
from addrinuse.support.command_group import CommandGroup
from addrinuse.support.errors import COULD_NOT_RUN, INTERRUPTED, UserError

FORMATS = ("text", "markdown", "html", "json", "csv")
# Errors of a file that a user names or that the system refuses: not this suite's.
SITUATIONS = frozenset((errno.EACCES, errno.EPERM, errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR,
                        errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE))
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
        if _interruptions:
            # An interruption that passes through exec() of a text, as making a dataclass is, marks the
            # process: at its end `python3 -m` sends SIGINT to itself, whatever the exit status. The next
            # exec() takes the mark away (unhandled_keyboard_interrupt in CPython's Python/pythonrun.c).
            exec("")
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
    except OSError as error:
        if error.errno not in SITUATIONS or error.filename is None:
            return _defect(error)
        return _fail(f"{error.filename!s:.200}: {error.strerror}")
    except Exception as error:
        return _defect(error)


def _defect(error: Exception) -> int:
    """What nobody expected. Raises the error itself if ADDRINUSE_DEBUG is set."""
    if _interruptions:  # Python makes another exception of it where a class is made
        return _fail("interrupted", INTERRUPTED)
    if os.environ.get("ADDRINUSE_DEBUG"):
        raise error
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
    """Prints an error. Its words may repeat arguments, which can hold what a terminal would carry out."""
    print("addrinuse:", "\n".join(map(clean, words.split("\n"))), file=sys.stderr)
    return status


# Commands whose modules take long to import, with what the list of commands says of them: they are imported
# when they are used.
LATE = {
    "grid": ("addrinuse.grid.commands",
             "Scan the conflict grid: every pair of sockets, not only the famous ones."),
    "explore": ("addrinuse.explorer.commands",
                "Random stories on one platform or two: what differs, shrunk to the shortest story."),
    "bisect-step": ("addrinuse.bisect.commands",
                    "Ask one build one thing, with the exit status that `git bisect run` wants."),
    "why": ("addrinuse.why.commands",
            "Tell what is in the way of a bind: who holds the port, until when, and what gets in.")}


class Commands(CommandGroup):
    """All commands, also those that are imported late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self.commands, *LATE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in LATE:
            module = importlib.import_module(LATE[cmd_name][0])
            command: click.Command = getattr(module, cmd_name.replace("-", "_"))
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # Without the late ones' modules, which take longer to import than all the rest.
        listed = {name: click.Command(name, help=words) for name, (_, words) in LATE.items()}
        CommandGroup(commands={**self.commands, **listed}).format_commands(ctx, formatter)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="addrinuse")
def commands() -> None:
    """Tests documented claims about socket address reuse on real network stacks."""


@commands.command()
@click.option("--platform", "platforms", multiple=True, metavar="NAME", shell_complete=complete_platform,
              help="Where to run, repeatable; `all`: every platform available here (default: this machine).")
@click.option("--case", "cases", multiple=True, metavar="GLOB", shell_complete=complete_case,
              help="Only these cases, repeatable.")
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
@click.option("--mutants", is_flag=True, help="Also the simulated platforms.")
@click.option("--json", "as_json", is_flag=True, help="For programs; all of them.")
def platforms(mutants: bool, as_json: bool) -> int:
    """List the platforms known, available or not and why."""
    from addrinuse.commands import platforms as command

    return command.run(mutants, as_json)


@commands.command()
@click.argument("words", metavar="[WORDS or GLOB]...", nargs=-1)
@click.option("--all", "in_full", is_flag=True, help="With claims and documents.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def cases(words: tuple[str, ...], in_full: bool, as_json: bool) -> int:
    """List the cases and the question that each answers; a single one with its claim and documents.

    A topic or a pattern of names (`time_wait`, '*/rebind_*') lists those cases. Other words are searched in
    names, claims, tags, errors and documents, also by synonyms: `cases Errno 98`, `cases docker restart`.
    """
    from addrinuse.commands import cases as command

    return command.run(words, as_json, in_full)


@commands.command()
@click.argument("words", metavar="[GOAL]...", nargs=-1)
@click.option("--platform", "platforms", multiple=True, metavar="NAME",
              help="Only for this platform, repeatable.")
@click.option("--language", "languages", multiple=True, metavar="NAME",
              help="Code in this language, repeatable: C, Python, Go, Node, Java, Rust, all.")
@click.option("--run", "files", multiple=True, metavar="RUN", type=click.Path(path_type=Path),
              help="From this run instead of the published ones, repeatable.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def advise(words: tuple[str, ...], platforms: tuple[str, ...], languages: tuple[str, ...],
           files: tuple[Path, ...], as_json: bool) -> int:
    """Tell which options reach a goal, where, and what they cost; without a goal, list the goals.

    Derived from what the platforms answered: each line names the cases that show it.
    """
    from addrinuse.commands import advise as command

    return command.run(words, platforms, languages, files, as_json)


@commands.command(short_help="Show one case: its answer, documents and transcripts.")
@click.argument("case", shell_complete=complete_case)
@run_files
@click.option("--platform", "platforms", multiple=True, metavar="NAME",
              help="Only these platforms, with every transcript of theirs; repeatable.")
@click.option("--all", "everything", is_flag=True,
              help="Every transcript, and not one for each distinct outcome.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def explain(**asked: Any) -> int:
    """Show a case: its question, which platforms answer how, the documents for and against it, and a
    transcript of each distinct outcome.

    Looks into the runs given, or else into the published ones and those of the last survey here."""
    from addrinuse.commands import explain as command

    return command.run(command.Options(**asked))


@commands.command()
@run_files
@click.option("--format", "form", type=click.Choice(FORMATS), default="text",
              help="How the table is written.")
@click.option("--case", "cases", multiple=True, metavar="GLOB", help="Only these cases, repeatable.")
@click.option("--platform", "platforms", multiple=True, metavar="NAME",
              help="Only these platforms: a name, a glob or a stack; repeatable.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Only these topics, repeatable.")
@click.option("--contradicted", is_flag=True, help="Only the cases in which a document is wrong.")
@click.option("--only-differences", is_flag=True,
              help="Only the cases on which two platforms give different answers.")
@click.option("--all-columns", is_flag=True,
              help="A column for each run, and not one for all that answer alike.")
@click.option("--documented", is_flag=True,
              help="Also a column for each system that no run shows: what its own documents predict.")
@click.option("--sort", type=click.Choice(("surprise", "topic")), default="surprise",
              help="The most surprising first, or by topic and name.")
@click.option("--write", is_flag=True,
              help="Write results/compat.md and results/compat.json of the published runs instead.")
def table(**asked: Any) -> int:
    """Print the table of the runs given, or else of the published ones.

    Platforms that answer alike are one column, such as `Linux 6.1 to 6.12`. JSON and CSV have all columns,
    and the cases by topic."""
    from addrinuse.commands import table as command

    return command.run(command.Options(**asked))


@commands.command()
@run_files
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text")
@click.option("--popular", is_flag=True, help="Only the texts that people read first.")
@click.option("--all", "everything", is_flag=True,
              help="Each document on each platform, with the statements that fail.")
def documents(files: tuple[Path, ...], form: str, popular: bool, everything: bool) -> int:
    """List documents, the worst first: how many of their statements hold on each stack's newest platform.
    """
    from addrinuse.analysis import scorecard, scorecard_page
    from addrinuse.model import cases, runs
    from addrinuse.support import pager, paths
    from addrinuse.model import documents as known

    listed, read = known.load(paths.documents()), runs.given_or_published(files)
    asked = cases.load(known=listed)
    scores = scorecard.of_runs(asked, listed, read)
    if popular:
        scores = {key: score for key, score in scores.items() if listed[key].popular}
    if form == "json":
        print(json.dumps(scorecard.as_json(scores, listed), indent=1))
        return 0
    if form == "markdown":
        print("\n".join(scorecard_page.lines(scores, listed, asked)).rstrip())
        return 0
    told = list(scorecard.lines(scores, listed) if everything
                else scorecard.short_lines(scores, listed, read))
    pager.show(lambda out: pager.write_lines(told, out))
    return 0


@commands.command()
@click.argument("before", metavar="RUN", type=click.Path(path_type=Path))
@click.argument("after", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "markdown", "json")), default="text")
def diff(before: Path, after: Path, form: str) -> int:
    """List what changed from one run to another. A run is a file, or the name of a published one
    (`diff linux-6.1 linux-7.2`).

    What only one of the two runs answers (not applicable, not run, not built) is listed apart and is no
    change.

    Exit status: 0 nothing changed, 1 something did, 2 an error."""
    from addrinuse.analysis import diff
    from addrinuse.model import cases, runs
    from addrinuse.support import pager

    found = diff.between(runs.named(before), runs.named(after), cases.load())
    if form == "json":
        print(json.dumps(found.as_json(), indent=1))
    elif form == "markdown":
        print("\n".join(found.markdown()))
    else:
        pager.show(lambda out: pager.write_lines(found.lines(), out))
    return 1 if found.changes else 0


expected_option = click.option(
    "--expected", type=click.Path(path_type=Path), metavar="DIR",
    help="The folder of the accepted answers; remembered for the next time.")


@commands.command()
@click.argument("files", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(("text", "json", "markdown", "github", "kcidb")),
              default="text", help="github: annotations, and the step's summary; kcidb: a report for KCIDB.")
@click.option("--origin", default="addrinuse", metavar="NAME", help="Who reports, for KCIDB.")
@expected_option
def check(files: tuple[Path, ...], form: str, origin: str, expected: Path | None) -> int:
    """Compare runs with the accepted answers, and list only what is news.

    RUN may also be a grid (grid.csv.xz) or a record of stories (.gz): these are compared with the one that
    was accepted for the platform.

    What is no longer or newly answered is listed apart and is no change.

    Exit status: 0 as expected, 1 news, or nothing to compare with; 2 an error."""
    from addrinuse.analysis import expectations
    from addrinuse.commands import accept, check, gate
    from addrinuse.model import cases, runs
    from addrinuse.support import paths

    folder = accept.expected_folder(expected)
    judged = [gate.judge(path, folder) for path in files if gate.is_for_the_gate(path)]
    found = check.check(runs.read_all([path for path in files if not gate.is_for_the_gate(path)]),
                        expectations.load(folder), cases.load(), judged)
    check.write(found, form, sys.stdout, origin)
    for run in found.truncated:
        print(f"addrinuse: {paths.show(run.path)}: truncated, so it cannot be as expected", file=sys.stderr)
    if found.runs and not found.compared:
        print(f"addrinuse: {paths.show(folder)}: no answer is expected of these platforms yet\n"
              "  Accept a run first: addrinuse accept RUN", file=sys.stderr)
    return 0 if found.is_as_expected else 1


@commands.command()
@click.argument("files", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--for", "pattern", default="", metavar="PATTERN",
              help="Expect it of every platform so named, e.g. 'linux-*' (default: of the run's own).")
@click.option("--since", default="", metavar="VERSION", help="… from this version on.")
@click.option("--even-lost", is_flag=True,
              help="Also replace an accepted observation where the run has none (not applicable).")
@expected_option
def accept(**asked: Any) -> int:
    """Make what runs observed the expectation. What is broken, crashed or not run is never accepted.

    RUN may also be a grid (.csv.xz) or a record of stories (.gz): it is kept whole.
    """
    from addrinuse.commands import accept as command

    return command.run(command.Options(**asked))


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
@click.argument("files", metavar="RUN...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              required=True,
              help="The folder of the merged runs; what an earlier merge left there takes part.")
def merge(files: tuple[Path, ...], output: Path) -> int:
    """Put runs from anywhere together: one run per platform, the others as its history.

    A folder stands for the run files in it. The order of the files and repetitions change nothing: a complete
    run comes before a truncated one, then the newest start counts.

    Exit status: 0 merged; 2 a file could not be read (the others are merged)."""
    from addrinuse.commands import merge as command

    return command.run(files, output)


@commands.command()
@click.option("--platform", "platforms", multiple=True, metavar="NAME", shell_complete=complete_platform,
              help="A job for this platform, repeatable (default: every platform known).")
@click.option("--format", "form", type=click.Choice(("github", "gitlab", "json", "lines")), default="json",
              help="For which engine; lines: the words of each job's survey.")
def matrix(platforms: tuple[str, ...], form: str) -> int:
    """Print the jobs of a survey for a continuous-integration engine, within the engine's limits."""
    from addrinuse.commands import matrix as command

    return command.run(platforms, form)


@commands.command()
@click.argument("command", metavar="[COMMAND]...", nargs=-1)
@click.option("--completion", type=click.Choice(("bash", "zsh", "fish")),
              help="Print the completion of this shell instead.")
def manual(command: tuple[str, ...], completion: str | None) -> int:
    """Print the manual page of a command, or of the whole program, as roff; or a shell's completion.

    For example: addrinuse manual survey | man -l -"""
    from addrinuse.commands import manual as pages

    print(pages.completion(commands, completion) if completion else pages.page(commands, " ".join(command)))
    return 0


@commands.command("check-run")
@click.argument("file", metavar="RUN", type=click.Path(path_type=Path))
@click.option("--release", type=click.Path(path_type=Path), metavar="FILE", multiple=True,
              help="A release.json whose program may have made the run, repeatable.")
def check_run(file: Path, release: tuple[Path, ...]) -> int:
    """Check a run from elsewhere before it is published: schema, controls, origin, answers, neighbours.

    Exit status: 0 nothing to object to; 1 something is to be looked at; 2 it is no run."""
    from addrinuse.commands import check_run as command

    return command.run(file, release)


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
    """Print the configuration that a User-Mode-Linux kernel needs, for scripts/kconfig/merge_config.sh.

    With PATH, a .config or its folder, name what that build lacks and what is not observed because of it.

    Exit status: 0 printed, or nothing is missing; 1 something is missing; 2 no such configuration."""
    from addrinuse.commands import uml_config as command

    return command.run(build)


@commands.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@run_files
@click.option("--address", default="", metavar="URL",
              help="Where the pages will be published: for the sitemap, the feed and links to share.")
@click.option("--before", metavar="TABLE", type=click.Path(path_type=Path),
              help="An earlier table (JSON) for the page of what changed. By default it is the one of the "
                   "site that is replaced.")
def site(folder: Path, files: tuple[Path, ...], address: str, before: Path | None) -> int:
    """Write the published pages of the runs given, or else of the published ones, into a folder of their own.

    Exit status: 0 written, 2 an error."""
    from datetime import datetime, timezone

    from addrinuse.model import cases, runs
    from addrinuse.support import paths
    from addrinuse.model import documents as known
    from addrinuse.publish import site as pages

    listed = known.load(paths.documents())
    extras = pages.Extras(address and address.rstrip("/") + "/", _matrices(),
                          before and pages.earlier_table(before))
    report = pages.build(folder, runs.given_or_published(files), cases.load(known=listed), listed,
                         datetime.now(timezone.utc), extras)
    print(f"{paths.show(folder / 'index.html')}: {report.cases} cases, {report.platforms} platforms; "
          f"{report.files} files, {report.bytes / 1e6:.1f} MB")
    if not report.previews:
        print("without previews (PNG) of the pictures: rsvg-convert is not installed (ci/setup site)")
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


def _matrices() -> dict[str, list[tuple[str, str]]]:
    """Pictures of the published grids; none, with a note, if they cannot be read (no numpy, say)."""
    from addrinuse.support import paths

    try:
        from addrinuse.grid import pictures

        return pictures.of_folder(paths.root() / "results" / "grids")
    except UserError as error:
        print(f"addrinuse: the page of options has no pictures: {error}", file=sys.stderr)
        return {}
