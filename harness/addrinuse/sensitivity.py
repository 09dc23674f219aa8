"""The command `sensitivity`: proof that every case can come out otherwise than it does here.

A case is flipped by a platform where one of its observations is another word than this machine's; a case that
is broken or not applicable there is not flipped. The platforms are the mutants (platforms/mutant.py) and the
published runs. Which mutant flips which case is recorded in results/sensitivity.json, so that asking again
takes as long as two surveys; `everything` asks every mutant for every case that does not wait, in one variant
a protocol where the rule is not about IPv6.
"""
from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from addrinuse import cases, engine, paths, platforms, runs, sensitivity_report
from addrinuse.cases import Case, case_of, variant_of
from addrinuse.engine import Request
from addrinuse.errors import UserError
from addrinuse.observations import answer
from addrinuse.platforms import Platform
from addrinuse.platforms.kernels import store
from addrinuse.platforms.mutant import rules
from addrinuse.recorder import RunFile
from addrinuse.runs import Record, Run

TIMEOUT = 60.0  # seconds that a case may work
# Which mutants are asked first where asking takes minutes: those whose rules are about time.
SLOW_FIRST = ("time-wait-of-1-second", "half-closed-are-orphans", "fin-wait-2-of-1-second", "settings-ignored",
              "linger2-ignored", "linger-ignored", "close-resets", "exit-lingers", "user-timeout-ignored",
              "connect-over-time-wait", "automatic-ports-avoid-time-wait", "time-wait-on-both-ends")

# The mutants that are asked in every variant; the others in the first of each protocol.
ABOUT_IPV6 = re.compile("IPv6|IPV6|mapped|::")

Answers = dict[str, str]
Words = dict[str, dict[str, None]]  # who says each word; the platforms in the order they were asked


@dataclass(frozen=True)
class Options:
    """What the user asked for: every mutant and case, cases that wait, which cases (globs), how many mutants
    at the same time, and where the report is written (which asks for everything and makes the
    record anew)."""

    everything: bool = False
    slow: bool = False
    cases: tuple[str, ...] = ()
    workers: int = 2
    output: Path | None = None


@dataclass(frozen=True)
class Witness:
    """An observation that a mutant flips."""

    observation: str
    mutant: str


@dataclass
class Findings:
    """What is known of each case: the records of this machine, and who says which other word."""

    here: dict[str, Record] = field(default_factory=dict)
    others: dict[str, Words] = field(default_factory=dict)  # of each observation
    asked: dict[str, str] = field(default_factory=dict)     # of each mutant: the control that failed

    def add(self, platform: str, answers: Mapping[str, str]) -> None:
        """Keeps what a platform says otherwise."""
        for observation, word in answers.items():
            own = self.here.get(observation)
            if own is None or own["status"] != "observed" or own["observed"] == word:
                continue
            self.others.setdefault(observation, {}).setdefault(word, {})[platform] = None

    def flipped_by(self, platform: str) -> set[str]:
        """The cases that this platform flips."""
        return {case_of(observation) for observation, words in self.others.items()
                if any(platform in who for who in words.values())}

    def flipped(self) -> set[str]:
        """The cases that something flips."""
        return {case_of(observation) for observation in self.others}

    def observed(self) -> set[str]:
        """The cases that are observed here, in one variant at least."""
        return {case_of(id) for id, record in self.here.items() if record["status"] == "observed"}

    def trouble(self) -> list[Record]:
        """What is broken here, where nothing stands in the way."""
        return [one for one in self.here.values() if one["status"] not in ("observed", "not-applicable")]

    def outcomes(self, case: str) -> dict[str, list[str]]:
        """Every word a case says somewhere, and where: "here", and the platforms that say otherwise."""
        found: dict[str, dict[str, None]] = {}
        for id, record in self.here.items():
            if case_of(id) == case and record["status"] == "observed":
                found.setdefault(record["observed"], {})["here"] = None
        for id, words in self.others.items():
            if case_of(id) == case:
                for word, who in words.items():
                    found.setdefault(word, {}).update(who)
        return {word: list(who) for word, who in found.items()}


