"""The command `explain`: one case, what documents say of it, and what each platform answered, with the
transcript."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from addrinuse.analysis import exchange, profiles
from addrinuse.model import verdicts
from addrinuse.model.cases import Case, Statement
from addrinuse.model.documents import Document
from addrinuse.publish import exchange as pictures
from addrinuse.support.errors import unknown
from addrinuse.support.escape import clean
from addrinuse.support.paths import show
from addrinuse.model.observations import Observation, ObservationId
from addrinuse.model.runs import Run


def lines(name: str, cases: Mapping[str, Case], documents: Mapping[str, Document], runs: Iterable[Run]
          ) -> Iterator[str]:
    """The explanation, line by line. `name` is a case or one variant of it; raises UserError for an unknown
    one."""
    variant = ObservationId(name).variant
    case = cases.get(ObservationId(name).case)
    if case is None or (variant and variant not in case.variants):
        raise unknown("case", name,
                      [*cases, *(known for other in cases.values() for known in other.observations())],
                      "See `addrinuse cases`.")
    yield from _about(case, documents)
    runs = list(runs)
    answered = False
    for run in runs:
        for observation in run.by_case.get(case.id, ()):
            if not variant or observation.id.variant == variant:
                answered = True
                yield from _answer(case, observation, run)
    yield from _styles(case, runs)
    if not answered:
        yield ""
        yield "No run has an answer yet: ./addrinuse survey"


def _about(case: Case, documents: Mapping[str, Document]) -> Iterator[str]:
    yield f"{case.id}  ({show(case.path)})"
    yield f"  {clean(case.claim)}"
    for heading, statements in (("Documents that say so:", case.says),
                                ("Documents that say otherwise:", case.disputed_by)):
        if statements:
            yield from ("", heading)
            yield from (f"  {_statement(said, documents)}" for said in statements)
    facts = [f"{word}: {', '.join(values)}" for word, values in (
        ("catalogue", case.catalogue), ("needs", case.needs), ("tags", case.tags)) if values]
    if case.slow:
        facts.append(f"waits {case.slow:g} s")
    if facts:
        yield ""
        yield clean("; ".join(facts))


def _styles(case: Case, runs: Iterable[Run]) -> Iterator[str]:
    """Where the case tells styles apart: what each of them answers, and which style each platform is of."""
    told = [f"{style} answers {' or '.join(one.words)} ({one.variant})"
            for style, one in profiles.of_case(case.id)]
    if told:
        yield from ("", f"Styles: {'; '.join(told)}")
        yield from (clean(f"  {run.platform}: {profiles.sentence(profiles.matches(run))}") for run in runs)


def _statement(said: Statement, documents: Mapping[str, Document]) -> str:
    document = documents[said.doc]
    text = f"{document.title} ({document.edition}), {said.at}"
    text += f" [{document.kind}]" if document.kind == "source" else ""
    text += f"; of {', '.join(said.on)}" if said.on else ""
    text += f"; predicts {' or '.join(said.predicts)}" if said.predicts else ""
    return clean(text)


def _answer(case: Case, observation: Observation, run: Run) -> Iterator[str]:
    """One platform's answer with its evidence."""
    variant = observation.id.variant
    verdict = verdicts.of_case(case, observation, run.platform, run.facts)
    claimed = f", claimed {observation.claimed}" if observation.claimed is not None else ""
    yield ""
    name = f"{run.platform} [{variant}]" if variant else run.platform
    truncated = "  (truncated run)" if run.truncated else ""
    yield clean(f"{name}: {observation.answer}{claimed}: {verdict}{truncated}")
    yield clean(f"  {run.header.started}, {observation.seconds:.3f} s, time {run.header.time}")
    if observation.why:
        yield f"  why: {clean(observation.why)}"
    for name, value in observation.details.items():
        yield f"  - {clean(name)}: {clean(str(value))}"
    for microseconds, call, result in observation.transcript:
        yield f"  {microseconds / 1e6:12.6f} s  {clean(call)} -> {clean(result)}"
    for line in observation.output.splitlines():
        yield f"  | {clean(line)}"
    for line in pictures.text(exchange.events(observation.transcript)):
        yield f"  {line}"
