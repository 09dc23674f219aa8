"""ci/kernel_mutants: the mutation operators, the text that holds all mutants, how a difference is confirmed,
and what is said of bad input."""
from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from addrinuse.support import paths
from helpers.tools import needs

TOOL = paths.CHECKOUT / "ci" / "kernel_mutants"
needs_gcc = needs("gcc", "uml")
SOURCE = """
/* if (comment) */
static bool other(int a) { return true; }

static bool conflict(const struct sock *sk,
                     int reuse)
{
#ifdef CONFIG_IF
    if (sk->a &&
        (reuse || !sk->b) && sk->c == 2)
        return true;
#endif
    spin_lock(&sk->lock);
    sk->d = reuse;
    call(sk, true);
    return 0;
}
"""


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    """Gives the tool's modules, which are no part of a package, by name."""
    monkeypatch.syspath_prepend(str(TOOL))
    yield importlib.import_module
    for path in TOOL.glob("[!_]*.py"):  # not __main__, which is pytest itself
        sys.modules.pop(path.stem, None)


@pytest.fixture
def operators(tool: Callable[[str], Any]) -> Any:
    """The module with the operators."""
    return tool("operators")


def changes(operators: Any) -> set[tuple[str, str, str]]:
    """Operator, text before and text after of every mutation of the function."""
    span = operators.function_span(operators.masked(SOURCE), "conflict")
    return {(each.operator, " ".join(each.before.split()), " ".join(each.after.split()))
            for each in operators.mutations(SOURCE, *span)}


def test_every_operator_finds_its_places_and_no_others(operators: Any) -> None:
    condition = "sk->a && (reuse || !sk->b) && sk->c == 2"
    assert changes(operators) == {
        ("negate condition", condition, f"!({condition})"),
        ("drop operand", "sk->a &&", ""), ("drop operand", "&& (reuse || !sk->b)", ""),
        ("drop operand", "&& sk->c == 2", ""), ("drop operand", "reuse ||", ""),
        ("drop operand", "|| !sk->b", ""),
        ("change relation", "==", "!="), ("drop not", "!", ""), ("swap and/or", "&&", "||"),
        ("swap and/or", "||", "&&"), ("delete statement", "sk->d = reuse;", ";"),
        ("delete statement", "call(sk, true);", ";"), ("change result", "true", "false"),
        ("change result", "0", "-EADDRINUSE"), ("flip boolean", "true", "false"),
        ("change number", "2", "3")}


def test_a_mutation_changes_one_place_and_moves_no_line(operators: Any) -> None:
    span = operators.function_span(operators.masked(SOURCE), "conflict")
    for mutation in operators.mutations(SOURCE, *span):
        changed = mutation.applied(SOURCE)
        assert changed != SOURCE and changed.count("\n") == SOURCE.count("\n")
        assert changed[:mutation.at] == SOURCE[:mutation.at]
        assert span[0] < mutation.at < span[1]


def test_a_function_that_is_only_called_is_not_found(operators: Any) -> None:
    assert operators.function_span(operators.masked(SOURCE), "call") is None


# ---- all mutants in one text

PROGRAM = """
#include <stdio.h>
#include <stdlib.h>
#define noinline __attribute__((noinline))
#define EADDRINUSE 98
int kernel_mutant;
{text}
int main(int argc, char **argv)
{{
    kernel_mutant = atoi(argv[1]);
    for (int a = 0; a < 8; ++a)
        printf("%d ", f(a & 1, a & 2, a & 4));
    return 0;
}}
"""
FUNCTION = """
static inline int f(int a, int b,
                    int c)
{
    int d = 3;

    if (a && (b || !c))
        return 1;
    d = a + c;
    return d > 3;
}
"""


@pytest.fixture
def mutants(tool: Callable[[str], Any]) -> dict[int, Any]:
    """The mutants of the function above, by number."""
    operators, source = tool("operators"), tool("source")
    span = operators.function_span(FUNCTION, "f")
    return {number: source.Mutant("a.c", "f", 1, mutation)
            for number, mutation in enumerate(operators.mutations(FUNCTION, *span), 1)}


def answers(tmp_path: Path, text: str, numbers: list[int]) -> list[str]:
    """What the program with this text prints as each of these mutants."""
    (tmp_path / "a.c").write_text(PROGRAM.format(text=text))
    subprocess.run(["gcc", "-w", "-o", str(tmp_path / "a"), str(tmp_path / "a.c")], check=True)
    return [subprocess.run([str(tmp_path / "a"), str(number)], check=True, capture_output=True,
                           text=True).stdout for number in numbers]


@needs_gcc
def test_a_mutant_in_the_one_text_does_what_it_does_alone(tmp_path: Path, tool: Callable[[str], Any],
                                                          mutants: dict[int, Any]) -> None:
    together = answers(tmp_path, tool("schemata").text_with(FUNCTION, mutants, False), [0, *mutants])
    alone = [answers(tmp_path, mutant.mutation.applied(FUNCTION), [0])[0] for mutant in mutants.values()]
    assert together == [answers(tmp_path, FUNCTION, [0])[0], *alone]
    assert len(set(together)) > 4


def test_a_function_without_a_result_and_one_with_a_pointer_to_a_function(tool: Callable[[str], Any]) -> None:
    schemata = tool("schemata")
    text = "static void g(int (*call)(int, int), char name[8])\n{\n\tcall(1, 2);\n}\n"
    function = schemata.function_in(text, "g")
    assert (function.result, function.arguments) == ("void", ["call", "name"])
    with pytest.raises(ValueError, match="no function h"):
        schemata.function_in(text, "h")


