"""Expectations: what was last accepted on a platform, in results/expected, one TOML file a case.

    ["linux-6.*"]                # the platform: its name, a glob of names, a stack or an engine
    since = "6.5"                # from this version on (optional)
    before = "7.0"               # up to, not including, this version (optional)
    observed = "EADDRINUSE"      # or, by variant: observed = { tcp4 = "ok", tcp6 = "EADDRINUSE" }
    evidence = "linux-6.12.107.jsonl, 2026-11-20"

A platform may have several such tables (`[["linux-6.*"]]`), or only a word (`"linux-6.*" = "ok"`). A case
that does not apply is expected as "not-applicable". The most specific entry that names a platform wins: its
own name, then the glob with the most letters, then a stack or an engine; with version bounds before without.
"""
from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from addrinuse.analysis import answers
from addrinuse.model import documents, records
from addrinuse.support import paths
from addrinuse.model.cases import Case
from addrinuse.model.observations import Observation, ObservationId, Status
from addrinuse.support.errors import UserError, nearest
from addrinuse.support.escape import clean
from addrinuse.model.runs import Run
from addrinuse.model.verdicts import applies

KEYS = ("observed", "since", "before", "evidence")
NOT_APPLICABLE = Status.NOT_APPLICABLE.value
BARE = re.compile(r"[A-Za-z0-9_-]+")
# No longer than a number that Python reads from a text.
VERSION = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,19}")


@dataclass(frozen=True)
class Entry:
    """What is expected of a case on the platforms that the pattern names; by variant, "" being every one."""

    pattern: str
    observed: Mapping[str, str]
    since: str = ""
    before: str = ""
    evidence: str = ""

    def names(self, run: Run) -> bool:
        """Whether the entry is about this run's platform."""
        if not applies(self.pattern, run.platform, run.facts):
            return False
        version = version_of(run.platform)
        return (not self.since or version >= _numbers(self.since)) and (
            not self.before or version < _numbers(self.before))

    def rank(self, run: Run) -> tuple[bool, bool, int, bool]:
        """How specific it is for the platform; more is more."""
        is_glob = fnmatch.fnmatchcase(run.platform, self.pattern)
        letters = len(re.sub(r"[*?]|\[[^]]*\]", "", self.pattern))
        return (self.pattern == run.platform, is_glob, letters if is_glob else 0,
                bool(self.since or self.before))

    def word(self, variant: str) -> str | None:
        """What is expected of that variant."""
        return self.observed.get(variant, self.observed.get(""))


Expected = dict[str, list[Entry]]


def version_of(platform: str) -> tuple[int, ...]:
    """The numbers of a platform's version: (6, 12, 107) for linux-6.12.107."""
    found = VERSION.search(platform.partition("-")[2])
    return _numbers(found[0]) if found else ()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def load(folder: Path | None = None) -> Expected:
    """Every expectation by its case. Raises UserError naming file and line."""
    folder = folder or paths.expected()
    return {path.relative_to(folder).with_suffix("").as_posix(): _entries(path)
            for path in sorted(folder.glob("*/*.toml"))}


def _entries(path: Path) -> list[Entry]:
    text = documents.read_text(path)
    found = []
    for pattern, value in documents.parse_toml(text, path).items():
        for one in value if isinstance(value, list) else [value]:
            try:
                found.append(_entry(pattern, one))
            except ValueError as error:
                line = documents.line_of(text, pattern)
                raise UserError(f"{paths.show(path)}:{line}", f"{pattern!r}: {error}") from None
    return found


def _entry(pattern: str, value: Any) -> Entry:
    value = {"observed": value} if isinstance(value, str) else value
    if not isinstance(value, dict) or "observed" not in value:
        raise ValueError("is neither a word nor a table with `observed`")
    for key, part in value.items():
        if key not in KEYS:
            raise ValueError(f"unknown key {key!r}; known: {', '.join(KEYS)}")
        if key != "observed" and not isinstance(part, str):
            raise ValueError(f"`{key}` is not a text")
    words = value["observed"] if isinstance(value["observed"], dict) else {"": value["observed"]}
    if not all(isinstance(word, str) and records.WORD.fullmatch(word) for word in words.values()):
        raise ValueError("`observed` is not a word, or a table of words by variant")
    for key in ("since", "before"):
        if key in value and not VERSION.fullmatch(value[key]):
            raise ValueError(f"`{key}` is not a version: numbers with points between them")
    return Entry(pattern, words, value.get("since", ""), value.get("before", ""), value.get("evidence", ""))


