"""The command `explore`."""
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from addrinuse.explorer.answers import Platform, RunProgram
from addrinuse.explorer import replayed
from addrinuse.explorer.corpus import choose
from addrinuse.explorer.coverage import Coverage
from addrinuse.explorer.generator import Generator
from addrinuse.explorer.groups import Groups, read_known
from addrinuse.explorer.programs import Programs
from addrinuse.explorer.records import CHANCE, Record, digest_of
from addrinuse.explorer.records import write as write_record
from addrinuse.explorer.render import NotInVocabulary, case_of
from addrinuse.explorer.search import Report, Search, summary
from addrinuse.explorer.story import Story, file_of
from addrinuse.support import paths
from addrinuse.support.errors import UserError

NOTHING_NEW, NEWS = 0, 1
PASSES = 3
LONGEST_TIME = 10**9  # stories: the time ends the search


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raises UserError if what is done inside cannot write to this path."""
    try:
        yield
    except OSError as error:
        raise UserError(paths.show(path), f"cannot be written: {error.strerror}",
                        "Name a folder that this user can write.") from None


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    platforms: tuple[str, ...]
    seed: int
    stories: int
    seconds: float | None
    write: Path | None
    record: Path | None
    replay: Path | None
    benchmark: bool
    collect: tuple[Path, int] | None = None
    passes: int = PASSES
    is_corpus: bool = False
    skips_corpus: bool = False
    first: bool = False

    @property
    def makes_none(self) -> bool:
        """Whether only stories that are there are run."""
        return self.is_corpus or self.replay is not None


@click.command("explore")
@click.option("--platform", "platforms", multiple=True,
              metavar="NAME", help="One platform, or two to compare.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same stories.")
@click.option("--stories", type=click.IntRange(1), default=None, help="How many stories to make (20000).")
@click.option("--time", "seconds", type=click.FloatRange(0, min_open=True),
              default=None, help="Search for so many seconds.")
@click.option("--write", type=click.Path(path_type=Path, file_okay=False),
              help="Write a case for every new cause here; with --compare, the stories that differ.")
@click.option("--record", type=click.Path(path_type=Path, file_okay=False),
              help="Write what each platform answers to this folder, and compare nothing.")
@click.option("--replay", type=click.Path(path_type=Path, dir_okay=False),
              help="Run the stories of this file only.")
@click.option("--collect", nargs=2, type=(click.Path(path_type=Path, dir_okay=False), click.IntRange(1)),
              metavar="FILE N", help="Write those N stories to FILE that together show the most.")
@click.option("--passes", type=click.IntRange(1), default=PASSES, show_default=True,
              help="For --record and --collect: how often each story is run, each time in another order.")
@click.option("--no-corpus", "skips_corpus", is_flag=True, help="Do not run the corpus before new stories.")
@click.option("--first", is_flag=True, help="End the search when a new cause is found.")
@click.option("--corpus", is_flag=True, help="Run the stories of the corpus only.")
@click.option("--compare", "records", nargs=2, type=click.Path(path_type=Path, dir_okay=False, exists=True),
              help="Compare two records; nothing is run.")
@click.option("--benchmark", is_flag=True, help="Print how many stories a minute each platform runs.")
def explore(platforms: tuple[str, ...], seed: int, stories: int | None, seconds: float | None,
            write: Path | None, record: Path | None, replay: Path | None, collect: tuple[Path, int] | None,
            passes: int, skips_corpus: bool, first: bool, corpus: bool, records: tuple[Path, Path] | None,
            benchmark: bool) -> int:
    """Random stories on one platform or two: what differs, shrunk to the shortest story."""
    if records:
        return compare_records(*records, write)
    count = stories if stories is not None else LONGEST_TIME if seconds else 20000
    options = Options(platforms or ("host",), seed, count, seconds, write, record, replay, benchmark,
                      collect, passes, corpus, skips_corpus, first)
    with Programs() as programs:
        return run(options, programs.run_program, programs.answer_name)


def _as_asked(platform: str, facts: dict[str, str]) -> str:
    return platform


def run(options: Options, run_program: RunProgram,
        answer_name: Callable[[str, dict[str, str]], str] = _as_asked) -> int:
    """The command with its options read. `answer_name` gives the name of what answered on a platform, from
    its facts. Returns the exit code. Raises UserError."""
    platforms = [Platform(name, run_program) for name in options.platforms]
    if options.benchmark:
        return _benchmark(options, run_program)
    if options.collect is not None:
        return _collect(platforms, _made(options), options.passes, *options.collect)
    if options.record is not None:
        return _record(platforms, _made(options), options.passes, options.record, answer_name)
    if len(platforms) > 2:
        raise UserError("option --platform", f"{len(platforms)} platforms, and two can be compared at once",
                        "Record each with --record, and compare the records.")
    search = Search(platforms[0], platforms[1] if len(platforms) > 1 else None, options.seed,
                    read_known(replayed.folder() / "known.toml"), _first(options), progress=_progress)
    report = search.run(0 if options.makes_none else options.stories, options.seconds, options.first)
    return _conclude(report, options)


def _first(options: Options) -> list[Story]:
    """The stories to run before new ones: the corpus, or the file to replay."""
    if options.skips_corpus and options.replay is None:
        return []
    return replayed.corpus() if options.replay is None else replayed.stories_in(options.replay)


def _made(options: Options) -> list[Story]:
    if options.makes_none:
        return _first(options)
    return [*_first(options), *Generator(options.seed).several(options.stories)]


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _conclude(report: Report, options: Options) -> int:
    groups = report.groups
    assert groups is not None
    new = [group for group in groups.groups if group.known is None]
    for group in groups.groups:
        known = f" (known: {group.known.name})" if group.known else ""
        words = summary(group.cause, groups.a, groups.b)
        print(f"{group.stories} stories, first {group.first_at}{known}: {words}")
    for violation in report.violations:
        steps = "; ".join(map(str, violation.story[:violation.at + 1]))
        print(f"{violation.invariant}: broken by the last step of: {steps}")
    known_causes = len(groups.groups) - len(new)
    print(f"{report.stories} stories in {report.seconds:.0f} s: {len(new)} new causes, {known_causes} known; "
          f"{report.different} stories differ, {report.by_chance} of those repeated by chance, "
          f"{report.unexplained} not looked into")
    print(report.coverage)
    if options.write is not None:
        with writing(options.write):
            _write_cases(groups, options.write)
    return NEWS if new or report.violations else NOTHING_NEW


def _write_cases(groups: Groups, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, group in enumerate((group for group in groups.groups if group.known is None), 1):
        words = summary(group.cause, groups.a, groups.b)
        try:
            (folder / f"difference_{number}.cc").write_text(case_of(group.cause, groups.a, groups.b, words))
        except NotInVocabulary as missing:
            (folder / f"difference_{number}.txt").write_text(f"{file_of([group.cause.story])}# {words}\n")
            _progress(f"difference {number} is written as a story: the vocabulary has no word for {missing}")


def stable_answers(platform: Platform, stories: Sequence[Story], passes: int = PASSES) -> list[str]:
    """The answers to each story; CHANCE for one that answered differently when it was repeated. A story that
    answers differently with probability p is not recognised in n passes with probability (1 - p)^n.

    Each pass runs the stories in another order. A virtual machine that is loaded again draws the same random
    numbers in the same order, so that equal passes would show nothing.
    """
    first: list[str] = []
    for order in orders(len(stories), passes):
        answers = _in_order(platform, stories, order)
        first = [answer if answer == other else CHANCE for answer, other in zip(first or answers, answers)]
    return first


def orders(count: int, passes: int) -> Iterator[list[int]]:
    """An order of the stories for each pass: forward, backward, and so from other stories on."""
    for number in range(passes):
        start = number // 2 * count // passes
        rotated = [*range(start, count), *range(start)]
        yield rotated[::-1] if number % 2 else rotated


def _in_order(platform: Platform, stories: Sequence[Story], order: Sequence[int]) -> list[str]:
    """The answers in the order of the stories, which are run in another one."""
    answers = platform.answers([stories[number] for number in order])
    return [answer for _, answer in sorted(zip(order, answers))]


def _record(platforms: Sequence[Platform], stories: Sequence[Story], passes: int, folder: Path,
            answer_name: Callable[[str, dict[str, str]], str]) -> int:
    for platform in platforms:
        answers = stable_answers(platform, stories, passes)
        name = answer_name(platform.name, platform.facts)
        record = Record(name, platform.facts, digest_of(stories), tuple(answers))
        path = folder / replayed.file_name(record)
        with writing(path):
            write_record(record, path)
        size = path.stat().st_size
        print(f"{name}: {len(stories)} stories, {size} bytes in {paths.show(path)}", flush=True)
    coverage = Coverage()
    for story in stories:
        coverage.add(story)
    print(coverage.summary())
    if stories != replayed.corpus():
        with writing(folder / replayed.STORIES):
            (folder / replayed.STORIES).write_text(file_of(stories), encoding="utf-8")
    return NOTHING_NEW


def _collect(platforms: Sequence[Platform], stories: Sequence[Story], passes: int, path: Path,
             count: int) -> int:
    """Writes the stories that show the most on the first platform, of those that answer alike when they are
    repeated on every platform."""
    shown = [stable_answers(platform, stories, passes) for platform in platforms]
    certain = [(story, answers[0]) for story, *answers in zip(stories, *shown) if CHANCE not in answers]
    chosen = choose([story for story, _ in certain], [answer for _, answer in certain], count)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file_of(chosen), encoding="utf-8")
    print(f"{len(chosen)} of {len(stories)} stories in {paths.show(path)}; "
          f"{len(stories) - len(certain)} depend on chance")
    return NOTHING_NEW


def compare_records(first: Path, second: Path, write: Path | None = None) -> int:
    """Prints how two records differ, by the kinds of differences, leaving out what is explained or depends on
    chance. Writes the stories that differ to the folder `write`, to be replayed."""
    found = replayed.compare_files(first, second)
    print("\n".join(found.lines()))
    if write is not None:
        path = write / f"{found.a}-{found.b}.txt"
        with writing(path):
            write.mkdir(parents=True, exist_ok=True)
            path.write_text(file_of(found.stories), encoding="utf-8")
        print(f"\nThese stories are in {paths.show(path)}. Repeat them on both platforms, and shrink them:\n"
              f"addrinuse explore --replay {paths.show(path)} --platform {found.a} --platform {found.b}")
    return NEWS if found.different else NOTHING_NEW


def _benchmark(options: Options, run_program: RunProgram) -> int:
    stories = _made(options)
    for name in options.platforms:
        run_program(name, ["--benchmark"], file_of(stories[:1]).encode())  # what is prepared once
        start = time.monotonic()  # the program's own clock may jump (time warp)
        run_program(name, ["--benchmark"], file_of(stories).encode())
        seconds = time.monotonic() - start
        rate = 60 * len(stories) / seconds
        print(f"{name}: {len(stories)} stories in {seconds:.1f} s: {rate:,.0f} a minute", flush=True)
    return NOTHING_NEW
