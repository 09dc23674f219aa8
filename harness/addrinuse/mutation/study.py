"""The command `sensitivity`: proof that every case can come out otherwise than it does here.

A case is flipped by a platform where one of its observations is another word than this machine's; a case that
is broken or not applicable there is not flipped. The platforms are the mutants (platforms/mutant.py) and runs
of other systems. What flips which case is recorded in results/sensitivity, so that asking again takes as long
as two surveys; the whole question asks every mutant for every case, in one variant a protocol where the rule
is not about IPv6. Cases that wait are asked of those mutants whose rules are about time, all at once beside
the others: waiting costs nothing.
"""
from __future__ import annotations

import itertools
import platform as system
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from addrinuse.model import cases, runs
from addrinuse.support import paths
from addrinuse.mutation import report, witnesses
from addrinuse.platforms import registry
from addrinuse.model.cases import Case
from addrinuse.model.observations import ObservationId, failed_controls
from addrinuse.platforms.registry import Platform
from addrinuse.platforms.mutant import rules
from addrinuse.mutation.ask import Observations, Question, one_a_protocol, several
from addrinuse.mutation.findings import Findings, MUTANT, Witness, answers_of
from addrinuse.mutation.witnesses import Entry, Table

# The mutants that are asked for the cases that wait: those whose rules are about time and about what ends a
# connection.
ABOUT_TIME = ("clock-at-half-speed", "clock-at-double-speed", "time-wait-of-1-second",
              "half-closed-are-orphans", "fin-wait-2-of-1-second", "settings-ignored", "linger2-ignored",
              "linger-ignored", "close-resets", "exit-lingers", "user-timeout-ignored", "keepalive-ignored",
              "connect-over-time-wait", "automatic-ports-avoid-time-wait", "time-wait-on-both-ends",
              "time-wait-blocks-nobody", "ports-from-the-lowest", "keepalive-by-default", "old-end-keeps-out",
              "automatic-ports-over-time-wait")

# Cases about what programs set. The program that a case starts inherits the mutant's library, and makes its
# calls through it if it uses the C library (Go does not). To start programs takes long, so only the mutants
# that change such a call are asked.
OF_PROGRAMS = "runtimes/"
ABOUT_PROGRAMS = ("reuseaddr-ignored", "reuseport-ignored", "reuseaddr-told-unset", "v6only-forced",
                  "programs-conflict-with-eacces")

# The mutants that are asked in every variant; the others in the first of each protocol.
ABOUT_IPV6 = re.compile("IPv6|IPV6|mapped|::")


@dataclass(frozen=True)
class Options:
    """What the user asked for: every mutant and case, cases that wait, which cases (globs), how many mutants
    at the same time, the runs of other platforms (none: the published ones), and whether the record and its
    page are brought up to date (which asks for everything of the cases chosen)."""

    everything: bool = False
    slow: bool = False
    cases: tuple[str, ...] = ()
    workers: int = 3
    update: bool = False
    files: tuple[Path, ...] = ()


def page_file() -> Path:
    """Where the page about the record stands."""
    return paths.root() / "docs" / "sensitivity.md"


def run(options: Options) -> int:
    """Prints which cases nothing flips. The exit code: 0 every other case is flipped; 1 one is neither
    flipped nor listed with a reason (docs/not-flipped.toml), or is listed and flipped, or is broken here."""
    if options.update:
        paths.require_checkout("updating the sensitivity record")
        options = replace(options, everything=True, slow=True)
    known = cases.load()
    selected = cases.matching(known, options.cases)
    mutants = {name: registry.find(f"{MUTANT}{name}") for name in rules()}
    host = registry.find("host")
    host.prepare()
    next(iter(mutants.values())).prepare()
    study = _Study(options, selected, mutants, host)
    study.ask()
    excused = witnesses.exceptions(known)
    if options.update:
        table = witnesses.read().updated(study.table(excused)).without(known, rules())
        witnesses.write(table)
        page_file().write_text("\n".join(report.lines(table, rules())) + "\n", encoding="utf-8")
    return _tell(study, excused)


def of_the_stack(ids: Iterable[ObservationId]) -> tuple[ObservationId, ...]:
    """Those that every mutant is asked for: not those about programs."""
    return tuple(name for name in ids if not name.startswith(OF_PROGRAMS))


def of_programs(ids: Iterable[ObservationId]) -> tuple[ObservationId, ...]:
    """Those about programs."""
    return tuple(name for name in ids if name.startswith(OF_PROGRAMS))


