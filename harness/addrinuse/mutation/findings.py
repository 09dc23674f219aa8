"""What is known of how cases come out: here, on the mutants, and in runs of other platforms; and which case
is flipped by which of them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from addrinuse.model.observations import Observation, ObservationId, Status

HERE = "here"
MUTANT = "mutant:"

Answers = dict[ObservationId, str]
Words = dict[str, dict[str, None]]  # who says each word; the platforms in the order they were asked


@dataclass(frozen=True)
class Witness:
    """An observation that two platforms answer differently: the word of each, this machine's (`here`) first
    where it has one."""

    observation: ObservationId
    words: tuple[tuple[str, str], ...]

    @property
    def who(self) -> str:
        """The platform that says otherwise."""
        return self.words[-1][0]

    @property
    def mutant(self) -> str:
        """The name of the mutant that flips what is observed here, and so can be asked again; nothing where
        two runs differ."""
        flips = self.words[0][0] == HERE and self.who.startswith(MUTANT)
        return self.who.removeprefix(MUTANT) if flips else ""


@dataclass
class Findings:
    """The records of this machine, and who says which word. A case that is not observed here is flipped where
    two of the others say different words."""

    here: dict[ObservationId, Observation] = field(default_factory=dict)
    # Of each observation: words that are not this machine's.
    others: dict[ObservationId, Words] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)     # of each mutant: the control that failed

    def add(self, platform: str, answers: Mapping[ObservationId, str]) -> None:
        """Keeps what a platform says otherwise."""
        for observation, word in answers.items():
            if self.word(observation) != word:
                self.others.setdefault(observation, {}).setdefault(word, {})[platform] = None

    def word(self, name: ObservationId) -> str | None:
        """This machine's word, where it has one."""
        own = self.here.get(name)
        return own.observed if own else None

    def flipped(self) -> set[str]:
        """The cases that something flips."""
        return {name.case for name in self.others if self._words(name) > 1}

    def flipped_by(self, platform: str) -> set[str]:
        """The cases that this platform answers otherwise than this machine."""
        return {name.case for name, words in self.others.items()
                if self.word(name) and any(platform in who for who in words.values())}

    def observed(self) -> set[str]:
        """The cases that are observed here, in one variant at least."""
        return {name.case for name, observation in self.here.items() if observation.status is Status.OBSERVED}

    def failures(self) -> list[Observation]:
        """What could not be observed here, although it applies."""
        return [observation for observation in self.here.values()
                if observation.status not in (Status.OBSERVED, Status.NOT_APPLICABLE)]

    def outcomes(self, case: str) -> dict[str, list[str]]:
        """Every word a case says somewhere, and where: here, on mutants, in runs of others. In an order that
        does not depend on who answered first."""
        found: dict[str, set[str]] = {}
        for name in self.here:
            word = self.word(name)
            if name.case == case and word:
                found.setdefault(word, set()).add(HERE)
        for name, words in self.others.items():
            if name.case == case:
                for word, who in words.items():
                    found.setdefault(word, set()).update(who)
        return {word: sorted(found[word], key=_rank) for word in sorted(found)}

    def shows(self, witness: Witness) -> bool:
        """Whether the platforms of a witness still answer differently, whatever their words are now."""
        said = {word for platform, _ in witness.words if (word := self.said(platform, witness.observation))}
        return len(said) > 1

    def drop(self, witness: Witness) -> None:
        """Forgets what a witness shows."""
        words = self.others[witness.observation]
        for who in words.values():
            who.pop(witness.who, None)
        self.others[witness.observation] = {word: who for word, who in words.items() if who}

    def witnesses(self, case: str) -> list[Witness]:
        """All that shows that the case is flipped, in the order of the observations and of the platforms."""
        return [witness for name in self.others if name.case == case for witness in self._witnesses(name)]

    def _witnesses(self, name: ObservationId) -> list[Witness]:
        others = [(platform, word) for word, who in self.others[name].items() for platform in who]
        own = self.word(name)
        first = (HERE, own) if own else others[0]
        return [Witness(name, (first, (platform, word))) for platform, word in others if word != first[1]]

    def said(self, platform: str, name: ObservationId) -> str | None:
        """The word of a platform: of others than this machine, where it is another than this machine's."""
        if platform == HERE:
            return self.word(name)
        return next((word for word, who in self.others.get(name, {}).items() if platform in who), None)

    def _words(self, name: ObservationId) -> int:
        # This machine's word can be among those of the others, if it answered after them.
        return len({*self.others[name], self.word(name)} - {None})


def _rank(platform: str) -> tuple[bool, bool, str]:
    return platform != HERE, not platform.startswith(MUTANT), platform


def answers_of(observations: Mapping[ObservationId, Observation]) -> Answers:
    """The words of what was observed, where the repeats agree. Of a control also that it failed: then nothing
    else is asked, which is what it is for."""
    return {name: observation.answer for name, observation in observations.items() if observation.is_steady
            and (observation.status is Status.OBSERVED
                 or (name.is_control and observation.status.is_failure))}
