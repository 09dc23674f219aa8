"""Writes a shrunk difference as a case in the project's vocabulary (harness/probe), which compiles as it
stands.

Every step but the last is set-up and must answer what it answered when the difference was found; the last one
is observed.
"""
from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from addrinuse.explorer.answers import words_of
from addrinuse.explorer.compare import Difference
from addrinuse.explorer.story import Step

OPTIONS = {"reuseaddr": "reuseaddr", "reuseport": "reuseport", "v6only": "v6only",
           "no-port": "bind_address_no_port", "freebind": "freebind", "incoming-cpu": "incoming_cpu"}
ADDRESSES = {"any4": "wildcard4({})", "lo4": "loopback4({})", "alias4": "second_local4({})",
             "any6": "wildcard6({})", "lo6": "loopback6({})", "mapped-lo": "v4mapped(loopback4({}))",
             "mapped-any": "v4mapped(wildcard4({}))", "mapped-alias": "v4mapped(second_local4({}))",
             "foreign4": "ipv4(192, 0, 2, 1, {})", "broadcast4": "ipv4(127, 255, 255, 255, {})",
             "limited-broadcast4": "ipv4(255, 255, 255, 255, {})",
             "multicast4": "ipv4(224, 0, 0, 77, {})"}
SETTINGS = {"bindv6only": "net.ipv6.bindv6only", "somaxconn": "net.core.somaxconn"}
HOW = {"read": "How::read", "write": "How::write", "both": "How::both"}
CONSTRUCTORS = {"tcp4": "tcp4", "tcp6": "tcp6", "udp4": "udp4", "udp6": "udp6"}


class NotInVocabulary(Exception):
    """The vocabulary of cases has no word for a step; its text says which."""


@dataclass
class _Writer:
    """The lines of a case's body, and what they need declared first."""

    lines: list[str] = field(default_factory=list)
    ports: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    kinds: dict[int, str] = field(default_factory=dict)
    declared: set[int] = field(default_factory=set)

    def given(self, statement: str, word: str) -> None:
        """A step of the set-up, and what it gave."""
        if word in ("-", "timeout", "other-error", "unavailable"):
            raise NotInVocabulary(f"a step of the set-up that answers {word!r}")
        self.lines.append(f"GIVEN({statement});" if word == "ok" else f'GIVEN({statement}, "{word}");')

    def port(self, word: str) -> str:
        """The port that a word of a story names."""
        if word == "0":
            return "0"
        if word.startswith("=s"):
            return f"s{word[2:]}.port()"
        self.ports.add(word.lower())
        return word.lower()

    def address(self, words: Sequence[str]) -> str:
        """The address of a place."""
        if words[0] not in ADDRESSES:
            raise NotInVocabulary(f"the address {words[0]}")
        if "alias" in words[0]:
            self.needs.add("second-address")
        return ADDRESSES[words[0]].format(self.port(words[1]))

    def target(self, words: Sequence[str], slot: int) -> str:
        """Where a socket connects or sends to."""
        match = re.fullmatch(r"s(\d+)", words[0])
        if not match:
            return self.address(words)
        other, own = self.kinds[int(match[1])], self.kinds[slot]
        local = f"s{match[1]}.local()"
        if own[-1] == "6" and other[-1] == "4":
            local = f"v4mapped({local})"
        loopback = "loopback6" if own[-1] == other[-1] == "6" else "loopback4"
        port = f"s{match[1]}.port()"
        is_mapped = own[-1] == "6" and other[-1] == "4"
        reached = f"v4mapped(loopback4({port}))" if is_mapped else f"{loopback}({port})"
        return f"s{match[1]}.local().is_wildcard() ? {reached} : {local}"


def case_of(difference: Difference, a: str, b: str, summary: str) -> str:
    """The text of the case. Raises NotInVocabulary if a step has no word there."""
    writer = _Writer()
    for step, answer in itertools.zip_longest(difference.story[:difference.at], difference.before,
                                              fillvalue=""):
        assert isinstance(step, Step)
        _set_up(writer, step, str(answer))
    _observe(writer, difference)
    return _text(writer, a, b, summary)


