"""Puts the programs of a release into the wheel, for machines without a compiler (see pyproject.toml).

If ADDRINUSE_RELEASE names the folder of a release (ci/release, ci/release-native), the wheel has that folder
as addrinuse/suite/release, where addrinuse.platforms.released looks. Without the variable the wheel holds the
sources only.
"""
from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VARIABLE = "ADDRINUSE_RELEASE"
PLACE = "addrinuse/suite/release"


class ReleaseHook(BuildHookInterface):
    """The hook that hatchling calls before it makes the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the files of the release to what goes into the wheel. Exits if the folder is no release, or
        one of other cases: such programs would never be used."""
        named = os.environ.get(VARIABLE)
        if named:
            folder = Path(named).resolve()
            files = ["release.json", *_programs(folder, _digest(Path(self.root)))]
            build_data["force_include"].update({str(folder / name): f"{PLACE}/{name}" for name in files})


def _digest(root: Path) -> str:
    """The digest of the cases that the wheel holds."""
    sys.path.insert(0, str(root / "harness"))
    from addrinuse.model import cases

    return cases.digest()


def _programs(folder: Path, digest: str) -> list[str]:
    """The names of the release's programs."""
    try:
        release = json.loads((folder / "release.json").read_text(encoding="utf-8"))
        stated, names = release["cases_digest"], sorted(release["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SystemExit(f"{VARIABLE}: {folder} is no release ({error}); make one with ci/release") from None
    if stated != digest:
        raise SystemExit(f"{VARIABLE}: {folder} holds other cases than this source; make it again")
    return names
