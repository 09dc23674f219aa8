"""Mutates the address-reuse code of a User-Mode-Linux kernel, rebuilds, and reports which mutants the suite,
the grid and the stories tell from the original: `python3 ci/kernel_mutants --help`. docs/kernel-mutants.md
has the results."""
from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from collections.abc import Iterator
from pathlib import Path

import judge
import report
import source
from rebuild import DoesNotBuild, Tree
from source import Mutant

from addrinuse.platforms.uml import UmlPlatform, program
from addrinuse.platforms.uml.session import UmlSession


@dataclass(frozen=True)
class Work:
    """What every worker process needs."""

    tree: Tree
    random_stories: int


_scratch = tempfile.TemporaryDirectory(prefix="kernel-mutant-")
_judge: judge.Judge | None = None
_work: Work | None = None
_answers: judge.Answers | None = None


def _begin(work: Work, processors: list[int], answers: judge.Answers | None) -> None:
    """Prepares a worker process: it keeps to one processor."""
    global _judge, _work, _answers, _scratch
    _scratch = tempfile.TemporaryDirectory(prefix="kernel-mutant-")
    os.sched_setaffinity(0, {processors[os.getpid() % len(processors)]})
    _work, _answers = work, answers
    _judge = judge.Judge(UmlPlatform(work.tree.build), work.random_stories)


@contextmanager
def _session(kernel: Path | None) -> Iterator[UmlSession]:
    """A session on the original kernel, or on one that differs from it in one object."""
    assert _judge is not None
    with _judge.platform.open() as session:
        if kernel is not None:
            session.kernel = replace(session.kernel, path=kernel)
        yield session


def _ask_original(number: int) -> judge.Answers:
    assert _judge is not None
    with _session(None) as session:
        return _judge.answers(session)


@lru_cache(maxsize=None)
def _plain_object(file: str) -> bytes:
    """The object of an unchanged file, compiled as that of a mutant is."""
    assert _work is not None
    return _work.tree.compiled(file, _work.tree.original(file), _folder()).read_bytes()


@lru_cache(maxsize=None)
def _folder() -> Path:
    """This worker's folder: always the same, since an object holds the name of its source."""
    return Path(_scratch.name)


def _ask(mutant: Mutant) -> report.Result:
    """Builds one mutant and asks it."""
    assert _judge is not None and _work is not None and _answers is not None
    started = time.monotonic()
    try:
        plain = _plain_object(mutant.file)
        made = _work.tree.compiled(mutant.file, _work.tree.text_of(mutant), _folder())
        if made.read_bytes() == plain:
            return report.of(mutant, "same code", "", "the compiler makes the same code of it", started)
        kernel = _work.tree.linked(mutant.file, made, _folder())
    except DoesNotBuild as error:
        return report.of(mutant, "does not build", "", str(error), started)
    with _session(kernel) as session:
        verdict = _judge.verdict(session, _answers)
    state = "killed" if verdict.stage else "survived"
    return report.of(mutant, state, verdict.stage, verdict.difference, started)


def _stable(first: judge.Answers, second: judge.Answers) -> judge.Answers:
    """What the original answers twice in the same way; the rest is left to chance."""
    return judge.Answers({stage: {key: answer for key, answer in lines.items()
                                  if second.lines[stage].get(key) == answer}
                          for stage, lines in first.lines.items()})


def _original(work: Work, jobs: int, processors: list[int]) -> judge.Answers:
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(work, processors, None)) as pool:
        first, second = pool.map(_ask_original, range(2))
    stable = _stable(first, second)
    for stage, lines in stable.lines.items():
        print(f"original: {stage}: {len(lines)} answers, {len(first.lines[stage]) - len(lines)} by chance",
              flush=True)
    return stable


def main() -> int:
    """The command line. Gives the exit status: 0, or 2 if it could not run."""
    options = _parsed()
    tree = Tree(options.source.resolve(), options.build.resolve())
    chosen = list(source.mutants(tree.source, options.function))
    if not chosen:
        print("kernel_mutants: no function of that name in this source tree", file=sys.stderr)
        return 2
    if options.count:
        chosen = source.sample(chosen, options.count, options.seed)
    done = {result.key: result for result in report.read(options.output)}
    left = [mutant for mutant in chosen if mutant.key not in done]
    print(f"{len(chosen)} mutants, {len(chosen) - len(left)} of them asked before", flush=True)
    if options.list:
        for mutant in chosen:
            print(f"{mutant.key} {mutant.file}:{mutant.line} {mutant.function}: {mutant.described()}")
        return 0
    program.read(tree.build)  # raises UserError for a build that cannot be asked
    print(f"link: {' '.join(tree.link_command)[:100]} ...", flush=True)
    processors = sorted(os.sched_getaffinity(0))
    work = Work(tree, options.stories)
    answers = _original(work, options.jobs, processors)
    with ProcessPoolExecutor(options.jobs, initializer=_begin, initargs=(work, processors, answers)) as pool:
        for future in as_completed([pool.submit(_ask, mutant) for mutant in left]):
            result = future.result()
            report.add(options.output, result)
            print(result.text(), flush=True)
    report.write_summary(options.output, options.summary)
    return 0


def _parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="kernel_mutants", description=__doc__)
    parser.add_argument("source", type=Path, help="the kernel's source tree")
    parser.add_argument("build", type=Path, help="the folder that `make ARCH=um O=…` built")
    parser.add_argument("--count", type=int, default=0, help="so many mutants at random (default: all)")
    parser.add_argument("--seed", default="1", help="what the choice starts from (1)")
    parser.add_argument("--function", action="append", default=[], help="only of this function, repeatable")
    parser.add_argument("--stories", type=int, default=3000, help="random stories besides the corpus (3000)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="mutants at the same time")
    parser.add_argument("--output", type=Path, default=Path("kernel-mutants.jsonl"),
                        help="results; what is in there is not asked again")
    parser.add_argument("--summary", type=Path, help="also write the score per function, as Markdown")
    parser.add_argument("--list", action="store_true", help="list the mutants only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