def run(options: Options) -> int:
    """Prints which cases nothing flips. The exit code: 0 every case that is observed here is flipped; 1 one
    is not, or is broken here."""
    known = cases.load()
    selected = cases.matching(known, options.cases)
    mutants = {name: platforms.find(f"mutant:{name}") for name in rules()}
    host = platforms.find("host")
    host.prepare()
    next(iter(mutants.values())).prepare()
    options = replace(options, everything=options.everything or options.output is not None)
    study = _Study(options, selected, mutants)
    study.ask_host(host)
    study.read_published()
    study.ask_witnesses()
    if options.everything:
        study.ask_all()
    study.ask_for_the_rest()
    if options.output:
        page = sensitivity_report.lines(study.findings, selected, rules())
        options.output.write_text("\n".join(page) + "\n", encoding="utf-8")
        study.write_record()
    return _tell(study.findings, selected)


class _Study:
    """The platforms are asked one after the other; each answer is added to the findings."""

    def __init__(self, options: Options, selected: Mapping[str, Case], mutants: Mapping[str, Platform]
                 ) -> None:
        self.options = options
        self.selected = selected
        self.mutants = mutants
        self.findings = Findings()
        self.record = read_record()

    def is_asked(self, case: Case) -> bool:
        """A case that waits is asked when the user says so, and when nothing is known of it yet."""
        return not case.slow or self.options.slow or case.id not in self.record

    def observations(self, chosen: Iterable[Case]) -> list[str]:
        return [id for case in sorted(chosen, key=lambda case: -case.slow) for id in case.observations()]

    def ask_host(self, host: Platform) -> None:
        ids = self.observations(filter(self.is_asked, self.selected.values()))
        self.findings.here = ask(host, ids)

    def read_published(self) -> None:
        for run in runs.read_all(runs.published()):
            if not run.simulated:
                self.findings.add(run.platform, answers_of(run.observations))

    def ask_witnesses(self) -> None:
        """Asks each mutant for what it flipped the last time."""
        wanted: dict[str, list[str]] = {}
        for case, witness in self.record.items():
            if case in self.findings.observed() and witness.mutant in self.mutants:
                wanted.setdefault(witness.mutant, []).append(witness.observation)
        if not self.options.everything:
            self.ask_several(wanted)
        else:  # those that do not wait are asked anyway
            self.ask_several({mutant: slow for mutant, ids in wanted.items()
                              if (slow := [id for id in ids if self.waits(id)])})

    def waits(self, id: str) -> bool:
        return self.selected[case_of(id)].slow > 0

    def ask_all(self) -> None:
        ids = self.observations(case for case in self.selected.values() if not case.slow)
        few = one_a_protocol(ids)
        self.ask_several({mutant: ids if ABOUT_IPV6.search(description) else few
                          for mutant, description in rules().items()}, kept=not self.options.cases)

    def ask_for_the_rest(self) -> None:
        """Asks the mutants, several at a time, for the cases that nothing flips so far; those that wait last."""
        self.ask_until_flipped(list(self.mutants), [case for case in self.selected.values() if not case.slow])
        order = dict.fromkeys([*(one for one in SLOW_FIRST if one in self.mutants), *self.mutants])
        self.ask_until_flipped(list(order), [case for case in self.selected.values() if case.slow])

    def ask_until_flipped(self, order: list[str], chosen: list[Case]) -> None:
        for start in range(0, len(order), self.options.workers):
            rest = self.findings.observed() - self.findings.flipped()
            ids = self.observations(case for case in chosen if case.id in rest)
            if not ids:
                break
            self.ask_several({mutant: ids for mutant in order[start:start + self.options.workers]})

    def ask_several(self, wanted: Mapping[str, list[str]], kept: bool = False) -> None:
        def ask_one(mutant: str) -> tuple[str, dict[str, Record]]:
            return mutant, (ask_once if kept else ask)(self.mutants[mutant], wanted[mutant])

        with ThreadPoolExecutor(self.options.workers) as pool:
            for mutant, records in pool.map(ask_one, wanted):
                self.take(mutant, records)

    def take(self, mutant: str, records: Mapping[str, Record]) -> None:
        name = self.mutants[mutant].name
        failed = runs.failed_controls(records.values())
        self.findings.asked[mutant] = failed[0] if failed else ""
        self.findings.add(name, answers_of(records))
        print(f"addrinuse: {name}: " + (f"the control {failed[0]}" if failed else
                                        f"{len(self.findings.flipped_by(name))} cases come out otherwise"),
              file=sys.stderr)

    def write_record(self) -> None:
        """Keeps a witness for each case; what was not asked now stays as it was."""
        made = {case: witness for case, witness in self.record.items()
                if case in cases.load() and case not in self.findings.observed()}
        for case in self.findings.flipped():
            old = self.record.get(case)
            if old and old.mutant in self.mutants and self.shows(old):
                made[case] = old
            elif new := self.witness(case):
                made[case] = new
        if made != self.record:
            write_record(made)

    def shows(self, witness: Witness) -> bool:
        name = self.mutants[witness.mutant].name
        return any(name in who for who in self.findings.others.get(witness.observation, {}).values())

    def witness(self, case: str) -> Witness | None:
        """The mutant that flips the case and fewest others: the nearest to what the case is about."""
        found = [Witness(id, mutant) for id in self.findings.others if case_of(id) == case
                 for mutant in self.mutants if self.shows(Witness(id, mutant))]
        return min(found, key=self.flips, default=None)

    def flips(self, witness: Witness) -> int:
        return len(self.findings.flipped_by(self.mutants[witness.mutant].name))


