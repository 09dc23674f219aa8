"""What platforms answered, by platform, case and variant: from the published table or from runs."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from addrinuse.model.runs import Run
from addrinuse.support import inputs, paths
from addrinuse.support.errors import UserError

# platform -> case -> variant ("": the case has none) -> what was observed; None: no observation.
Answers = Mapping[str, Mapping[str, Mapping[str, str | None]]]
LIMIT = 64 << 20          # bytes of the generated table
WRITE = "Write it with `addrinuse table --write`, or name run files."
SAME_KERNEL = "container-"  # containers share the host's kernel; they add nothing here


def published(file: Path | None = None) -> Answers:
    """The answers of the published runs, from the generated table. Raises UserError if it cannot be read."""
    file = file or paths.published_table()
    try:
        table = inputs.json_value(file, LIMIT, WRITE)
        names = [platform["name"] for platform in table["platforms"]]
        return {name: {case: _variants(row[name]) for case, row in table["cells"].items() if name in row}
                for name in names if not name.startswith(SAME_KERNEL)}
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(paths.show(file), f"is no table of answers: {error}", WRITE) from None


def _variants(cell: Mapping[str, Any]) -> dict[str, str | None]:
    parts = cell.get("variants") or {"": cell}
    return {variant: _observed(part) for variant, part in parts.items()}


def _observed(part: Mapping[str, Any]) -> str | None:
    observed = part.get("observed") if part.get("status") == "observed" else None
    return None if observed is None else str(observed)


def of_runs(runs: Iterable[Run]) -> Answers:
    """The answers of these runs."""
    return {run.platform: {case: {observation.id.variant: observation.observed for observation in found}
                           for case, found in run.by_case.items()}
            for run in runs if not run.platform.startswith(SAME_KERNEL)}
