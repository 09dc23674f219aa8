"""What a person reads: what is in the way, when it is gone, what lets a new socket in, and what to change."""
from __future__ import annotations

import math
from collections.abc import Sequence

from addrinuse.grid import vocabulary
from addrinuse.why import cells
from addrinuse.why.sockets import Entry, Holder, Look, written
from addrinuse.why.verdict import OK, REFUSED, UNKNOWN, Verdict, best

ADDRESSES = {
    "foreign": "no interface of this system has the address, so bind() gives EADDRNOTAVAIL",
    "tentative": "the address is still tentative (duplicate address detection), so bind() gives "
                 "EADDRNOTAVAIL",
    "failed": "the address is a duplicate of another machine's, so bind() gives EADDRNOTAVAIL",
}
RECEIVES = {
    "first": "the socket that is there goes on to receive everything, and the new one nothing",
    "second": "the new socket receives what is sent to its address, instead of the one that is there",
    "both": "new connections or datagrams are spread over both",
    "none": "nobody receives what is sent there",
}
WAITS = {"FIN_WAIT1": "the peer acknowledges the end, or the retries are used up (tcp_orphan_retries)",
         "LAST_ACK": "the peer acknowledges the end, or the retries are used up (tcp_orphan_retries)",
         "CLOSING": "the peer acknowledges the end"}


def in_the_way(look: Look, verdicts: Sequence[Verdict] = ()) -> str:
    """What is in the way of a bind."""
    reasons = [ADDRESSES[look.address_state]] if look.address_state in ADDRESSES else []
    if look.is_privileged:
        reasons.append(f"ports below {look.privileged_below} need root or CAP_NET_BIND_SERVICE, so bind() "
                       "gives EACCES")
    groups = _grouped(look)
    if groups:
        free = not reasons and any(verdict.result == OK and verdict.options == "none" for verdict in verdicts)
        reasons.append(f"{'nothing: besides, ' if free else ''}the port is held by {_list(groups)}")
    nothing = f"nothing holds {look.target.proto} port {look.target.port} in this network namespace"
    return _sentence("; ".join(reasons) or nothing)


def _grouped(look: Look) -> list[str]:
    """Each kind of socket once, with how many there are."""
    counts: dict[str, int] = {}
    for entry in look.entries:
        counts[_kind(entry, look)] = counts.get(_kind(entry, look), 0) + 1
    return [f"{kind} (and {count - 1} more)" if count > 1 else kind for kind, count in counts.items()]


def _kind(entry: Entry, look: Look) -> str:
    what = _what(entry, look)
    return f"{what}, without a process" if entry.is_orphan else f"{what}, of {_owner(entry)}"


def _what(entry: Entry, look: Look) -> str:
    if entry.state == "LISTEN":
        return "a listening socket"
    if entry.state == "BOUND":
        return "a socket that receives datagrams" if look.target.proto == "udp" else \
            "a socket that is bound and does not listen"
    if look.target.proto == "udp":
        return "a connected UDP socket"
    roles = {"client": "a client's outgoing connection", "server": "a connection that a server accepted"}
    return f"{roles.get(cells.role_of(entry, look), 'a connection')} ({entry.state})"


def _owner(entry: Entry) -> str:
    if not entry.holders:
        return f"a process of user {entry.user} that you may not see"
    first = entry.holders[0]
    text = f"{first.command!r} (process {first.pid}, user {first.user})"
    if len(entry.holders) > 1:
        text += f", which {_others(entry.holders)} inherited"
    return text + (", a child that was left by a process that has ended" if first.is_leftover else "")


def _others(holders: Sequence[Holder]) -> str:
    rest = [f"{holder.command!r} ({holder.pid})" for holder in holders[1:4]]
    more = len(holders) - 1 - len(rest)
    return " and ".join(rest) + (f" and {more} more" if more > 0 else "")


def gone(look: Look) -> str:
    """When it is gone by itself."""
    if look.address_state == "tentative":
        return "The address is usable in a second or two, when the detection has found no duplicate."
    if not look.entries:
        return "There is nothing to wait for."
    timed = [entry.seconds for entry in look.entries if entry.seconds is not None]
    texts = [f"what waits is gone in {math.ceil(max(timed))} s"] if timed else []
    texts += dict.fromkeys(_until(entry) for entry in look.entries if entry.seconds is None)
    return _sentence("; ".join(texts))


