"""Mutates the address-reuse code of a User-Mode-Linux kernel, and reports which mutants the suite, the grid
and the stories tell from the original: `python3 ci/kernel_mutants --help`. docs/kernel-mutants.md has the
results."""
from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "harness"
sys.path.insert(0, str(HARNESS))

import equivalent  # noqa: E402
import judge  # noqa: E402
import kernel  # noqa: E402
import report  # noqa: E402
import source  # noqa: E402
from rebuild import Tree  # noqa: E402
from source import Mutant  # noqa: E402

from addrinuse.platforms.uml import OwnBuild, program  # noqa: E402
from addrinuse.platforms.uml.session import UmlSession  # noqa: E402
from addrinuse.support.errors import UserError  # noqa: E402

BAD_INPUT = 2
INTERRUPTED = 130


@dataclass(frozen=True)
class Work:
    """What every worker process needs. `kernel` is the file that holds all mutants."""

    kernel: Path
    every: int
    random_stories: int
    stages: tuple[str, ...]


_judge: judge.Judge | None = None
_answers: judge.Answers | None = None


def _begin(work: Work, processors: list[int], answers: judge.Answers | None) -> None:
    """Prepares a worker process: it keeps to one processor."""
    global _judge, _answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # what it asks now is finished; the parent starts no more
    os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})
    _answers = answers
    _judge = judge.Judge(OwnBuild(work.kernel), work.every, work.random_stories, work.stages)


@contextmanager
def _session(number: int) -> Iterator[UmlSession]:
    """A session on a mutant; 0: on the original."""
    assert _judge is not None
    with _judge.platform.open() as session:
        session.kernel = kernel.started_as(session.kernel, number)
        yield session


def _ask_original(_: int) -> judge.Answers:
    assert _judge is not None
    with _session(0) as session:
        return _judge.answers(session)


def _ask(mutant: Mutant, number: int) -> report.Result:
    """Asks one mutant."""
    assert _judge is not None and _answers is not None
    started = sum(os.times()[:4])
    with _session(number) as session, _session(0) as plain:
        verdict = _judge.verdict(session, plain, _answers)
    state = "killed" if verdict.stage else "survived"
    return report.of(mutant, state, verdict.stage, verdict.difference, sum(os.times()[:4]) - started)


def _kept_original(work: Work, jobs: int, processors: list[int], facts: kernel.Facts) -> judge.Answers:
    """What the original answers: from an earlier run that asked the same, or asked now."""
    asked = judge.Judge(OwnBuild(work.kernel), work.every, work.random_stories, work.stages).digest()
    kept = work.kernel.with_name(f"original-{facts.digest[:8]}-{asked[:8]}.json")
    if kept.exists():
        lines, warnings = json.loads(kept.read_text())
        return judge.Answers(lines, frozenset(warnings))
    answers = _original(work, jobs, processors)
    kept.write_text(json.dumps((answers.lines, sorted(answers.warnings))))
    return answers


def _original(work: Work, jobs: int, processors: list[int]) -> judge.Answers:
    """What the original answers twice in the same way; the rest is left to chance."""
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(work, processors, None)) as pool:
        first, second = pool.map(_ask_original, range(2))
    stable = judge.Answers({stage: {key: answer for key, answer in lines.items()
                                    if second.lines[stage].get(key) == answer}
                            for stage, lines in first.lines.items()}, first.warnings | second.warnings)
    for stage, lines in stable.lines.items():
        print(f"original: {stage}: {len(lines)} answers, {len(first.lines[stage]) - len(lines)} by chance",
              flush=True)
    return stable


def _chosen(options: argparse.Namespace, tree: Tree) -> list[Mutant]:
    """The mutants that are asked, without those asked before."""
    every = list(source.mutants(tree.source))
    wanted = [mutant for mutant in every if not options.function or mutant.function in options.function]
    if not wanted:
        raise UserError("option --function", "this source tree has no function of that name",
                        "ci/kernel_mutants/functions.toml lists them.")
    if options.count:
        wanted = source.sample(wanted, options.count, options.seed)
    done = {result.key: result for result in report.read(options.output)}
    return [mutant for mutant in wanted
            if mutant.key not in done or (options.survivors and done[mutant.key].state == "survived")]


