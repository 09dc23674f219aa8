"""Rebuilds a User-Mode-Linux kernel with some files changed: those files are compiled, and all objects are
linked, by the commands of the build. The source tree and the build's objects are only read; `vmlinux` is linked
anew, to see the command."""
from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from addrinuse.support.errors import UserError

COMMAND = re.compile(r"^(?:saved)?cmd_\S+ := (.*)$", re.M)
ERROR = re.compile(r"^[^\s:][^:\n]*:(\d+):\d+: (?:fatal )?error: .*", re.M)
TIMEOUT = 1200            # seconds for one compilation or link
WANTED = "Unpack the sources, and build them: docs/kernel-developers.md has the commands."


class DoesNotBuild(Exception):
    """The compiler or linker refuses; the message is its first error, `lines` where it found errors."""

    def __init__(self, message: str, lines: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.lines = lines


@dataclass(frozen=True)
class Tree:
    """A source tree and the folder in which `make ARCH=um O=…` built it."""

    source: Path
    build: Path

    def check(self) -> None:
        """Raises UserError if the folders are not those of a source tree and its build."""
        if not (self.source / "net" / "ipv4").is_dir():
            raise UserError(f"source tree {self.source}", "it has no net/ipv4: it is no kernel's", WANTED)
        for name in ("vmlinux.a", "linux", "net/ipv4/.udp.o.cmd"):
            if not (self.build / name).exists():
                raise UserError(f"build {self.build}", f"it has no {name}: it is no complete build", WANTED)

    @cached_property
    def objects(self) -> list[str]:
        """All objects of the kernel in their order, relative to the build folder."""
        return subprocess.run(["ar", "t", "vmlinux.a"], cwd=self.build, check=True, capture_output=True,
                              text=True).stdout.split()

    @cached_property
    def link_command(self) -> list[str]:
        """The build's own command for the last link. Raises UserError if the build does not show one."""
        with _set_aside(self.build / "vmlinux"):
            made = subprocess.run(["make", "-C", str(self.source), "ARCH=um", f"O={self.build}", "V=1",
                                   "linux"], capture_output=True, text=True, timeout=TIMEOUT)
        lines = [line[2:] for line in (made.stdout + made.stderr).splitlines()
                 if line.startswith("+ ") and " -o vmlinux " in line and "whole-archive" in line]
        if made.returncode or not lines:
            raise UserError(f"build {self.build}",
                            f"no command links vmlinux: {' '.join(made.stderr.split())[-300:]}", WANTED)
        return shlex.split(lines[-1])

    def compiled(self, file: str, text: str, folder: Path) -> Path:
        """The object of a source file with this text instead of its own. Raises DoesNotBuild."""
        changed = folder / file.replace("/", "_")
        changed.write_text(text)
        target = file.removesuffix(".c") + ".o"
        saved = self.build / Path(target).parent / f".{Path(target).name}.cmd"
        found = COMMAND.search(saved.read_text())
        assert found is not None
        made = changed.with_suffix(".o")
        command = found[1].partition(" ; ")[0]
        words = [_placed(word, target, file, made, changed) for word in shlex.split(command)]
        # Mutants of the same code must not be folded into one function: they are counted.
        words[1:1] = ["-fno-ipa-icf", "-iquote", str((self.source / file).parent)]
        _run(words, self.build)
        return made

    def linked(self, made: Mapping[str, Path], kernel: Path) -> None:
        """Links a kernel in which these objects stand for those of their source files. Raises DoesNotBuild."""
        replaced = {file.removesuffix(".c") + ".o": str(path) for file, path in made.items()}
        assert set(replaced) <= set(self.objects)
        listed = kernel.with_name("objects")
        listed.write_text("\n".join(replaced.get(name, name) for name in self.objects))
        words = [f"@{listed}" if word == "vmlinux.a" else str(kernel) if word == "vmlinux" else word
                 for word in self.link_command]
        _run(words, self.build)

    def original(self, file: str) -> str:
        """The text of a source file."""
        return (self.source / file).read_text()


@contextmanager
def _set_aside(file: Path) -> Iterator[None]:
    """Takes the file away for a while, so that it is made anew; it is back afterwards if it was not."""
    kept = file.with_name(file.name + ".kept")
    if file.exists():
        file.replace(kept)
    try:
        yield
    finally:
        if kept.exists() and not file.exists():
            kept.replace(file)
        kept.unlink(missing_ok=True)


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
        errors = [found[0] for found in ERROR.finditer(done.stderr)]
        others = [line for line in done.stderr.splitlines() if "error" in line or "undefined" in line]
        raise DoesNotBuild((errors or others or [done.stderr[-200:]])[0],
                           tuple(int(found[1]) for found in ERROR.finditer(done.stderr)))
