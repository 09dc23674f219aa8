"""One kernel that holds all mutants: every function is there once as it is, and once for each mutant; a word
of the kernel's command line says which one is called. A mutant so costs a start of the kernel, not a build.

The technique is known as mutant schemata (Untch, Offutt and Harrold, ISSTA 1993; not checked here)."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import operators
from source import Mutant

SWITCH = "kernel_mutant"  # the variable, and the word of the command line
# Every mutated file reads the number; one of them holds it.
DECLARED = f"extern int {SWITCH};\n"
DEFINED = f"\n#include <linux/moduleparam.h>\nint {SWITCH};\ncore_param({SWITCH}, {SWITCH}, int, 0444);\n"
STORAGE = re.compile(r"\b(?:static|inline|__always_inline|noinline|INDIRECT_CALLABLE_SCOPE)\b")


@dataclass(frozen=True)
class Function:
    """A function in a file's text: `start` is where its declaration begins, `name_at` its name, `opened` the
    bracket of its parameters, `body` and `end` its braces."""

    name: str
    text: str
    start: int
    name_at: int
    opened: int
    body: int
    end: int

    @cached_property
    def result(self) -> str:
        """The type of its result."""
        return " ".join(STORAGE.sub("", operators.masked(self.text)[self.start:self.name_at]).split())

    @cached_property
    def parameters(self) -> str:
        """The brackets with its parameters."""
        return self.text[self.opened:operators.closing(operators.masked(self.text), self.opened) + 1]

    @cached_property
    def arguments(self) -> list[str]:
        """The names of its parameters."""
        return [_named(part) for part in _parts(operators.masked(self.parameters)[1:-1])
                if part.strip() not in ("", "void")]


def function_in(text: str, name: str) -> Function:
    """A function that the text defines. Raises ValueError if it defines none of that name."""
    bare = operators.masked(text)
    found = operators.definition(bare, name)
    if found is None:
        raise ValueError(f"no function {name}")
    body = found.end() - 1
    name_at = bare.index(name, found.start())
    return Function(name, text, found.start(), name_at, bare.index("(", name_at), body,
                    operators.closing(bare, body) + 1)


def _parts(text: str) -> list[str]:
    """The parameters between commas; those inside brackets are left whole."""
    parts, depth = [""], 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _named(parameter: str) -> str:
    pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)", parameter)
    words: list[str] = re.findall(r"\w+", parameter.partition("[")[0])
    return pointer[1] if pointer else words[-1]


def copy_name(function: str, number: int) -> str:
    """The name of a mutant's function; number 0 is the function as it is."""
    return f"{function}__mutant_{number}"


def text_with(text: str, mutants: dict[int, Mutant], is_holder: bool) -> str:
    """The file's text with a copy of its functions for each mutant, by its number. `is_holder`: the variable
    is defined in this file."""
    names = dict.fromkeys(each.function for each in mutants.values())
    functions = [function_in(text, name) for name in names]
    for function in sorted(functions, key=lambda each: each.start, reverse=True):
        own = {number: each for number, each in mutants.items() if each.function == function.name}
        text = text[:function.start] + _copies(function, own) + text[function.end:]
    return DECLARED + text + (DEFINED if is_holder else "")


def _copies(function: Function, mutants: dict[int, Mutant]) -> str:
    copies = [_copy(function, 0, function.text)]
    copies += [_copy(function, number, mutant.mutation.applied(function.text))
               for number, mutant in mutants.items()]
    return "\n".join([*copies, _dispatcher(function, list(mutants))])


def _copy(function: Function, number: int, changed: str) -> str:
    end = function.end + len(changed) - len(function.text)
    return (f"/* mutant {number} */ static noinline {function.result} {copy_name(function.name, number)}"
            f"{function.parameters}\n{changed[function.body:end]}")


def _dispatcher(function: Function, numbers: Sequence[int]) -> str:
    returns = "" if function.result == "void" else "return "
    arguments = ", ".join(function.arguments)
    cases = [f"\tcase {number}: {returns}{copy_name(function.name, number)}({arguments}); break;"
             for number in numbers]
    rest = f"\tdefault: {returns}{copy_name(function.name, 0)}({arguments});"
    return "\n".join([f"{function.text[function.start:function.body]}{{", f"\tswitch ({SWITCH}) {{", *cases,
                      rest, "\t}", "}"])


def culprits(text: str, errors: Sequence[int]) -> set[int]:
    """The numbers of the mutants in whose copies the compiler's errors are (line numbers from 1)."""
    lines = text.split("\n")
    numbers: set[int] = set()
    for error in errors:
        above = (re.match(r"/\* mutant (\d+) \*/", line) for line in reversed(lines[:error]))
        mark = next((found for found in above if found), None)
        if mark is not None:
            numbers.add(int(mark[1]))
    return numbers