@dataclass
class _Study:
    """Who is asked for what; each answer is added to the findings."""

    options: Options
    selected: Mapping[str, Case]
    mutants: Mapping[str, Platform]
    host: Platform
    findings: Findings = field(default_factory=Findings)
    record: Table = field(default_factory=witnesses.read)
    witnesses: dict[str, Witness] = field(default_factory=dict)  # of each case, confirmed

    def ask(self) -> None:
        """Asks this machine first, since everything is compared to it."""
        self.take_all([Question(self.host, self.observations(slow=False))])
        if self.options.everything:
            self.ask_everything()
            self.read_runs()
            self.confirm()
        else:
            self.ask_witnesses()
            self.read_runs()
            self.ask_for_the_rest()

    def observations(self, slow: bool, only: Iterable[str] | None = None
                     ) -> tuple[ObservationId, ...]:
        """The ids of the cases that wait, the longest first, or of those that do not."""
        chosen = [case for case in self.selected.values() if (case.slow > 0) == slow
                  and (only is None or case.id in only)]
        return tuple(name for case in sorted(chosen, key=lambda case: -case.slow)
                     for name in case.observations())

    def ask_everything(self) -> None:
        waiting = self.observations(slow=True)
        instant = self.observations(slow=False)
        every = of_the_stack(instant)
        programs = of_programs((*instant, *waiting) if self.options.slow else instant)
        few, few_waiting = tuple(one_a_protocol(every)), tuple(one_a_protocol(of_the_stack(waiting)))
        slow = [Question(self.host, waiting)] if waiting and self.options.slow else []
        slow += [Question(self.mutants[name], few_waiting, f"{name}-slow") for name in ABOUT_TIME
                 if slow and name in self.mutants]
        quick = [Question(self.mutants[name], every if ABOUT_IPV6.search(description) else few, name)
                 for name, description in rules().items()]
        quick += [Question(self.mutants[name], programs, f"{name}-programs") for name in ABOUT_PROGRAMS]
        self.take_all(quick, slow)

    def take_all(self, quick: Sequence[Question], slow: Sequence[Question] = ()) -> None:
        for question, observations in self.answers(quick, slow):
            self.take(question.platform, observations)

    def answers(self, quick: Sequence[Question],
                slow: Sequence[Question]) -> Iterator[tuple[Question, Observations]]:
        """Asks what waits all at once, beside the others. A question without ids is none: a program that gets
        an empty list runs everything."""
        quick, slow = ([question for question in questions if question.ids] for questions in (quick, slow))
        with several(max(1, len(slow))) as ask_slow, several(self.options.workers) as ask_quick:
            later = ask_slow(slow)
            yield from ask_quick(quick)
            yield from later

    def take(self, platform: Platform, observations: Observations) -> None:
        if platform is self.host:
            self.findings.here.update(observations)
            return
        failed = failed_controls(observations.values())
        self.findings.asked[platform.name] = failed[0] if failed else ""
        self.findings.add(platform.name, answers_of(observations))
        print(f"addrinuse: {platform.name}: " + (f"the control {failed[0]}" if failed else
              f"{len(self.findings.flipped_by(platform.name))} cases come out otherwise"), file=sys.stderr)

    def read_runs(self) -> None:
        for run in runs.read_all(self.options.files or runs.published()):
            if not run.simulated and not is_of_this_machine(run.facts):  # which is asked itself
                self.findings.add(run.platform, answers_of(run.observations))

    def ask_witnesses(self) -> None:
        """Asks each mutant for what it flipped the last time."""
        recorded = [witness for case in self.selected.values() if (witness := self.record.witness(case.id))
                    and (self.options.slow or not case.slow)]
        waiting = tuple(witness.observation for witness in recorded if self.waits(witness.observation))
        quick, slow = self.questions(recorded)
        self.take_all(quick, [Question(self.host, waiting), *slow] if waiting else [])

    def waits(self, name: ObservationId) -> bool:
        return self.selected[name.case].slow > 0

    def questions(self, witnesses: Iterable[Witness]) -> tuple[list[Question], list[Question]]:
        """What to ask the mutants for these witnesses to show themselves: what does not wait, and what
        does."""
        wanted: dict[tuple[bool, str], list[ObservationId]] = {}
        for witness in witnesses:
            if witness.mutant in self.mutants:
                key = self.waits(witness.observation), witness.mutant
                wanted.setdefault(key, []).append(witness.observation)
        asked = [(waits, Question(self.mutants[name], tuple(ids))) for (waits, name), ids in wanted.items()]
        return [one for waits, one in asked if not waits], [one for waits, one in asked if waits]

    def ask_for_the_rest(self) -> None:
        """Asks the mutants, several at a time, for the cases that do not wait and that nothing flips so
        far."""
        names = list(self.mutants)
        for start in range(0, len(names), self.options.workers):
            ids = of_the_stack(self.observations(
                slow=False, only=self.findings.observed() - self.findings.flipped()))
            if not ids:
                break
            self.take_all([Question(self.mutants[name], ids)
                           for name in names[start:start + self.options.workers]])

    def confirm(self) -> None:
        """Asks once more for what is to be recorded and was not before: what chance showed once is not kept.
        A case whose witness does not come again gets the next one."""
        self.witnesses = {case: self.chosen(case) for case in self.findings.flipped()}
        left = {case: found for case, found in self.witnesses.items()
                if found.mutant and found != self.record.witness(case)}
        while left:
            seen = self.asked_again(left.values())
            failed = {case: witness for case, witness in left.items() if not seen.shows(witness)}
            for witness in failed.values():
                print(f"addrinuse: {witness.observation}: not flipped again by {witness.who}",
                      file=sys.stderr)
                self.findings.drop(witness)
            left = {case: self.chosen(case) for case in failed.keys() & self.findings.flipped()}
            self.witnesses = ({case: witness for case, witness in self.witnesses.items()
                               if case not in failed} | left)

    def asked_again(self, found: Iterable[Witness]) -> Findings:
        """What the mutants of these witnesses answer now. No answer refutes nothing: on a busy machine a case
        that waits can be unable to say what it saw, and is broken. What was not answered is asked once more,
        one mutant at a time."""
        seen = Findings(self.findings.here)
        silent = self.heard(self.answers(*self.questions(found)), found, seen)
        if silent:
            with several(1) as ask_one_by_one:
                self.heard(ask_one_by_one([*itertools.chain(*self.questions(silent))]), silent, seen)
        return seen

    def heard(self, answers: Iterable[tuple[Question, Observations]], found: Iterable[Witness],
              seen: Findings) -> list[Witness]:
        """Adds answers to what was seen. Returns the witnesses that got none."""
        heard: set[tuple[str, ObservationId]] = set()
        for question, observations in answers:
            words = answers_of(observations)
            seen.add(question.platform.name, words)
            heard.update((question.platform.name, name) for name in words)
        return [witness for witness in found if (witness.who, witness.observation) not in heard]

    def chosen(self, case: str) -> Witness:
        """What flips the case: what did so the last time if it still does, else the mutant that flips fewest
        other cases, which is the nearest to what the case is about; a run of another system where no mutant
        does."""
        old = self.record.witness(case)
        if old and self.findings.shows(old):
            return replace(old, words=tuple((who, self.findings.said(who, old.observation) or word)
                                            for who, word in old.words))
        found = self.findings.witnesses(case)
        return min(found, key=lambda one: (not one.mutant, len(self.findings.flipped_by(one.who))))

    def table(self, excused: Mapping[str, str]) -> Table:
        """What this study found out, as a record of the cases that were chosen."""
        controls = {name.removeprefix(MUTANT): control for name, control in self.findings.asked.items()}
        return Table(controls, {case.id: self.entry(case, excused) for case in self.selected.values()})

    def entry(self, case: Case, excused: Mapping[str, str]) -> Entry:
        outcomes = {word: tuple(platforms) for word, platforms in self.findings.outcomes(case.id).items()}
        witness = self.witnesses.get(case.id)
        return Entry(witnesses.body_of(case), witness, "" if witness else excused.get(case.id, ""), outcomes)


