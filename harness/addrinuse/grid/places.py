"""Where the grid's files are."""
from __future__ import annotations

from pathlib import Path

from addrinuse.support.paths import root


def published_grids() -> Path:
    """The folder of the published grids and of the differences that are explained."""
    return root() / "results" / "grids"


def predictions() -> Path:
    """The file in which documents speak of cells."""
    return root() / "docs" / "grid-predictions.toml"