def _until(entry: Entry) -> str:
    if entry.is_orphan:
        return f"{entry.state} ends when {WAITS.get(entry.state, 'the peer ends the connection')}"
    who = f"process {entry.holders[0].pid}" if entry.holders else "its process"
    if len(entry.holders) > 1:
        who = f"each of the processes {', '.join(str(holder.pid) for holder in entry.holders)}"
    if entry.state == "CLOSE_WAIT":
        return f"CLOSE_WAIT lasts until {who} closes the socket: the peer has closed already"
    kind = "the listening socket" if entry.state == "LISTEN" else "the socket"
    later = "" if entry.state in ("LISTEN", "BOUND", "CONNECTED") else "; TIME_WAIT may follow"
    return f"{kind} stays until {who} closes it or ends{later}"


def let_in(look: Look, verdicts: Sequence[Verdict], platform: str, reason: str) -> str:
    """Which options let a new socket in here."""
    if not look.entries:
        return "A plain socket can be bound." if _can_bind(look) else "No option changes that."
    if reason:
        return f"Not measured for this kernel: {reason}."
    parts = [text for verdict in _smallest(verdicts) if (text := _result(verdict))]
    if not parts:
        errors = " or ".join(dict.fromkeys(error for verdict in verdicts for error in verdict.errors))
        parts = [f"no option of the new socket does: without, with SO_REUSEADDR, with SO_REUSEPORT and with "
                 f"both it gets {errors}"]
    return _sentence(f"on {platform}, {'; '.join(parts)}")


def _can_bind(look: Look) -> bool:
    return look.address_state not in ADDRESSES and not look.is_privileged


