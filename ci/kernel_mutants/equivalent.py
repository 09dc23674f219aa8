"""Mutants that no program can tell from the original, each with the reason: equivalent.toml."""
from __future__ import annotations

import tomllib
from pathlib import Path

LIST = Path(__file__).parent / "equivalent.toml"


def read() -> dict[tuple[str, str], str]:
    """The reasons by function and change, as a result names it."""
    entries = tomllib.loads(LIST.read_text(encoding="utf-8")).get("equivalent", [])
    return {(entry["function"], change): entry["reason"] for entry in entries for change in entry["changes"]}
