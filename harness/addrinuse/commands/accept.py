"""The command `accept`: makes what runs observed the expectation, and says what it left out."""
from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from addrinuse.analysis import answers, expectations
from addrinuse.commands import gate
from addrinuse.model import cases, runs
from addrinuse.support import paths, preferences
from addrinuse.support.escape import clean


@dataclass(frozen=True)
class Options:
    """What the user asked for: run files, the pattern and the version that they are accepted for, whether an
    observation may be replaced by the lack of one, and the folder of the expectations (None: the usual one).
    """

    files: tuple[Path, ...]
    pattern: str = ""
    since: str = ""
    even_lost: bool = False
    expected: Path | None = None


def run(options: Options) -> int:
    """The exit code: 0, or 1 if something was asked for and has no answer that can be accepted."""
    known = cases.load()
    wholes = [path for path in options.files if gate.is_for_the_gate(path)]
    read = runs.read_all([path for path in options.files if path not in wholes], complete=True)
    for one in read:
        expectations.check_known(one, known)
    folder = expected_folder(options.expected)
    for path in wholes:
        print(gate.accept(path, options.pattern, folder))
    left_out = 0
    for one in read:
        found = expectations.accept(one, folder, options.pattern, options.since, options.even_lost,
                                    {case.id: case.variants for case in known.values()})
        print(f"{clean(one.platform)}: {found.changed} expectations changed in {paths.show(folder)}")
        left_out += len(found.without)
        for line in _left_out(found):
            print(f"  {clean(line)}", file=sys.stderr)
    return 1 if left_out else 0


def expected_folder(named: Path | None) -> Path:
    """The folder of the expectations; one that is named is remembered."""
    return preferences.remember_expected(named) if named else preferences.expected()


def _left_out(found: expectations.Accepted) -> list[str]:
    """What was not accepted, and why."""
    lines = [f"not accepted: {name}: no single answer" for name in found.without]
    if found.not_asked:
        lines.append(f"{answers.QUICK}: {len(found.not_asked)}; what is expected of them stays")
    lines += [f"kept what is expected: {line}" for line in answers.reason_lines(
        answers.by_reason(found.kept.items()))]
    return lines + ["(--even-lost replaces these, too)"] * bool(found.kept)
