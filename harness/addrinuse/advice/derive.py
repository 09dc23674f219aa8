"""For each platform the smallest recipe that reaches a goal, what it costs there, and what shows it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from addrinuse.advice import grids
from addrinuse.advice.answers import Answers
from addrinuse.advice.goals import Evidence, Goal, Recipe

REACHES, FAILS, UNKNOWN = "reaches", "fails", "unknown"
Variants = Mapping[str, str | None]


@dataclass(frozen=True)
class Cost:
    """What a recipe costs, and the case or the cell that shows it."""

    text: str
    shown_by: str


@dataclass(frozen=True)
class Trial:
    """How a recipe comes out on a platform. `shown_by`: the cases that show it, or what makes it fail;
    `cells`: how many cells of the platform's grid agree, and `cell` the one that does not."""

    recipe: Recipe
    result: str
    shown_by: tuple[str, ...]
    costs: tuple[Cost, ...] = ()
    cells: int = 0
    cell: str = ""


@dataclass(frozen=True)
class Advice:
    """A goal's trials by platform, and the recipe that is right wherever there is an answer."""

    goal: Goal
    trials: Mapping[str, tuple[Trial, ...]]
    universal: Recipe | None

    def best(self, platform: str) -> Trial | None:
        """The smallest recipe that reaches the goal there."""
        return next((trial for trial in self.trials[platform] if trial.result == REACHES), None)


def advice(goal: Goal, answers: Answers, found: Mapping[str, list[grids.Row]]) -> Advice:
    """What the platforms' answers, and the rows of their grids, say about a goal."""
    trials = {platform: tuple(_trial(goal, recipe, cases, found.get(platform, [])) for recipe in goal.recipes)
              for platform, cases in answers.items()}
    return Advice(goal, trials, _universal(goal, trials))


def rows_of(goal: Goal) -> dict[str, list[grids.Row]]:
    """The rows of every published grid that the goal is about."""
    if not goal.cells:
        return {}
    return {name: grids.rows(path, goal.cells) for name, path in grids.names().items()}


def _trial(goal: Goal, recipe: Recipe, cases: Mapping[str, Variants], rows: Sequence[grids.Row]) -> Trial:
    fits = [(evidence.case, _fits(evidence, cases.get(evidence.case, {}))) for evidence in recipe.reaches]
    failing = tuple(case for case, fit in fits if fit is False)
    shown = tuple(case for case, fit in fits if fit)
    if failing:
        return Trial(recipe, FAILS, failing)
    if fits[0][1] is None:
        return Trial(recipe, UNKNOWN, ())
    count, wrong = _of_grid(goal, recipe, rows)
    if wrong:
        return Trial(recipe, FAILS, shown, (), count, wrong)
    return Trial(recipe, REACHES, shown, _costs(recipe, cases), count)


def _fits(evidence: Evidence, variants: Variants) -> bool | None:
    """Whether a case's answers are all as wanted; None if it has no answer."""
    wanted = {"", *(evidence.variants or variants)}
    observed = [word for variant, word in variants.items() if word is not None and variant in wanted]
    return all(map(evidence.fits, observed)) if observed else None


def _of_grid(goal: Goal, recipe: Recipe, rows: Sequence[grids.Row]) -> tuple[int, str]:
    """How many cells agree, and the name of one that does not. A recipe with settings is not in the grid."""
    count = 0
    for cells in goal.cells if not recipe.settings else ():
        for row in grids.fitting(rows, cells, recipe.options):
            if grids.is_ok(row) != (cells.want == "ok"):
                return count, grids.name_of(row)
            count += 1
    return count, ""


def _costs(recipe: Recipe, cases: Mapping[str, Variants]) -> tuple[Cost, ...]:
    return tuple(Cost(cost.text, cost.case) for cost in recipe.costs if _fits(cost, cases.get(cost.case, {})))


def _universal(goal: Goal, trials: Mapping[str, Sequence[Trial]]) -> Recipe | None:
    """The smallest recipe that fails nowhere, and reaches the goal wherever some recipe does."""
    for place, recipe in enumerate(goal.recipes):
        results = {platform: found[place].result for platform, found in trials.items()}
        answering = {platform for platform, found in trials.items()
                     if any(trial.result == REACHES for trial in found)}
        if answering and FAILS not in results.values() \
                and all(results[platform] == REACHES for platform in answering):
            return recipe
    return None


def grouped(found: Advice) -> list[tuple[list[str], Trial | None]]:
    """Platforms with the same best recipe and the same costs together, in the order of the platforms."""
    groups: dict[tuple[object, ...], tuple[list[str], Trial | None]] = {}
    for platform in found.trials:
        best = found.best(platform)
        key = (best.recipe.way, best.costs) if best else (_is_unknown(found, platform),)
        groups.setdefault(key, ([], best))[0].append(platform)
    return sorted(groups.values(), key=lambda group: (group[1] is None, -len(group[0])))


def _is_unknown(found: Advice, platform: str) -> bool:
    return any(trial.result == UNKNOWN for trial in found.trials[platform])


def failures(found: Advice, platforms: Iterable[str], best: Trial | None) -> list[tuple[Trial, list[str]]]:
    """The smaller recipes that fail on these platforms, each with the platforms."""
    failing: dict[str, tuple[Trial, list[str]]] = {}
    for platform in platforms:
        for trial in found.trials[platform]:
            if best is not None and trial.recipe is best.recipe:
                break
            if trial.result == FAILS:
                failing.setdefault(trial.recipe.way, (trial, []))[1].append(platform)
    return list(failing.values())