def _smallest(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Those that let a new socket in with no more options than needed."""
    kept: list[Verdict] = []
    for verdict in verdicts:
        if not any(_is_implied(verdict, other) for other in kept):
            kept.append(verdict)
    return kept


def _is_implied(verdict: Verdict, other: Verdict) -> bool:
    """Whether another verdict gives as much with a part of the options."""
    wanted, fewer = set(verdict.options.split("+")), set(other.options.split("+")) - {"none"}
    return other.result == verdict.result and verdict.result != REFUSED and fewer <= wanted


def _result(verdict: Verdict) -> str:
    name = "without options" if verdict.options == "none" else f"with {vocabulary.options(verdict.options)}"
    if verdict.result == OK:
        return f"a new socket {name} gets in"
    if verdict.result == UNKNOWN:
        return f"{name} it was not measured"
    if verdict.result == REFUSED:
        return ""
    needs = _needed(verdict.needs)
    if not needs:
        return f"{name} it depends on what cannot be seen of the socket that is there"
    return f"a new socket {name} gets in if what is there has set {needs}"


def _needed(needs: Sequence[str]) -> str:
    """The smallest of the sets of options, in words."""
    small = [word for word in needs
             if not any(set(other.split("+")) < set(word.split("+")) for other in needs)]
    return _list([vocabulary.options(word) for word in small], "or") if small else ""


def traffic(look: Look, verdicts: Sequence[Verdict]) -> str:
    """What a new socket would do to the traffic of the one that is there."""
    verdict = best(verdicts)
    if not look.entries or verdict is None:
        return ""
    alive = [entry for entry in look.entries
             if entry.state == "LISTEN" or look.target.proto == "udp" and not entry.is_orphan]
    if not alive:
        return "No traffic is taken away: connections go on, and new ones reach the new socket."
    texts = [RECEIVES[word] for word in verdict.winners if word in RECEIVES]
    if verdict.result == OK and not verdict.winners:
        return "Who would receive was not measured."
    if not any(cells.overlaps(entry, look) for entry in alive):
        return "Each socket receives what is sent to its own address."
    has_rest = verdict.keeps and "second" in verdict.winners
    kept = "; the old one goes on to receive the rest" if has_rest else ""
    return _sentence(" or ".join(texts) + kept) if texts else ""


def change(look: Look, verdicts: Sequence[Verdict]) -> str:
    """The smallest change that helps."""
    if look.address_state in ("foreign", "failed"):
        return "Bind an address that this system has (`ip address`), or set IP_FREEBIND before bind()."
    if look.address_state == "tentative":
        return "Wait for the address, or set IP_FREEBIND before bind()."
    if look.is_privileged:
        return f"Take a port from {look.privileged_below} on, or give the program CAP_NET_BIND_SERVICE."
    if not look.entries:
        return _warning(look)
    verdict = best(verdicts)
    if verdict is None:
        return _stop(look)
    if verdict.result == OK:
        return "None: a plain bind() succeeds." if verdict.options == "none" else \
            f"Set {vocabulary.options(verdict.options)} on the new socket before bind()."
    return (f"Set {vocabulary.options(verdict.options)} before bind() in every program that uses this port, "
            f"also in the one whose socket is there. {_stop(look)}")


def _warning(look: Look) -> str:
    if look.is_reserved:
        return ("None: a plain bind() succeeds. The port is in net.ipv4.ip_local_reserved_ports, so the "
                "system gives it to nobody who does not ask for it.")
    if not look.is_automatic or look.automatic is None:
        return "None: a plain bind() succeeds."
    return (f"None now. But the port is in the automatic range {look.automatic[0]}-{look.automatic[1]}: any "
            "client may get it at any time. Add it to net.ipv4.ip_local_reserved_ports, or take another one.")


def _stop(look: Look) -> str:
    """What to do if no option helps."""
    if all(entry.is_orphan for entry in look.entries):
        return "Wait, or take another port or address."
    outgoing = [entry for entry in look.entries if cells.role_of(entry, look) == "client"]
    if outgoing and look.target.proto == "tcp" and look.automatic:
        low, high = look.automatic
        return (f"Take a port outside of the automatic range {low}-{high}, or add this one to "
                f"net.ipv4.ip_local_reserved_ports, so that no client gets it. For now, {_now(outgoing)}.")
    pids = sorted({holder.pid for entry in look.entries for holder in entry.holders})
    if any(len(entry.holders) > 1 or any(holder.is_leftover for holder in entry.holders)
           for entry in look.entries):
        return (f"End {_processes(pids)}; let the server open its sockets with "
                "SOCK_CLOEXEC (FD_CLOEXEC), so that no child inherits them.")
    if not pids:
        return "Take another port, or let the user who holds this one end the process."
    return f"End {_processes(pids)}, or take another port or address."


def _now(entries: Sequence[Entry]) -> str:
    pids = sorted({holder.pid for entry in entries for holder in entry.holders})
    return f"end {_processes(pids)}" if pids else "wait"


def _processes(pids: Sequence[int]) -> str:
    return f"process{'es' if len(pids) > 1 else ''} {_list([str(pid) for pid in pids])}"


def line(entry: Entry, look: Look) -> str:
    """One socket as a line of the list."""
    remote = f" - {written(entry.remote, entry.remote_port)}" if entry.remote else ""
    known = vocabulary.options("+".join(sorted(entry.options)) or "none") if entry.options is not None else ""
    facts = [_people(entry), known if known != "no options" else "no option set",
             "IPV6_V6ONLY" if entry.is_v6only else "", f"device {entry.device}" if entry.device else "",
             f"{entry.seconds:.0f} s left" if entry.seconds is not None else ""]
    return f"{entry.state:<11} {written(entry.local, look.target.port)}{remote}  " \
        f"{'; '.join(filter(None, facts))}"


def _people(entry: Entry) -> str:
    if entry.is_orphan:
        return "no process"
    if not entry.holders:
        return f"process hidden, user {entry.user}"
    return ", ".join(f"{holder.command} (pid {holder.pid}, user {holder.user}"
                     f"{', left over' if holder.is_leftover else ''})" for holder in entry.holders)


def _list(words: Sequence[str], link: str = "and") -> str:
    return f" {link} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


__all__ = ["REFUSED", "change", "gone", "in_the_way", "let_in", "line", "traffic"]