def _text(writer: _Writer, a: str, b: str, summary: str) -> str:
    ports = [f"const Port {port} = free_port();" for port in sorted(writer.ports)]
    user = ['const Process other_user = process_of_another_user("other user");']
    if "second-user" not in writer.needs:
        user = []
    body = "".join(f"  {line}\n" for line in [*user, *ports, *writer.lines])
    needs = f"needs = {json.dumps(sorted(writer.needs))}\n" if writer.needs else ""
    claim = _wrapped(f"What the last of these steps answers differs between {a} and {b}: {summary}")
    return (f'/*---\nclaim = """{claim}"""\nsays = []\n{needs}tags = ["explorer"]\n---*/\n'
            f'#include "probe/probe.h"\nusing namespace probe;\n\nCASE() {{\n{body}}}\n')


def _wrapped(text: str, width: int = 96) -> str:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("          ")
        lines[-1] += ("" if not lines[-1].strip() else " ") + word
    return "\n".join(lines)


def _set_up(writer: _Writer, step: Step, answer: str) -> None:
    if step.verb == "setting":
        writer.given(_setting(writer, step), answer or "ok")
        return
    if step.actor != "s":
        raise NotInVocabulary(f"the step {step}")
    for slot, word in zip(step.slots, words_of(answer, len(step.slots))):
        if step.verb in ("open", "accept"):
            _new_socket(writer, step, slot)
        else:
            _make_call(writer, _call(writer, step, slot), word.split(",")[0])


def _make_call(writer: _Writer, call: str, word: str) -> None:
    """A call of the set-up; a plain one if its answer is no word of the vocabulary."""
    if word == "ok" or re.fullmatch(r"E[A-Z]+|eof", word) and word not in ("EINPROGRESS", "EAGAIN"):
        writer.given(call, word)
    else:
        writer.lines.append(_ignored(call))


def _ignored(call: str) -> str:
    """A call whose result is not what the story is about: it may fail, and the compiler is told so."""
    return f"static_cast<void>({call});"


def _setting(writer: _Writer, step: Step) -> str:
    name, value = step.words
    writer.needs |= {"root", "own-stack"}
    if name != "port-range":
        return f'change_setting("{SETTINGS.get(name, "net.ipv4." + name)}", "{value}")'
    if value == "0":
        return 'change_setting("net.ipv4.ip_local_port_range", "32768 60999")'
    writer.ports.add("narrow")
    text = f'std::to_string(narrow) + " " + std::to_string(narrow + {int(value) - 1})'
    return f'change_setting("net.ipv4.ip_local_port_range", {text})'


def _new_socket(writer: _Writer, step: Step, slot: int) -> None:
    if step.verb == "accept":
        writer.kinds[slot] = writer.kinds[step.others[0]]
        made = f's{step.others[0]}.accept("s{slot}")'
    else:
        kind = writer.kinds[slot] = step.words[0]
        made = f'{CONSTRUCTORS[kind]}("s{slot}")'
        if "user2" in step.words:
            writer.needs.add("second-user")
            family = "Family::ipv4" if kind[-1] == "4" else "Family::ipv6"
            made = f'Socket(other_user, {family}, Protocol::{kind[:3]}, "s{slot}")'
    writer.lines.append(f"s{slot} = {made};" if slot in writer.declared else f"Socket s{slot} = {made};")
    writer.declared.add(slot)