def expected_of(entries: Iterable[Entry], variant: str, run: Run) -> str | None:
    """What is expected of a variant on the run's platform: the most specific entry's word, if there is one.
    """
    named = [entry for entry in entries if entry.names(run) and entry.word(variant) is not None]
    return max(named, key=lambda entry: entry.rank(run)).word(variant) if named else None


COUNTING = ("changed", "failed", "stale")  # the kinds of news that make `check` exit with 1
LOST, GAINED = "no longer answered", "newly answered"


@dataclass(frozen=True)
class News:
    """One difference between a run and what is expected. `kind` is changed; failed (the case was asked and
    could not be observed); stale (something is expected of a case that does not exist any more); no longer
    answered (an answer is expected, and there is none); or newly answered (no answer is expected). The last
    two are no change of the platform's. `why`: the reason for the missing answer."""

    kind: str
    platform: str
    case: str
    expected: str | None
    observed: str | None
    why: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is a change, or something to repair; the others are for information."""
        return self.kind in COUNTING

    def line(self) -> str:
        """The news for people."""
        words = {"changed": f"expected {self.expected}, observed {self.observed}",
                 "failed": f"expected {self.expected or 'an answer'}, {self.why}",
                 LOST: f"expected {self.expected}, {self.why}",
                 GAINED: f"observed {self.observed}, {self.why}",
                 "stale": "an answer is expected, but there is no such case or variant"}
        return f"{self.kind}: {self.case} on {self.platform}: {words[self.kind]}"


def news(run: Run, expected: Expected, cases: Mapping[str, Case]) -> Iterator[News]:
    """What is news in a run. A case that was not asked for is none."""
    for name, observation in run.observations.items():
        wanted = expected_of(expected.get(name.case, ()), name.variant, run)
        found = None if observation.was_left_out else _news(observation, wanted)
        if found:
            kind, why = found
            yield News(kind, run.platform, str(name), wanted, observation.expected_word, why)
    yield from _missing(run, expected, cases)
    yield from _stale(run, expected, cases)


def _news(observation: Observation, wanted: str | None) -> tuple[str, str] | None:
    """What kind of news an observation is, and why; None for what is as expected."""
    is_wanted = wanted not in (None, NOT_APPLICABLE)
    answer = answers.answer_of(observation)
    if observation.status.is_failure:
        return "failed", answers.reason_of(observation)
    if answer is None:
        return (LOST, answers.reason_of(observation)) if is_wanted else None
    if not is_wanted:
        return GAINED, "nothing is expected" if wanted is None else "it was not applicable"
    return None if answer == wanted else ("changed", "")


def _missing(run: Run, expected: Expected, cases: Mapping[str, Case]) -> Iterator[News]:
    """What is expected of cases that the run has no line for, though all were asked for."""
    for case in cases.values() if not run.header.selection else ():
        for name in case.observations():
            wanted = expected_of(expected.get(case.id, ()), name.variant, run)
            if wanted not in (None, NOT_APPLICABLE) and name not in run.observations:
                yield News(LOST, run.platform, str(name), wanted, None, answers.ABSENT)


def compared(run: Run, expected: Expected) -> int:
    """How many answers of a run there is an expected answer for."""
    return sum(answers.answer_of(observation) is not None and expected_of(
        expected.get(name.case, ()), name.variant, run) not in (None, NOT_APPLICABLE)
        for name, observation in run.observations.items())


def _stale(run: Run, expected: Expected, cases: Mapping[str, Case]) -> Iterator[News]:
    for case, entries in expected.items():
        for entry in entries:
            known = cases[case].variants if case in cases else ()
            for variant in entry.observed:
                if entry.names(run) and (case not in cases or (variant and variant not in known)):
                    yield News("stale", run.platform, str(ObservationId.of(case, variant)),
                               entry.word(variant), None)


def check_known(run: Run, cases: Mapping[str, Case]) -> None:
    """Raises UserError where the run has observations that this suite has no case or variant for."""
    known = {name for case in cases.values() for name in case.observations()}
    strangers = [name for name in run.observations if name not in known]
    if strangers:
        close = nearest(strangers[0], known)
        more = f", and {len(strangers) - 1} more" if len(strangers) > 1 else ""
        raise UserError(paths.show(run.path), f"has observations of unknown cases: {strangers[0]}{more}",
                        (f"Nearest: {', '.join(close)}. " if close else "")
                        + "Survey with these cases, or accept with the checkout that the run was made with.")


@dataclass
class Accepted:
    """What became of a run that was accepted: how many files changed, which observations are no answer and
    were left out (`without`), which were not asked for, and which would have replaced an observation by the
    lack of one and did not (`kept`), each with its reason."""

    changed: int = 0
    without: list[ObservationId] = field(default_factory=list)
    not_asked: list[ObservationId] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)


def accept(run: Run, folder: Path | None = None, pattern: str = "", since: str = "", even_lost: bool = False,
           variants: Mapping[str, tuple[str, ...]] | None = None) -> Accepted:
    """Writes what a run observed into the expectations, under the platform's own name or a pattern that names
    it, from a version on if one is given. An expected observation is replaced by "not-applicable" only with
    `even_lost`. `variants` are those of each case, where they are known. Raises UserError where the pattern
    and the version are not about the platform."""
    folder = folder or paths.expected()
    under = _under(run, pattern, since)
    expected = load(folder)
    found = Accepted()
    words: dict[str, dict[str, str]] = {}
    for name, observation in run.observations.items():
        wanted = expected_of(expected.get(name.case, ()), name.variant, run)
        word = _acceptable(observation, wanted, even_lost, found)
        if word is not None:
            words.setdefault(name.case, {})[name.variant] = word
    for case, own in words.items():
        entries = expected.get(case, [])
        if any(expected_of(entries, variant, run) != word for variant, word in own.items()):
            own = _expanded(own, entries, run, (variants or {}).get(case, ()))
            write(folder / f"{case}.toml", _with(entries, own, run, under))
            found.changed += 1
    return found


def _under(run: Run, pattern: str, since: str) -> Entry:
    """The entry, still without answers, under which a run is accepted."""
    under = Entry(pattern or run.platform, {}, since,
                  evidence=f"{clean(run.path.name)}, {run.header.started[:10]}")
    if (since and not VERSION.fullmatch(since)) or not under.names(run):
        version = f" since {since}" if since else ""
        raise UserError(f"{under.pattern}{version}"[:200], f"is not about {run.platform}",
                        "Give a glob of its name, its stack or its engine, and a version it has reached.")
    return under


def _acceptable(observation: Observation, wanted: str | None, even_lost: bool, found: Accepted) -> str | None:
    """The word to expect of an observation; None if there is none, which `found` then tells."""
    word = observation.expected_word
    if observation.was_left_out:
        found.not_asked.append(observation.id)
    elif word is None or not observation.is_steady:
        found.without.append(observation.id)
    elif word == NOT_APPLICABLE and wanted not in (None, NOT_APPLICABLE) and not even_lost:
        found.kept[str(observation.id)] = answers.reason_of(observation)
    else:
        return word
    return None


def _expanded(words: dict[str, str], entries: list[Entry], run: Run, variants: Iterable[str]
              ) -> dict[str, str]:
    """The words of some variants with what was expected of the others until now: an entry for all variants
    is about to be replaced by one for some."""
    others = {variant: expected_of(entries, variant, run) for variant in variants if variant not in words}
    return {**{variant: word for variant, word in others.items() if word is not None}, **words}


def _with(entries: list[Entry], words: dict[str, str], run: Run, under: Entry) -> list[Entry]:
    """The entries of a case with what the run observed; what it has no word for stays as it was."""
    own = [entry for entry in entries if entry.pattern == under.pattern and (
        under.pattern == run.platform or (entry.since, entry.before) == (under.since, ""))]
    kept = {variant: word for entry in own for variant, word in entry.observed.items() if variant}
    words = {**kept, **words}
    agreed = {"": next(iter(words.values()))} if len(set(words.values())) == 1 else words
    return [*(entry for entry in entries if entry not in own), replace(under, observed=agreed)]


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Writes a case's expectations, the platforms in order. Raises UserError when it cannot."""
    by_pattern: dict[str, list[Entry]] = {}
    for entry in entries:
        by_pattern.setdefault(entry.pattern, []).append(entry)
    tables = [_toml(entry, len(group) > 1) for _, group in sorted(by_pattern.items()) for entry in group]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".toml.new")
        fresh.write_text("\n".join(tables), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise UserError(paths.show(path), f"cannot be written: {error.strerror}") from None


def _toml(entry: Entry, one_of_several: bool) -> str:
    key = json.dumps(entry.pattern)
    lines = [f"[[{key}]]" if one_of_several else f"[{key}]"]
    lines += [f"{name} = {_text(value)}" for name, value in (("since", entry.since), ("before", entry.before))
              if value]
    words = {variant: _text(word) for variant, word in entry.observed.items()}
    by_variant = ", ".join(f"{variant if BARE.fullmatch(variant) else _text(variant)} = {word}"
                           for variant, word in words.items())
    lines.append(f"observed = {words[''] if set(words) == {''} else f'{{ {by_variant} }}'}")
    if entry.evidence:
        lines.append(f"evidence = {_text(entry.evidence)}")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    """A TOML string: JSON's escapes are TOML's too, once nothing needs a pair of them."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
