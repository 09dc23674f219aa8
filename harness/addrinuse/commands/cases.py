"""The command `cases`: the cases that a pattern names, or that have the words of a search."""
from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from addrinuse.model import cases, documents
from addrinuse.model.cases import Case
from addrinuse.search import synonyms
from addrinuse.search.index import Index, Result
from addrinuse.support import inputs, pager, paths
from addrinuse.support.errors import UserError, unknown

LIMIT = 64 << 20          # bytes of the generated table
SHOWN = 20                # cases that a search shows


def run(words: Sequence[str], as_json: bool, in_full: bool = False) -> int:
    """Prints the cases, those found by words with the best first; `in_full` adds claims and documents. Raises
    UserError if nothing is found."""
    known = documents.load(paths.documents())
    everything = cases.load(known=known)
    pattern = _as_pattern(words, everything)
    if pattern is not None:
        _print(list(cases.matching(everything, pattern).values()), as_json, in_full)
        return 0
    result = search(" ".join(words), everything, known)
    chosen = [hit.case for hit in result.hits]
    _print(chosen if as_json else chosen[:SHOWN], as_json, in_full, [] if as_json else _rest(words, result))
    return 0


def search(query: str, everything: Mapping[str, Case], known: Mapping[str, documents.Document]) -> Result:
    """What a search finds. Raises UserError with the nearest words if it finds nothing."""
    result = Index(everything, known, synonyms.load(), answers()).search(query)
    if result.hits:
        return result
    if " " not in query:
        raise unknown("case", query, [*everything, *{case.topic for case in everything.values()},
                                      *result.nearest], "See `addrinuse cases`.")
    raise UserError(f"cases with {query!r}", "none",
                    f"Nearest words: {', '.join(result.nearest)}" if result.nearest
                    else "Try fewer words, or see `addrinuse cases`.")


def answers(file: Path | None = None) -> dict[str, list[str]]:
    """What the published platforms observed, by case: from the generated table, which is quicker to read than
    the runs. Nothing if there is no such table."""
    file = file or paths.published_table()
    try:
        cells = inputs.json_value(file, LIMIT, "")["cells"]
        return {name: sorted({str(cell["observed"]) for cell in row.values() if cell.get("observed")})
                for name, row in cells.items()}
    except (UserError, KeyError, TypeError, AttributeError):
        return {}


def _as_pattern(words: Sequence[str], everything: Mapping[str, Case]) -> list[str] | None:
    """The words as patterns of ids, if they are: none, or one that names a topic, a case or several."""
    if not words:
        return []
    if len(words) > 1:
        return None
    try:
        cases.matching(everything, words)
        return list(words)
    except UserError:
        if any(mark in words[0] for mark in "*?[/"):
            raise
        return None


def _print(chosen: Sequence[Case], as_json: bool, in_full: bool, closing: Sequence[str] = ()) -> None:
    if as_json:
        print(json.dumps([_as_json(case) for case in chosen], indent=1))
        return
    lines = [line for case in chosen for line in _lines(case, in_full or len(chosen) == 1)]
    if len(chosen) > 1 and not in_full:
        lines += ["", f"--all adds the claims and the documents of these {len(chosen)} cases."]
    pager.show(lambda out: pager.write_lines([*lines, *closing], out))


def _lines(case: Case, in_full: bool) -> Iterator[str]:
    """The case's name and its question; or else its name, its claim and who makes it."""
    if not in_full:
        yield case.id
        yield f"  {case.question or case.claim}"
        return
    variants = f"[{', '.join(case.variants)}]" if case.variants else ""
    yield f"{case.id}{variants}{f'  (waits {case.slow:g} s)' if case.slow else ''}"
    yield f"  {case.claim}"
    for statement in case.says:
        yield f"  - {statement.doc}, {statement.at}"
    for statement in case.disputed_by:
        yield f"  - disputed by {statement.doc}, {statement.at}: {' or '.join(statement.predicts)}"


def _rest(words: Sequence[str], result: Result) -> list[str]:
    """What follows the cases of a search: how many more there are, and what to do with one."""
    count = len(result.hits)
    more = f", of which these {SHOWN} fit best (--json lists all)" if count > SHOWN else ""
    some = "No case has all of these words. " if result.partial else ""
    near = f" Nearest words: {', '.join(result.nearest)}." if result.nearest else ""
    return [f"{some}{count} case{'s' * (count != 1)} for {' '.join(words)!r}{more}.{near}",
            f"What platforms answer: ./addrinuse explain {result.hits[0].case.id}"]


def _as_json(case: Case) -> dict[str, Any]:
    return {
        "id": case.id, "claim": case.claim, "variants": list(case.variants), "slow": case.slow,
        "says": [statement.as_json() for statement in case.says],
        "disputed_by": [statement.as_json() for statement in case.disputed_by],
        "catalogue": list(case.catalogue), "needs": list(case.needs), "tags": list(case.tags),
    }
