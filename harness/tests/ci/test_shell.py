"""The shell parts that stand in Python files: shellcheck finds nothing in them, as in the shell files
(ci/lint)."""
from __future__ import annotations

import subprocess

import pytest

from addrinuse.support import process
from addrinuse.platforms import ssh, wine

PARTS = {"the guard": process.GUARD, "what ssh runs": ssh.SCRIPT, "Wine's network": wine.PRIVATE}


def said_of(text: str) -> str:
    """What shellcheck says of a part."""
    return subprocess.run(["shellcheck", "--shell=sh", "--format=gcc", "-"], input=text, capture_output=True,
                          text=True, timeout=300).stdout


@pytest.mark.parametrize("name", PARTS)
def test_nothing_is_found_in_a_part(name: str) -> None:
    assert said_of(PARTS[name]) == ""


def test_something_is_found_where_something_is() -> None:
    assert "SC2086" in said_of('rm -rf $folder\n')
