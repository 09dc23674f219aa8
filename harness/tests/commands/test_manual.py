"""Manual pages and completion: every command has a page without an error of roff, and shells get values."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys

import click
import pytest

from addrinuse.cli import commands
from addrinuse.commands import manual
from addrinuse.support import paths

CONTEXT = click.Context(commands)


@pytest.mark.parametrize("name", ["", *commands.list_commands(CONTEXT)])
def test_every_command_has_a_page_with_all_its_options(name: str) -> None:
    text = manual.page(commands, name)
    command = commands.get_command(CONTEXT, name) if name else commands
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0].replace("-", "\\-") in text
    if shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=text, text=True,
                              capture_output=True)
        assert done.stderr == ""


def completed(*words: str) -> list[str]:
    """What bash is offered for the last word."""
    done = subprocess.run(
        [sys.executable, "-m", "addrinuse"], text=True, capture_output=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(paths.CHECKOUT / "harness"), manual.VARIABLE: "bash_complete",
             "COMP_WORDS": " ".join(["addrinuse", *words]), "COMP_CWORD": str(len(words))})
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


def test_cases_platforms_and_commands_are_values() -> None:
    assert "bind/plain_double_bind" in completed("explain", "bind/plain")
    assert "linux-6.12" in completed("survey", "--platform", "linux-6")
    assert completed("mer") == ["merge"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_reads_its_completion(shell: str) -> None:
    text = manual.completion(commands, shell)
    assert manual.VARIABLE in text
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=text, text=True, capture_output=True)
        assert (done.returncode, done.stderr) == (0, "")