def _known(mutants: list[Mutant], facts: kernel.Facts) -> Iterator[report.Result]:
    """The results of those that need no kernel to be started."""
    reasons = equivalent.read()
    for mutant in mutants:
        number = facts.numbers[mutant.key]
        if number in facts.refused:
            yield report.of(mutant, "does not build", "", "the compiler refuses it", 0)
        elif number in facts.same:
            yield report.of(mutant, "same code", "", "the compiler makes the same code of it", 0)
        elif reason := reasons.get((mutant.function, mutant.placed())):
            yield report.of(mutant, "equivalent", "", reason, 0)


def _run(options: argparse.Namespace) -> int:
    tree = Tree(options.source.resolve(), options.build.resolve())
    tree.check()
    chosen = _chosen(options, tree)
    if options.list:
        for mutant in chosen:
            print(f"{mutant.key} {mutant.file}:{mutant.line} {mutant.function}: {mutant.described()}")
        return 0
    facts = kernel.built(tree, list(source.mutants(tree.source)), options.folder.resolve(), options.jobs)
    program.read(tree.build)  # raises UserError for a build that cannot be asked
    print(f"{len(chosen)} mutants to ask; {len(facts.numbers)} in the kernel, {len(facts.refused)} do not "
          f"build, {len(facts.same)} are the same code", flush=True)
    for result in _known(chosen, facts):
        report.add(options.output, result)
    known = {result.key for result in report.read(options.output) if result.state != "survived"}
    left = [mutant for mutant in chosen if mutant.key not in known]
    if left:
        _ask_all(options, left, facts)
    report.write_summary(options.output, options.summary)
    return 0


def _ask_all(options: argparse.Namespace, left: list[Mutant], facts: kernel.Facts) -> None:
    processors = sorted(os.sched_getaffinity(0))
    work = Work(options.folder.resolve() / "linux", options.every, options.stories,
                tuple(options.stage) or judge.STAGES)
    answers = _kept_original(work, options.jobs, processors, facts)
    with ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(work, processors, answers)) as pool:
        futures = [pool.submit(_ask, mutant, facts.numbers[mutant.key]) for mutant in left]
        try:
            for future in as_completed(futures):
                result = future.result()
                report.add(options.output, result)
                print(result.text(), flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def main() -> int:
    """The command line. Gives the exit status: 0, 2 if it could not run, 130 if it was interrupted."""
    try:
        return _run(_parsed())
    except UserError as error:
        print(f"kernel_mutants: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("kernel_mutants: interrupted; what was asked is in the output, run it again for the rest",
              file=sys.stderr)
        return INTERRUPTED


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kernel_mutants", description=__doc__)
    parser.add_argument("source", type=Path, help="the kernel's source tree")
    parser.add_argument("build", type=Path, help="the folder that `make ARCH=um O=…` built")
    parser.add_argument("--folder", type=Path, default=Path("kernel-mutants"),
                        help="where the kernel that holds all mutants is built and kept (kernel-mutants)")
    parser.add_argument("--count", type=int, default=0, help="so many mutants at random (default: all)")
    parser.add_argument("--seed", default="1", help="what the choice starts from (1)")
    parser.add_argument("--function", action="append", default=[], help="only of this function, repeatable")
    parser.add_argument("--survivors", action="store_true", help="ask again those that survived before")
    parser.add_argument("--every", type=int, default=101,
                        help="one of so many cells of the core grid (101; a prime leaves no word out)")
    parser.add_argument("--stories", type=int, default=3000, help="random stories besides the corpus (3000)")
    parser.add_argument("--stage", action="append", default=[], choices=judge.STAGES,
                        help="only this stage, repeatable")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants at the same time")
    parser.add_argument("--output", type=Path, default=Path("kernel-mutants.jsonl"),
                        help="results; what is in there is not asked again")
    parser.add_argument("--summary", type=Path, help="also write the score per function, as Markdown")
    parser.add_argument("--list", action="store_true", help="list the mutants only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