def is_of_this_machine(facts: Mapping[str, object]) -> bool:
    """Whether a run with these facts is of this machine's own kernel, also below another C library; a stack
    that runs as a program here has this machine's release, too."""
    return facts.get("stack") == system.system().lower() and facts.get("release") == system.release()


def _tell(study: _Study, excused: Mapping[str, str]) -> int:
    findings, selected = study.findings, study.selected
    flipped = findings.flipped() & selected.keys()
    asked = {name.case for name in findings.here} & selected.keys()
    rest = sorted(asked - flipped)
    for observation in findings.failures():
        print(f"{observation.id}: {observation.status.value} here: {observation.why}")
    for case in rest:
        words = ", ".join(findings.outcomes(case)) or "not applicable here"
        print(f"{case}: {words}: nothing flips it" + (f"; {excused[case]}" if case in excused else ""))
    for case in sorted(flipped & excused.keys()):
        print(f"{case}: flipped, though docs/not-flipped.toml says why it cannot be")
    unexplained = [case for case in rest if case not in excused]
    print(f"{len(asked)} cases asked, {len(flipped & asked)} of them flipped, {len(rest)} not, "
          f"{len(unexplained)} of those without a reason; {len(selected) - len(asked)} that wait were not "
          "asked")
    return 1 if unexplained or flipped & excused.keys() or findings.failures() else 0