def one_a_protocol(ids: Iterable[str]) -> list[str]:
    """Of each case the first variant of each protocol (tcp4, udp4)."""
    first: dict[tuple[str, str], str] = {}
    for id in ids:
        first.setdefault((case_of(id), variant_of(id)[:3]), id)
    return list(first.values())


def ask(platform: Platform, ids: Iterable[str],
        keep: Callable[[Record], None] = lambda record: None) -> dict[str, Record]:
    """A platform's observations by their ids, controls included; each record of the run is given to `keep`.
    Raises UserError where the platform is not what it is said to be."""
    found = {}
    with platform.open() as session:
        for record in engine.observe(session, Request(ids=tuple(ids), timeout=TIMEOUT)):
            keep(record)
            if "case" in record:
                found[record["case"]] = record
    return found


def ask_once(platform: Platform, ids: Iterable[str]) -> dict[str, Record]:
    """The same, answered from the run of the last time while neither cases nor mutants have changed."""
    folder = paths.cache() / "sensitivity" / cases.digest()[:16]
    path = folder / f"{platform.name.replace(':', '-')}.jsonl"
    kept = _kept(path)
    if kept and not kept.truncated and set(ids) <= kept.observations.keys():
        return kept.observations
    with store.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    written: list[RunFile] = []
    with store.new_file(path) as made:
        def keep(record: Record) -> None:
            if "run" in record:
                written.append(RunFile(made, record))
            elif "count" in record:
                written[0].finish(record)
            else:
                written[0].add(record)

        return ask(platform, ids, keep)


def _kept(path: Path) -> Run | None:
    try:
        return runs.read(path)
    except UserError:
        return None


def answers_of(records: Mapping[str, Record]) -> Answers:
    """The words of what was observed, where the repeats agree. Of a control also that it failed: then nothing
    else is asked, which is what it is for."""
    steady = {id: record for id, record in records.items() if len(set(record.get("repeats", ()))) <= 1}
    return {id: answer(record) for id, record in steady.items() if record["status"] == "observed"
            or (id.startswith("sanity/") and record["status"] in runs.FAILED)}


def record_file() -> Path:
    """Where the witnesses are kept."""
    return paths.root() / "results" / "sensitivity.json"


def read_record() -> dict[str, Witness]:
    """The witness of each case, by the case's id; nothing where there is no record yet."""
    try:
        table = json.loads(record_file().read_text(encoding="utf-8"))
        return {case: Witness(str(one["observation"]), str(one["mutant"])) for case, one in table.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as trouble:
        raise UserError(paths.show(record_file()), f"cannot be read: {trouble}",
                        "Remove it; `addrinuse sensitivity --all --slow` makes it anew.") from None


def write_record(witnesses: Mapping[str, Witness]) -> None:
    """Writes the record, one case a line, in the order of their ids."""
    lines = [f" {json.dumps(case)}: {json.dumps(vars(witnesses[case]))}" for case in sorted(witnesses)]
    record_file().parent.mkdir(exist_ok=True)
    record_file().write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _tell(findings: Findings, selected: Mapping[str, Case]) -> int:
    observed = findings.observed()
    rest = sorted(observed - findings.flipped())
    for record in findings.trouble():
        print(f"{record['case']}: {record['status']} here: {record.get('why', '')}")
    for case in rest:
        words = ", ".join(findings.outcomes(case))
        print(f"{case}: always {words}: nothing flips it")
    absent = {case_of(id) for id in findings.here} - observed
    print(f"{len(observed)} cases observed here, {len(observed) - len(rest)} of them flipped, "
          f"{len(rest)} not; {len(absent)} not applicable here; "
          f"{len(selected) - len(observed | absent)} that wait were not asked")
    return 1 if rest or findings.trouble() else 0
