"""docs/renamed-cases.toml: what a case of an older run is called today."""
from __future__ import annotations

import tomllib

from addrinuse.model import cases
from addrinuse.support import paths


def renamed() -> dict[str, str]:
    """Today's id by the former one."""
    text = (paths.root() / "docs" / "renamed-cases.toml").read_text(encoding="utf-8")
    return {entry["from"]: entry["to"] for entry in tomllib.loads(text)["renamed"]}


def test_every_case_with_another_name_is_there_and_its_former_name_is_free() -> None:
    known = cases.load()
    assert {former for former in renamed() if former in known} == set()
    assert {today for today in renamed().values() if today not in known} == set()


def test_no_two_cases_took_one_name() -> None:
    assert len(set(renamed().values())) == len(renamed())
