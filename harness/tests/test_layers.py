"""The architecture, read from the imports: no arrow runs upwards, neither in the Python package nor in the
vocabulary.

docs/architecture.md draws the same graph.
"""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from addrinuse.support import paths

PACKAGE = paths.CHECKOUT / "harness" / "addrinuse"
PROBE = paths.CHECKOUT / "harness" / "probe"
# What each package may import besides itself.
MAY_IMPORT = {
    "support": "",
    "model": "support",
    "provision": "support",
    "platforms": "provision model support",
    "survey": "platforms provision model support",
    "analysis": "model support",
    "why": "grid platforms provision model support",
    "grid": "platforms provision model support",
    "explorer": "grid platforms provision model support",
    "bisect": "explorer platforms provision model support",
    "search": "model support",
    "advice": "model support",
    "publish": "analysis advice search model support",
    "mutation": "survey platforms provision model support",
    "commands": ("explorer grid mutation survey publish analysis advice search platforms provision model "
                 "support"),
    "cli": ("bisect grid explorer why commands mutation survey publish analysis advice search platforms "
            "provision model support"),
    "__main__": "cli",
}
# The floors of the vocabulary, lowest first: a file includes files of its own floor and of those below.
FLOORS = ("core", "net", "peer", "scenarios")


def imports(path: Path) -> Iterator[str]:
    """The modules of this package that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def package_arrows() -> Iterator[tuple[str, str, str]]:
    """File, its package, and a package that it imports."""
    for path in PACKAGE.rglob("*.py"):
        own = path.relative_to(PACKAGE).with_suffix("").parts[0]
        for module in imports(path):
            top, _, rest = module.partition(".")
            name = rest.partition(".")[0]
            if top == "addrinuse" and name != "__version__":
                yield str(path.relative_to(PACKAGE)), own, name


def test_packages_import_only_what_is_below_them() -> None:
    wrong = {f"{path}: {own} imports {target}" for path, own, target in package_arrows()
             if own not in ("__init__", target) and target not in MAY_IMPORT.get(own, "").split()}
    assert not wrong, "\n".join(sorted(wrong))


def test_every_package_has_a_place() -> None:
    found = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert found <= set(MAY_IMPORT), "give the new package its line in MAY_IMPORT and in docs/architecture.md"


def module_graph() -> dict[str, set[str]]:
    """Which module imports which, at the top of its file."""
    modules = {".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
               for path in PACKAGE.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        wanted = {module.removeprefix("addrinuse.") for module in imports(path)}
        targets = {module if module in modules else module.rpartition(".")[0] for module in wanted}
        graph[name] = targets & set(modules) - {name}
    return graph


def test_no_two_modules_import_each_other() -> None:
    graph = module_graph()
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            pytest.fail(f"a circle of imports: {' -> '.join((*trail[trail.index(name):], name))}")
        if name not in done:
            for other in sorted(graph[name]):
                visit(other, (*trail, name))
            done.add(name)

    for name in sorted(graph):
        visit(name, ())


def includes(path: Path) -> list[str]:
    """The headers of the vocabulary that a file includes."""
    return re.findall(r'^#include "probe/([^"]+)"', path.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("floor", FLOORS)
def test_the_vocabulary_includes_nothing_from_above(floor: str) -> None:
    allowed = FLOORS[:FLOORS.index(floor) + 1]
    wrong = [f"{path.relative_to(PROBE)} includes {header}" for path in sorted((PROBE / floor).glob("*"))
             for header in includes(path) if header.partition("/")[0] not in allowed]
    assert not wrong, "\n".join(wrong)


def test_cases_include_the_vocabulary_and_nothing_of_the_runner() -> None:
    wrong = [str(path) for path in sorted(paths.CHECKOUT.glob("cases/*/*.cc"))
             if set(re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.M))
             != {"probe/probe.h"}]
    assert not wrong, "\n".join(wrong)
