"""What tests need and need not find: programs that may not be installed, platforms that may not be here."""
from __future__ import annotations

import shutil

import pytest

from addrinuse.platforms import registry


def absent(command: str, group: str = "") -> str:
    """What a user is told of a program that is missing: its name and the group of ci/packages that has it."""
    return f"{command} is not installed" + (f" (ci/setup {group})" if group else "")


def needs(command: str, group: str = "") -> pytest.MarkDecorator:
    """Skips a test where the program is missing."""
    return pytest.mark.skipif(shutil.which(command) is None, reason=absent(command, group))


def require_platform(name: str) -> None:
    """Skips a test where the platform is not available, or would have to be fetched first."""
    state = registry.find(name).describe()
    if not state.available or state.download_bytes:
        pytest.skip(f"{name} is not on this machine: {state.why or 'it was never surveyed here'}")