def test_an_error_of_the_compiler_names_its_mutant(tool: Callable[[str], Any],
                                                   mutants: dict[int, Any]) -> None:
    schemata = tool("schemata")
    text = schemata.text_with(FUNCTION, mutants, False)
    line = text[:text.index("/* mutant 2 */")].count("\n") + 4
    assert schemata.culprits(text, [line]) == {2}
    assert schemata.culprits(text, [1]) == set()


# ---- what counts as a kill

class Session:
    """A kernel that answers from a table; the second time from another one, if there is one."""

    def __init__(self, *tables: dict[str, str], warnings: frozenset[str] = frozenset()) -> None:
        self.tables = list(tables)
        self.warnings = warnings

    def answers(self, only: str) -> Iterator[tuple[str, str]]:
        """The answers, or one of them."""
        table = self.tables.pop(0) if len(self.tables) > 1 else self.tables[0]
        yield from ((key, answer) for key, answer in table.items() if only in ("", key))


@pytest.fixture
def judged(tool: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Gives the verdict on a mutant beside the original, for one stage."""
    judge = tool("judge")

    def asked(self: Any, session: Session, stage: str, only: str = "") -> Iterator[tuple[str, str]]:
        yield from session.answers(only)

    monkeypatch.setattr(judge.Judge, "_asked", asked)
    one = object.__new__(judge.Judge)
    one.stages = ("grid",)
    original = judge.Answers({"grid": {"cell": "ok", "other": "ok"}})
    return lambda mutant, plain: one.verdict(mutant, plain, original)


SAME = {"cell": "ok", "other": "ok"}
OTHER = {"cell": "EADDRINUSE", "other": "ok"}


def test_a_difference_counts_if_only_the_mutant_repeats_it(judged: Callable[..., Any]) -> None:
    assert judged(Session(OTHER), Session(SAME)).stage == "grid"
    assert judged(Session(SAME), Session(SAME)).stage == ""


def test_a_difference_that_the_original_shows_too_is_left_to_chance(judged: Callable[..., Any]) -> None:
    assert judged(Session(OTHER), Session(OTHER)).stage == ""


def test_a_difference_that_does_not_come_again_is_left_to_chance(judged: Callable[..., Any]) -> None:
    assert judged(Session(OTHER, SAME), Session(SAME)).stage == ""


def test_a_difference_that_needs_what_was_asked_before_counts(judged: Callable[..., Any]) -> None:
    assert judged(Session(OTHER, SAME, OTHER), Session(SAME)).stage == "grid"


def test_a_warning_of_the_kernel_is_a_kill_of_its_own_kind(judged: Callable[..., Any]) -> None:
    assert judged(Session(SAME, warnings=frozenset({"WARNING: at a"})), Session(SAME)).stage == "warning"


def test_the_summary_counts_kills_by_a_warning_apart(tool: Callable[[str], Any]) -> None:
    report = tool("report")
    states = [("killed", "grid"), ("killed", "warning"), ("survived", ""), ("equivalent", ""),
              ("same code", "")]
    results = [report.Result(str(number), "a.c", "f", 1, "", state, stage, "", 0)
               for number, (state, stage) in enumerate(states)]
    assert report.summary(results)[-1] == "| all | `1 functions` | 5 | 2 | 1 | 1 | 1 | 67 % |"


def test_each_equivalent_mutant_is_of_a_known_function_and_has_a_reason(tool: Callable[[str], Any]) -> None:
    known = {name for names in tool("source").functions().values() for name in names}
    for (function, change), reason in tool("equivalent").read().items():
        assert function in known and ": `" in change and len(reason.split()) > 3


# ---- bad input

def run_tool(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the tool."""
    return subprocess.run([sys.executable, str(TOOL), *arguments], capture_output=True, text=True)


def test_a_tree_that_is_none_is_refused_in_plain_words(tmp_path: Path) -> None:
    ran = run_tool(str(tmp_path), str(tmp_path))
    assert ran.returncode == 2 and "it has no net/ipv4" in ran.stderr and "Traceback" not in ran.stderr


def test_a_build_that_is_not_complete_is_refused(tmp_path: Path) -> None:
    (tmp_path / "net" / "ipv4").mkdir(parents=True)
    ran = run_tool(str(tmp_path), str(tmp_path))
    assert ran.returncode == 2 and "it has no vmlinux.a" in ran.stderr


def test_a_build_whose_make_fails_keeps_its_files(tmp_path: Path, tool: Callable[[str], Any]) -> None:
    (tmp_path / "Makefile").write_text("linux:\n\t@echo broken >&2; false\n")
    (tmp_path / "vmlinux").write_text("as it was")
    rebuild = tool("rebuild")
    with pytest.raises(rebuild.UserError, match="no command links vmlinux: broken"):
        rebuild.Tree(tmp_path, tmp_path).link_command
    assert (tmp_path / "vmlinux").read_text() == "as it was"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Makefile", "vmlinux"]


@needs_gcc
def test_what_does_not_compile_is_named_with_its_lines(tmp_path: Path, tool: Callable[[str], Any]) -> None:
    rebuild = tool("rebuild")
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / ".a.o.cmd").write_text("cmd_net/a.o := gcc -c -o net/a.o net/a.c\n")
    with pytest.raises(rebuild.DoesNotBuild, match="error: ") as caught:
        rebuild.Tree(tmp_path, tmp_path).compiled("net/a.c", "int f(void) { return 0; }\nint g(;\n", tmp_path)
    assert caught.value.lines[0] == 2
    assert not (tmp_path / "net" / "a.o").exists()
