"""Marks of tests that need a program which need not be installed."""
from __future__ import annotations

import shutil

import pytest


def absent(command: str, group: str = "") -> str:
    """What a user is told of a program that is missing: its name and the group of ci/packages that has it."""
    return f"{command} is not installed" + (f" (ci/setup {group})" if group else "")


def needs(command: str, group: str = "") -> pytest.MarkDecorator:
    """Skips a test where the program is missing."""
    return pytest.mark.skipif(shutil.which(command) is None, reason=absent(command, group))