def _call(writer: _Writer, step: Step, slot: int) -> str:
    """The call of a step on one socket, as an expression."""
    name, words = f"s{slot}", step.words
    if step.verb == "set":
        return _set(name, words)
    if step.verb == "bind":
        return f"{name}.bind({writer.address(words)})"
    if step.verb == "listen":
        return f"{name}.listen({words[0]})"
    if step.verb == "connect":
        return f"{name}.connect({writer.target(words, slot)})"
    if step.verb == "disconnect" or step.verb == "close":
        return f"{name}.{step.verb}()"
    if step.verb == "receive":
        return f"{name}.receive(0.2)"
    if step.verb == "send":
        text = f'"s{slot}"'
        return f"{name}.send_to({writer.target(words, slot)}, {text})" if words else f"{name}.send({text})"
    if step.verb == "shutdown":
        return f"{name}.shutdown({HOW[words[0]]})"
    if step.verb == "option" and words[0] in OPTIONS:
        return f"{name}.is_set({OPTIONS[words[0]]})"
    raise NotInVocabulary(f"the step {step}")


def _set(name: str, words: Sequence[str]) -> str:
    option, value = words
    if option == "device" and value in ("0", "1"):
        return f'{name}.set_text(bind_to_device, "{"lo" if value != "0" else ""}")'
    if option == "linger" and value != "-1":
        return f"{name}.set_linger({value})"
    if option in OPTIONS:
        return f"{name}.set({OPTIONS[option]}, {value})"
    raise NotInVocabulary(f"the option {option}")


def _observe(writer: _Writer, difference: Difference) -> None:
    step = difference.story[difference.at]
    if step.verb == "setting":
        writer.lines.append(f"OBSERVE({_setting(writer, step)});")
        return
    if step.verb == "probe":
        _observe_probe(writer, step)
        return
    if step.actor != "s":
        raise NotInVocabulary(f"the step {step}")
    if step.verb == "accept":
        writer.lines.append(f'OBSERVE({f"s{step.others[0]}"}.is_readable(0.2) ? "ok" : "EAGAIN");')
        return
    first, second = (words_of(answer, len(step.slots)) for answer in (difference.a, difference.b))
    at = next((number for number, pair in enumerate(zip(first, second))
              if pair[0] != pair[1]), len(step.slots) - 1)
    for number, slot in enumerate(step.slots):
        call = _call(writer, step, slot)
        writer.lines.append(_ignored(call) if number != at
                            else _observation(writer, call, slot, first[at], second[at]))
        if number == at:
            return


def _observation(writer: _Writer, call: str, slot: int, a: str, b: str) -> str:
    """The statement that shows the difference: the call's result, or what it has done to the socket."""
    if a.split(",")[0] != b.split(",")[0]:
        return f"OBSERVE({call});"
    if a == b:
        return f"{_ignored(call)}\n  OBSERVE(to_string(s{slot}.state()));"
    if a.partition("@")[2].split(":")[0] != b.partition("@")[2].split(":")[0]:
        return f'{_ignored(call)}\n  OBSERVE(s{slot}.local().is_wildcard() ? "wildcard" : "specific");'
    if "even" in a + b:
        return f'{_ignored(call)}\n  OBSERVE(s{slot}.port() % 2 == 0 ? "even" : "odd");'
    return f'{_ignored(call)}\n  OBSERVE(s{slot}.port() == 0 ? "no port" : "a port");'


def _observe_probe(writer: _Writer, step: Step) -> None:
    protocol = step.words[0][:3]
    sockets = [f"s{slot}" for slot, kind in sorted(writer.kinds.items()) if kind.startswith(protocol)]
    address = writer.address(step.words[1:3])
    if len(sockets) == 2:
        writer.lines.append(f"OBSERVE(who_receives({sockets[0]}, {sockets[1]}, {address}));")
        return
    client = CONSTRUCTORS[step.words[0]]
    writer.lines.append(f'Socket client = {client}("client");')
    if protocol == "udp":
        writer.lines.append(
            f"{_ignored(f'client.connect({address})')}\n"
            "  static_cast<void>(client.send(\"client\"));\n  OBSERVE(client.receive(0.2));")
    else:
        writer.lines.append(f"OBSERVE(client.connect({address}));")
