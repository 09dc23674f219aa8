"""The mutation operators of ci/kernel_mutants: single changes in the function only, every line in place."""
from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from addrinuse.support import paths

TOOL = paths.CHECKOUT / "ci" / "kernel_mutants"
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
def operators(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module, which is no part of a package."""
    monkeypatch.syspath_prepend(str(TOOL))
    import operators as module

    yield module
    sys.modules.pop("operators", None)


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
        ("change result", "0", "-EADDRINUSE"), ("flip boolean", "true", "false")}


def test_a_mutation_changes_one_place_and_moves_no_line(operators: Any) -> None:
    span = operators.function_span(operators.masked(SOURCE), "conflict")
    for mutation in operators.mutations(SOURCE, *span):
        changed = mutation.applied(SOURCE)
        assert changed != SOURCE and changed.count("\n") == SOURCE.count("\n")
        assert changed[:mutation.at] == SOURCE[:mutation.at]
        assert span[0] < mutation.at < span[1]


def test_a_function_that_is_only_called_is_not_found(operators: Any) -> None:
    assert operators.function_span(operators.masked(SOURCE), "call") is None
