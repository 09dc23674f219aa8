"""Mutation operators for C: each makes single changes of a function's text, found by the text alone."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])+\'', re.S)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
CONDITION = re.compile(r"\b(?:if|while)\s*\(")
RELATION = re.compile(r"(?<![-<>=!&|])(==|!=|<=|>=|<|>)(?![<>=])")
CHANGED_RELATION = {"==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">"}
NOT = re.compile(r"(?<![!\w)\]])!(?![!=])")
LOGICAL = re.compile(r"&&|\|\|")
STATEMENT = re.compile(r"(?<=[;{}])\s*((?:[A-Za-z_][\w\->.\[\]&*]*)\s*"
                       r"(?:\(|[-+|&]?=(?!=)|\+\+|--)[^;{}]*;)", re.S)
JUMP = re.compile(r"\b(continue|break|goto \w+);")
RETURNED = re.compile(r"\breturn (true|false|0|-E[A-Z]+|1);")
CHANGED_RETURN = {"true": "false", "false": "true", "0": "-EADDRINUSE", "1": "0"}
NUMBER = re.compile(r"(?<![\w.\[-])(?<!return )(\d+)(?=U?\b(?!\w))")  # no index, result or error
ARGUMENT = re.compile(r"(?<=[,(=])\s*(true|false)\b(?=\s*[,);])")
# What guards memory and counts, and is no rule about addresses: its loss is another kind of fault.
HOUSEKEEPING = re.compile(r"lock|rcu_|WARN|refcount|_put\b|_hold\b|local_bh|prefetch|cond_resched|dbg|"
                          r"NET_INC|trace_|kfree|kmem|preempt|DEBUG|BUG|_stats?\b|"
                          r"barrier|smp_|memset|_inc\b|_dec\b|inuse_add")


@dataclass(frozen=True)
class Mutation:
    """One change: at these characters of the file, `before` becomes `after`."""

    operator: str
    at: int
    before: str
    after: str

    def applied(self, text: str) -> str:
        """The file's text with the change; every other line keeps its number."""
        assert text[self.at:self.at + len(self.before)] == self.before
        lines = "\n" * (self.before.count("\n") - self.after.count("\n"))
        return text[:self.at] + self.after + lines + text[self.at + len(self.before):]


def masked(text: str) -> str:
    """The text with comments, strings and directives blanked; every character keeps its place."""
    for pattern in (COMMENT, DIRECTIVE):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


def definition(text: str, name: str) -> re.Match[str] | None:
    """The beginning of a function in a masked file: from the line of its declaration to its brace; None if it
    is not defined there."""
    return re.search(rf"^[A-Za-z_][^;{{}}#]*?\b{re.escape(name)}\s*\([^;{{}}]*?\)\s*\{{", text, re.M)


def function_span(text: str, name: str) -> tuple[int, int] | None:
    """Where the body of a function is in a masked file, with its braces; None if it is not defined there."""
    found = definition(text, name)
    return (found.end() - 1, closing(text, found.end() - 1) + 1) if found else None


def closing(text: str, at: int) -> int:
    """The index of the bracket that closes the one at `at`. Raises ValueError if there is none."""
    pairs, depth = {"(": ")", "{": "}"}, 0
    opened = text[at]
    for index in range(at, len(text)):
        depth += (text[index] == opened) - (text[index] == pairs[opened])
        if depth == 0:
            return index
    raise ValueError(f"nothing closes the bracket at {at}")


def mutations(text: str, start: int, end: int) -> Iterator[Mutation]:
    """All single changes of the body between two indices of a file's text."""
    bare = masked(text)
    seen: set[tuple[int, str, str]] = set()
    for mutation in _all(text, bare, start, end):
        key = mutation.at, mutation.before, mutation.after
        if key not in seen:
            seen.add(key)
            yield mutation


def _all(text: str, bare: str, start: int, end: int) -> Iterator[Mutation]:
    yield from _conditions(text, bare, start, end)
    for found in RELATION.finditer(bare, start, end):
        yield Mutation("change relation", found.start(), found[1], CHANGED_RELATION[found[1]])
    for found in NOT.finditer(bare, start, end):
        yield Mutation("drop not", found.start(), "!", "")
    for found in LOGICAL.finditer(bare, start, end):
        yield Mutation("swap and/or", found.start(), found[0], "||" if found[0] == "&&" else "&&")
    yield from _deletions(text, bare, start, end)
    for found in RETURNED.finditer(bare, start, end):
        yield Mutation("change result", found.start(1), found[1], CHANGED_RETURN.get(found[1], "0"))
    for found in ARGUMENT.finditer(bare, start, end):
        yield Mutation("flip boolean", found.start(1), found[1], CHANGED_RETURN[found[1]])
    for found in NUMBER.finditer(bare, start, end):
        if HOUSEKEEPING.search(text[text.rfind("\n", 0, found.start()):text.find("\n", found.start())]):
            continue
        yield Mutation("change number", found.start(1), found[1], str(int(found[1]) + 1))


def _conditions(text: str, bare: str, start: int, end: int) -> Iterator[Mutation]:
    for found in CONDITION.finditer(bare, start, end):
        first, last = found.end(), closing(bare, found.end() - 1)
        before = text[first:last]
        yield Mutation("negate condition", first, before, f"!({before})")
        yield from _operands(text, bare, first, last)


def _operands(text: str, bare: str, start: int, end: int) -> Iterator[Mutation]:
    """An operand of && or || is left out, at every depth of brackets."""
    parts = _split(bare, start, end)
    for number, (first, last) in enumerate(parts):
        if len(parts) > 1:
            left = parts[number - 1][1] if number else first  # with the operator before it, or the one after
            right = last if number else parts[1][0]
            yield Mutation("drop operand", left, text[left:right], "")
        inner = first + len(bare[first:last]) - len(bare[first:last].lstrip(" \t\n!"))
        if bare[inner:inner + 1] == "(" and closing(bare, inner) >= last - 1 - _trailing(bare, first, last):
            yield from _operands(text, bare, inner + 1, closing(bare, inner))


def _trailing(bare: str, first: int, last: int) -> int:
    part = bare[first:last]
    return len(part) - len(part.rstrip())


def _split(bare: str, start: int, end: int) -> list[tuple[int, int]]:
    """The operands of && and || between two indices, those inside brackets left whole."""
    parts, first, depth, index = [], start, 0, start
    while index < end:
        depth += (bare[index] in "([") - (bare[index] in ")]")
        if depth == 0 and bare[index:index + 2] in ("&&", "||"):
            parts.append((first, index))
            first = index = index + 2
            continue
        index += 1
    return [*parts, (first, end)]


def _deletions(text: str, bare: str, start: int, end: int) -> Iterator[Mutation]:
    for found in STATEMENT.finditer(bare, start, end):
        statement = text[found.start(1):found.end(1)]
        if not HOUSEKEEPING.search(statement) and not statement.startswith(("if", "for", "while", "return",
                                                                            "switch", "sizeof")):
            yield Mutation("delete statement", found.start(1), statement, ";")
    for found in JUMP.finditer(bare, start, end):
        yield Mutation("delete jump", found.start(), found[0], ";")
