"""The results of mutants: one JSON line each, and the score per function."""
from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from source import Mutant

EQUIVALENT = ("same code", "equivalent")
WARNING = "warning"       # the stage of a mutant that only a warning of the kernel told from the original


@dataclass(frozen=True)
class Result:
    """What became of a mutant. `state`: killed, survived, same code, does not build, or equivalent (with the
    reason in `difference`). `stage` is what killed it, `seconds` the processor time that it took."""

    key: str
    file: str
    function: str
    line: int
    change: str
    state: str
    stage: str
    difference: str
    seconds: float

    def text(self) -> str:
        """The result on one line."""
        return (f"{self.state} {self.stage or '-'} {self.seconds:.0f} s {self.file}:{self.line} "
                f"{self.function}: {self.change}: {self.difference}")


def of(mutant: Mutant, state: str, stage: str, difference: str, seconds: float) -> Result:
    """The result of a mutant."""
    return Result(mutant.key, mutant.file, mutant.function, mutant.line, mutant.described(), state, stage,
                  difference, round(seconds, 1))


def read(path: Path) -> list[Result]:
    """The results in a file; none if there is no file yet. A later line about a mutant replaces an earlier
    one."""
    lines = path.read_text().splitlines() if path.exists() else []
    results = {result.key: result for result in (Result(**json.loads(line)) for line in lines)}
    return list(results.values())


def add(path: Path, result: Result) -> None:
    """Adds a result to a file."""
    with path.open("a") as file:
        file.write(json.dumps(asdict(result)) + "\n")


def summary(results: list[Result]) -> list[str]:
    """The score per function as a Markdown table, with the sum in its last line. `killed` are those that
    answered otherwise; the score counts those by a warning, too."""
    lines = ["| file | function | mutants | equivalent | killed | by a warning | survived | score |",
             "|---|---|---|---|---|---|---|---|"]
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        if result.state != "does not build":
            groups.setdefault((result.file, result.function), []).append(result)
    for (file, function), group in sorted(groups.items()):
        lines.append(_row(file, function, group))
    counted = [each for group in groups.values() for each in group]
    lines.append(_row("all", f"{len(groups)} functions", counted))
    return lines


def _row(file: str, function: str, group: list[Result]) -> str:
    states = Counter(result.state for result in group)
    equivalent = sum(states[state] for state in EQUIVALENT)
    counted = len(group) - equivalent
    score = f"{100 * states['killed'] / counted:.0f} %" if counted else "-"
    warned = sum(result.stage == WARNING for result in group)
    return (f"| {file} | `{function}` | {len(group)} | {equivalent} | {states['killed'] - warned} | {warned} | "
            f"{states['survived']} | {score} |")


def by_stage(results: list[Result]) -> Counter[str]:
    """How many mutants each stage killed."""
    return Counter(result.stage for result in results if result.state == "killed")


def write_summary(path: Path, summary_path: Path | None) -> None:
    """Prints the score, and writes the table to a file if there is one."""
    results = read(path)
    lines = summary(results)
    print(lines[-1], dict(by_stage(results)))
    if summary_path is not None:
        summary_path.write_text("\n".join(lines) + "\n")
