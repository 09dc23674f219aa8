"""Rebuilds a User-Mode-Linux kernel with one file changed: that file is compiled, and all objects are linked,
by the commands of the build; neither the source tree nor the build's objects are written to."""
from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from source import Mutant

COMMAND = re.compile(r"^(?:saved)?cmd_\S+ := (.*)$", re.M)
TIMEOUT = 600             # seconds for one compilation or link


class DoesNotBuild(Exception):
    """The compiler or linker refuses; the message is its first error."""


@dataclass(frozen=True)
class Tree:
    """A source tree and the folder in which `make ARCH=um O=…` built it."""

    source: Path
    build: Path

    @cached_property
    def objects(self) -> list[str]:
        """All objects of the kernel in their order, relative to the build folder."""
        return subprocess.run(["ar", "t", "vmlinux.a"], cwd=self.build, check=True, capture_output=True,
                              text=True).stdout.split()

    @cached_property
    def link_command(self) -> list[str]:
        """The build's own command for the last link. Raises DoesNotBuild if the build does not show one."""
        (self.build / "vmlinux").unlink(missing_ok=True)
        made = subprocess.run(["make", "-C", str(self.source), "ARCH=um", f"O={self.build}", "V=1", "linux"],
                              capture_output=True, text=True, timeout=TIMEOUT)
        lines = [line[2:] for line in (made.stdout + made.stderr).splitlines()
                 if line.startswith("+ ") and " -o vmlinux " in line and "whole-archive" in line]
        if made.returncode or not lines:
            raise DoesNotBuild(f"no command links vmlinux: {made.stderr[-300:]}")
        return shlex.split(lines[-1])

    def compiled(self, file: str, text: str, folder: Path) -> Path:
        """The object of a source file with this text instead of its own."""
        changed = folder / Path(file).name
        changed.write_text(text)
        target = file.removesuffix(".c") + ".o"
        saved = self.build / Path(target).parent / f".{Path(target).name}.cmd"
        found = COMMAND.search(saved.read_text())
        assert found is not None
        made = folder / Path(target).name
        command = found[1].partition(" ; ")[0]
        words = [_placed(word, target, file, made, changed) for word in shlex.split(command)]
        words[1:1] = ["-iquote", str((self.source / file).parent)]
        _run(words, self.build)
        return made

    def linked(self, file: str, made: Path, folder: Path) -> Path:
        """A kernel in which `made` stands for the object of that source file."""
        target = file.removesuffix(".c") + ".o"
        assert target in self.objects
        listed = folder / "objects"
        listed.write_text("\n".join(str(made) if name == target else name for name in self.objects))
        kernel = folder / "linux"
        words = [f"@{listed}" if word == "vmlinux.a" else str(kernel) if word == "vmlinux" else word
                 for word in self.link_command]
        _run(words, self.build)
        return kernel

    def original(self, file: str) -> str:
        """The text of a source file."""
        return (self.source / file).read_text()

    def text_of(self, mutant: Mutant) -> str:
        """The text of its file with the mutation."""
        return mutant.mutation.applied(self.original(mutant.file))


def _placed(word: str, target: str, file: str, made: Path, changed: Path) -> str:
    """A word of the build's command, with our object and our source in place of its own."""
    if word.startswith("-Wp,-MMD,"):
        return f"-Wp,-MMD,{made}.d"
    if word == target:
        return str(made)
    return str(changed) if word.endswith("/" + file) or word == file else word


def _run(words: list[str], folder: Path) -> None:
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "error" in line or "undefined" in line]
        raise DoesNotBuild((errors or [done.stderr[-200:]])[0])
