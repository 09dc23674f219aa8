"""The programs that advice gives: each compiles, runs, and sets what its recipe says, as strace sees it."""
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from addrinuse.advice import code, goals
from addrinuse.advice.goals import Recipe
from helpers.tools import absent, needs

RECIPES = {(goal.name, recipe.way): recipe for goal in goals.load().values() for recipe in goal.recipes}
CRATES = Path("/usr/share/cargo/registry")
SOCKET = re.compile(r"socket\(.*\) += (\d+)$")
SETTING = re.compile(r"setsockopt\((\d+), SOL_\w+, (\w+), \[(\d)\]")
BIND = re.compile(r"bind\((\d+), \{sa_family=AF_INET")
OF_INTEREST = {"SO_REUSEADDR", "SO_REUSEPORT", "IPV6_V6ONLY", "IP_FREEBIND", "IP_BIND_ADDRESS_NO_PORT"}
NOT_OF_LINUX = {"SO_REUSEPORT_LB", "SO_EXCLUSIVEADDRUSE"}
# What a runtime sets besides the recipe's options; the program says so.
BESIDES = {"Node": {"SO_REUSEADDR"}, "Go": {"SO_REUSEADDR"}}
QUICK = ("C", "Python")
GROUPS = {"C": "build", "Go": "runtimes", "Node": "runtimes", "Java": "runtimes", "Rust": "advice"}
NAMESPACE = ["unshare", "--net", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
is_root_on_linux = pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0,
                                      reason="only root on Linux can make a network namespace")
SERVER = ("import socket, subprocess, sys; s = socket.socket(); s.bind(('127.0.0.1', 8080)); s.listen();"
          "sys.exit(subprocess.call(sys.argv[1:]))")


def built(language: str, text: str, folder: Path) -> list[str]:
    """The command that runs a program, compiled if need be. Skips where there is no such compiler."""
    tools = {"C": "cc", "Python": sys.executable, "Go": "go", "Node": "node", "Java": "java", "Rust": "cargo"}
    tool = shutil.which(tools[language])
    if tool is None:
        pytest.skip(absent(tools[language], GROUPS[language]))
    source = folder / {"C": "main.c", "Python": "main.py", "Go": "main.go", "Node": "main.js",
                       "Java": "Main.java", "Rust": "main.rs"}[language]
    source.write_text(text)
    if language in ("Python", "Node", "Java"):
        return [tool, str(source)]
    program = folder / "program"
    if language == "C":
        compiled([tool, "-std=c11", "-Wall", "-Wextra", "-Werror", "-o", str(program), str(source)], folder)
    elif language == "Go":
        compiled([tool, "build", "-o", str(program), str(source)], folder)
    else:
        return [cargo(tool, folder)]
    return [str(program)]


def cargo(tool: str, folder: Path) -> str:
    """Builds with Debian's packages (librust-socket2-dev)."""
    if not list(CRATES.glob("socket2-*")):
        pytest.skip("librust-socket2-dev is not installed (ci/setup advice)")
    (folder / "Cargo.toml").write_text('[package]\nname = "program"\nversion = "0.1.0"\nedition = "2021"\n'
                                       '[[bin]]\nname = "program"\npath = "main.rs"\n'
                                       '[dependencies]\nsocket2 = { version = "0", features = ["all"] }\n')
    (folder / ".cargo").mkdir()
    (folder / ".cargo" / "config.toml").write_text(
        f'[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "{CRATES}"\n')
    compiled([tool, "build", "--offline", "--quiet"], folder)
    return str(folder / "target" / "debug" / "program")


def compiled(argv: list[str], folder: Path) -> None:
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=300,
                          env={**os.environ, "GOCACHE": str(folder.parent / "go"), "GOFLAGS": "-mod=mod",
                               "CARGO_TARGET_DIR": str(folder / "target")})
    assert done.returncode == 0, done.stderr


def options_of(command: list[str], folder: Path, recipe: Recipe) -> set[str]:
    """Runs a program, and gives the options that its bound sockets have at its end."""
    calls = folder / "calls"
    around = [sys.executable, "-c", SERVER] if recipe.shape == "client" else []
    done = subprocess.run([*NAMESPACE, *around, "timeout", "60", "strace", "-f", "-qq", "-e",
                           "trace=socket,setsockopt,bind,listen", "-o", str(calls), *command],
                          capture_output=True, text=True, timeout=300)
    trace = calls.read_text()
    if recipe.options or recipe.shape != "pair":   # without options the second bind fails on Linux
        assert not re.search(r"(bind|listen)\(.*\) += -1", trace), trace
    found = of_bound_sockets(trace)
    assert found is not None, done.stderr + trace
    return found & OF_INTEREST


def of_bound_sockets(trace: str) -> set[str] | None:
    """The options that are set on the sockets that were bound; None if none was. Runtimes also open sockets
    to see what the system can do."""
    options: dict[str, dict[str, bool]] = {}
    bound: list[dict[str, bool]] = []
    for line in trace.splitlines():
        if opened := SOCKET.search(line):
            options[opened[1]] = {}
        elif setting := SETTING.search(line):
            options.setdefault(setting[1], {})[setting[2]] = setting[3] == "1"
        elif bind := BIND.search(line):
            bound.append(options.setdefault(bind[1], {}))
    return {name for values in bound for name, is_set in values.items() if is_set} if bound else None


def distinct() -> list[object]:
    """Each program for Linux once. What takes seconds to compile, or to start, is for the soak tests."""
    found: dict[str, object] = {}
    for recipe in (recipe for recipe in RECIPES.values() if not NOT_OF_LINUX & set(recipe.options)):
        for snippet in code.snippets(recipe):
            marks = () if snippet.language in QUICK else (pytest.mark.soak,)
            if snippet.text:
                found.setdefault(snippet.text, pytest.param(snippet.language, recipe, marks=marks))
    return list(found.values())


def name_of(value: object) -> str:
    return f"{value.shape}-{'+'.join(value.options) or 'none'}" if isinstance(value, Recipe) else str(value)


@is_root_on_linux
@needs("strace", "why")
@pytest.mark.parametrize("language, recipe", distinct(), ids=name_of)
def test_a_program_sets_what_its_recipe_says(language: str, recipe: Recipe, tmp_path: Path) -> None:
    text = code.snippet(language, recipe).text
    if language == "Node":
        text += "setTimeout(() => process.exit(0), 300);\n"
    found = options_of(built(language, text, tmp_path), tmp_path, recipe)
    extra = BESIDES.get(language, set()) if "sets SO_REUSEADDR" in text or language == "Go" else set()
    assert set(recipe.options) <= found <= set(recipe.options) | extra


def test_each_language_has_a_program_or_a_reason_for_every_recipe() -> None:
    for recipe in RECIPES.values():
        for snippet in code.snippets(recipe):
            assert bool(snippet.text) != bool(snippet.reason), (snippet.language, recipe.way)
