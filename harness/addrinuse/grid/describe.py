"""Rules in plain English."""
from __future__ import annotations

from collections.abc import Mapping

from addrinuse.grid.rules import GAINS, Rule
from addrinuse.grid.table import natural
from addrinuse.grid.vocabulary import ABSENT, ANSWERS, address, options

Words = Mapping[str, tuple[str, ...]]
NO_ANSWERS = {"unverified": "no answer, because the first's state could not be shown",
              "unavailable": "no answer, because the first cannot be brought there"}
ATTEMPTS = {
    "bind": "when it only binds",
    "listen": "when it binds and listens",
    "connect": "when it binds and connects",
    "connect-peer": "when it binds and connects to the first's peer"
}
WHENS = {"before": "options set before bind", "after": "options set after bind",
         "cleared": "options set and cleared again"}
PLAIN = {"bound", "listening", "connected", "accepted", "closed", "unbound"}
PORTS = {"explicit": "port given", "auto": "port chosen by the system"}


def sentence(rule: Rule, words: Words) -> str:
    """The rule as one line. `words` are all words of each dimension, so that long lists can be told by what
    is not in."""
    first = "first" + _state(rule, words) + _on(rule, "addr1", words) + _with(rule, "opts1", words)
    second = "second" + _on(rule, "addr2", words) + _with(rule, "opts2", words)
    proto = _proto(rule)
    parts = [answers(rule), *_options(rule), *_user(rule), *_further(rule, words)]
    cells = f"{rule.cells:,} cell{'' if rule.cells == 1 else 's'}"
    return f"{proto}{first}, {second}: {', '.join(parts)}: {cells}"


def answers(rule: Rule) -> str:
    """What is answered: `ok instead of EADDRINUSE`, or the answers of one grid."""
    told = []
    for name in ANSWERS:
        if name in rule.answers:
            values = rule.answers[name]
            answer = f"{values[1]} instead of {values[0]}" if len(values) == 2 else values[0]
            answer = NO_ANSWERS.get(answer, answer)
            told.append(answer if name == "bind" else f"{name} {answer}")
    return ", ".join(told)


def gains(rule: Rule) -> str:
    """What the second socket gains, and in how many of the cells if not in all."""
    if rule.gains == GAINS[0] and rule.loses != GAINS[0]:
        return f"the second socket no longer {rule.loses}"
    if rule.gains == GAINS[0]:
        return "the second socket gains nothing"
    some = "" if rule.gain_cells == rule.cells else f" (in {rule.gain_cells:,} of the cells)"
    return f"the second socket {rule.gains}{some}"


def several(values: tuple[str, ...], known: tuple[str, ...]) -> str:
    """`A`, `A or B`, or `any but C` where that is shorter."""
    rest = tuple(word for word in sorted(known, key=natural) if word not in values)
    if rest and len(rest) * 2 < len(values):
        return "any but " + _joined(rest)
    return _joined(values)


def _joined(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _proto(rule: Rule) -> str:
    values = rule.where.get("proto")
    return f"{_joined(tuple(value.upper() for value in values))}, " if values else ""


def _state(rule: Rule, words: Words) -> str:
    values = rule.where.get("state")
    if values is None:
        return " in any state"
    if values == (ABSENT,):
        return " absent"
    text = several(values, words["state"])
    if text.startswith("any but "):
        return f" in any state {text.removeprefix('any ')}"
    return f" {text}" if set(values) <= PLAIN else f" in {text}"


def _on(rule: Rule, name: str, words: Words) -> str:
    values = rule.where.get(name)
    if values is None:
        return " on any address"
    return f" on {several(tuple(map(address, values)), tuple(map(address, words[name])))}"


def _with(rule: Rule, name: str, words: Words) -> str:
    values = rule.where.get(name)
    if values is None:
        return "" if "opts1" not in rule.where and "opts2" not in rule.where else " with any options"
    return f" with {options(values[0]) if len(values) == 1 else several(values, words[name])}"


def _options(rule: Rule) -> list[str]:
    return [] if "opts1" in rule.where or "opts2" in rule.where else ["any options"]


def _user(rule: Rule) -> list[str]:
    values = rule.where.get("user")
    return ["any user"
            ] if values is None else [f"{_joined(values)} user".replace("other user", "another user")]


def _further(rule: Rule, words: Words) -> list[str]:
    parts = []
    for name, values in rule.where.items():
        if name in ("attempt", "when", "port"):
            known = {**ATTEMPTS, **WHENS, **PORTS}
            parts.append(_joined(tuple(known.get(value, f"{name} {value}") for value in values)))
        elif name in ("state0", "addr0", "opts0", "count", "spread"):
            parts.append(_before(name, values, words))
    return parts


def _before(name: str, values: tuple[str, ...], words: Words) -> str:
    text = several(_ranges(values), words[name]) if name == "count" else several(values, words[name])
    if values == ("-",):
        return {"state0": "nothing before the first"}.get(name, f"no {name}")
    return {
        "state0": f"after a socket that is {text}",
        "addr0": f"that one on {text}",
        "opts0": f"that one with {text}",
        "count": f"{text} sockets of the first's kind",
        "spread": f"on {text} address{'es' if values == ('many',) else ''}"
    }[name]


def _ranges(values: tuple[str, ...]) -> tuple[str, ...]:
    """Numbers in a row as `2 to 40`."""
    numbers = sorted(int(value) for value in values if value.isdigit())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    rest = tuple(value for value in values if not value.isdigit())
    return tuple(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs) + rest
