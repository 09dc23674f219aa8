"""The kernel that holds all mutants: built once, kept in a folder with what the compiler said of each."""
from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import schemata
from rebuild import DoesNotBuild, Tree
from source import Mutant

from addrinuse.platforms.uml.program import Kernel
from addrinuse.support.errors import UserError

FACTS = "mutants.json"
SYMBOL = re.compile(r"^[0-9a-f]+ <(\S+?)>:$", re.M)
# Addresses differ between two functions of the same code, and so does the function's own name.
ADDRESS = re.compile(r"^\s*[0-9a-f]+:|\b[0-9a-f]+ (?=<)", re.M)


@dataclass(frozen=True)
class MutantKernel(Kernel):
    """The kernel, started as one of its mutants; 0: as it is."""

    number: int = 0

    def arguments(self, root: str, is_warped: bool) -> list[str]:
        return [*super().arguments(root, is_warped), f"{schemata.SWITCH}={self.number}"]


def started_as(kernel: Kernel, number: int) -> MutantKernel:
    """The kernel as a mutant; 0: as it is."""
    return MutantKernel(**vars(kernel), number=number)


@dataclass
class Facts:
    """What building the kernel showed. `digest`: of the texts that were compiled; `numbers`: the mutants by
    their keys; `refused`: those that do not compile; `same`: those that compile to the same code."""

    digest: str
    numbers: dict[str, int]
    refused: list[int]
    same: list[int]


def built(tree: Tree, mutants: Sequence[Mutant], folder: Path, jobs: int) -> Facts:
    """Builds the kernel of these mutants into the folder's `linux`, unless it is there. Raises UserError if
    the tree does not build."""
    numbered = dict(enumerate(mutants, 1))
    digest = _digest(tree, numbered)
    kept = folder / FACTS
    if kept.exists() and (folder / "linux").exists():
        facts = Facts(**json.loads(kept.read_text()))
        if facts.digest == digest:
            return facts
    folder.mkdir(parents=True, exist_ok=True)
    kept.unlink(missing_ok=True)
    try:
        facts = _build(tree, numbered, folder, jobs, digest)
    except DoesNotBuild as error:
        raise UserError(f"source tree {tree.source}", f"does not build: {error}",
                        "Build it once without mutants: make ARCH=um.") from None
    kept.write_text(json.dumps(asdict(facts)))
    return facts


def _digest(tree: Tree, numbered: Mapping[int, Mutant]) -> str:
    parts = [mutant.key for mutant in numbered.values()]
    for file in sorted({mutant.file for mutant in numbered.values()}):
        own = {number: mutant for number, mutant in numbered.items() if mutant.file == file}
        parts.append(schemata.text_with(tree.original(file), own, False))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _build(tree: Tree, numbered: Mapping[int, Mutant], folder: Path, jobs: int, digest: str) -> Facts:
    files = sorted({mutant.file for mutant in numbered.values()})
    refused: list[int] = []

    def compiled(file: str) -> Path:
        own = {number: mutant for number, mutant in numbered.items() if mutant.file == file}
        made, wrong = _compiled(tree, file, own, folder, is_holder=file == files[0])
        refused.extend(wrong)
        return made

    with ThreadPoolExecutor(jobs) as pool:
        made = dict(zip(files, pool.map(compiled, files)))
    tree.linked(made, folder / "linux")
    same = [number for path in made.values() for number in _same_code(path)]
    return Facts(digest, {mutant.key: number for number, mutant in numbered.items()}, sorted(refused),
                 sorted(set(same) - set(refused)))


def _compiled(tree: Tree, file: str, own: dict[int, Mutant], folder: Path,
              is_holder: bool) -> tuple[Path, list[int]]:
    """The object of a file with its mutants, without those that the compiler refuses."""
    refused: list[int] = []
    while True:
        left = {number: mutant for number, mutant in own.items() if number not in refused}
        text = schemata.text_with(tree.original(file), left, is_holder)
        try:
            return tree.compiled(file, text, folder), refused
        except DoesNotBuild as error:
            wrong = schemata.culprits(text, error.lines) - {0}
            if not wrong:
                raise
            refused += sorted(wrong)


def _same_code(made: Path) -> Iterator[int]:
    """The numbers of mutants whose function has the instructions of the original one."""
    listing = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", str(made)], check=True,
                             capture_output=True, text=True).stdout
    parts = SYMBOL.split(listing)
    codes = {name: _plain(code, name) for name, code in zip(parts[1::2], parts[2::2])}
    for name, code in codes.items():
        function, mark, number = name.partition("__mutant_")
        if mark and number.isdigit() and number != "0" and code == codes.get(function + mark + "0"):
            yield int(number)


def _plain(code: str, name: str) -> str:
    return ADDRESS.sub("", code.replace(name, "self"))
