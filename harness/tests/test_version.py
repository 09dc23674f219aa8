"""The version is stated in harness/addrinuse/__init__.py, and everything else reads it from there."""
from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import addrinuse

ROOT = Path(__file__).resolve().parents[2]
NUMBER = re.compile(r"\d+\.\d+\.\d+")


def test_the_command_reports_the_version() -> None:
    done = subprocess.run([sys.executable, "-m", "addrinuse", "--version"], cwd=ROOT / "harness", text=True,
                          capture_output=True, check=True)
    assert done.stdout == f"addrinuse, version {addrinuse.__version__}\n"


def test_the_package_takes_its_version_from_the_module() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert "version" not in project["project"] and project["project"]["dynamic"] == ["version"]
    stated = (ROOT / project["tool"]["hatch"]["version"]["path"]).read_text()
    assert re.findall(r'^__version__ = "(.+)"$', stated, re.MULTILINE) == [addrinuse.__version__]


def test_hatchling_finds_the_version() -> None:
    metadata = pytest.importorskip("hatchling.metadata.core",
                                   reason="hatchling is not installed (ci/setup wheel)")
    managers = pytest.importorskip("hatchling.plugin.manager")
    project = metadata.ProjectMetadata(str(ROOT), managers.PluginManager())
    assert project.version == addrinuse.__version__
    assert "Topic :: System :: Networking" in project.core.classifiers  # refuses unknown ones


@pytest.mark.parametrize("path, statement", [
    ("CMakeLists.txt", r"^project\(.*VERSION.*\)"),
    ("CITATION.cff", r"^version:.*"),
])
def test_no_other_file_states_a_version(path: str, statement: str) -> None:
    assert re.findall(statement, (ROOT / path).read_text(), re.MULTILINE) == []


def test_the_changelog_begins_with_the_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    newest = NUMBER.search(headings[0])
    assert newest and newest[0] == addrinuse.__version__
