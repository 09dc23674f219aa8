"""Advice as text and for programs."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from addrinuse.advice import code, derive
from addrinuse.advice.derive import Advice, Trial
from addrinuse.advice.goals import Recipe
from addrinuse.support.escape import clean

INDENT = "  "
CALLS = {"server": "bind(), listen()", "pair": "bind() of [::], listen(), then the same for 0.0.0.0",
         "client": "bind() with port 0, connect()", "datagrams": "bind()",
         "any-port": "bind() with port 0, getsockname(), listen()"}


def order(recipe: Recipe) -> str:
    """The calls of a recipe in their order."""
    settings = [f"sysctl {setting}" for setting in recipe.settings]
    options = [f"setsockopt({option}, 1)" for option in recipe.options]
    return ", ".join([*settings, "socket()", *options, CALLS[recipe.shape]])


def lines(found: Advice, languages: Sequence[str]) -> Iterator[str]:
    """The advice as a person reads it, with code in these languages."""
    yield found.goal.title
    yield f"{INDENT}{found.goal.question}"
    for platforms, best in derive.grouped(found):
        yield ""
        yield from map(clean, _group(found, platforms, best))
    yield ""
    recipe = found.universal or next((best.recipe for _, best in derive.grouped(found) if best), None)
    if found.universal:
        yield f"Right wherever a way is known: {found.universal.way}."
    else:
        yield "No recipe is right on every platform."
    if recipe is not None:
        yield f"Order of the calls: {order(recipe)}"
        yield from _code(recipe, languages)


def _group(found: Advice, platforms: Sequence[str], best: Trial | None) -> Iterator[str]:
    yield f"{', '.join(platforms)}:"
    if best is None:
        yield f"{INDENT}no recipe is known to reach it"
    else:
        yield f"{INDENT}{best.recipe.way[:1].upper()}{best.recipe.way[1:]}"
        yield from (f"{INDENT}cost: {cost.text} ({cost.shown_by})" for cost in best.costs)
        yield f"{INDENT}shown by: {', '.join(best.shown_by)}{_cells(found, platforms, best.recipe)}"
    for trial, _ in derive.failures(found, platforms, best):
        yield f"{INDENT}not enough: {trial.recipe.way} ({trial.cell or trial.shown_by[0]})"


def _cells(found: Advice, platforms: Sequence[str], recipe: Recipe) -> str:
    counts = [trial.cells for platform in platforms for trial in found.trials[platform]
              if trial.recipe is recipe and trial.cells]
    return f"; {sum(counts)} cells of {len(counts)} grid{'s' * (len(counts) > 1)}" if counts else ""


def _code(recipe: Recipe, languages: Sequence[str]) -> Iterator[str]:
    for language in languages:
        snippet = code.snippet(language, recipe)
        yield ""
        yield f"{language}:" if snippet.text else f"{language}: {snippet.reason}"
        yield from (f"{INDENT}{line}" for line in snippet.text.rstrip("\n").split("\n") if snippet.text)


def as_json(found: Advice) -> dict[str, Any]:
    """The advice for programs, and for a page."""
    goal = found.goal
    return {"name": goal.name, "title": goal.title, "question": goal.question,
            "universal": _recipe(found.universal) if found.universal else None,
            "groups": [{"platforms": platforms, "recipe": _recipe(best.recipe) if best else None,
                        "costs": [vars(cost) for cost in best.costs] if best else [],
                        "shown_by": list(best.shown_by) if best else [],
                        "not_enough": [{"way": trial.recipe.way, "shown_by": list(trial.shown_by),
                                        "cell": trial.cell or None, "platforms": failing}
                                       for trial, failing in derive.failures(found, platforms, best)]}
                       for platforms, best in derive.grouped(found)]}


def _recipe(recipe: Recipe) -> dict[str, Any]:
    return {"way": recipe.way, "options": list(recipe.options), "settings": list(recipe.settings),
            "calls": order(recipe),
            "code": [{"language": snippet.language, "text": snippet.text or None,
                      "reason": snippet.reason or None}
                     for snippet in code.snippets(recipe)]}
