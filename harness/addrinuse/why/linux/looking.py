"""A whole look at a port on Linux."""
from __future__ import annotations

import os
import platform
from collections.abc import Iterable

from addrinuse.why.linux import processes, settings, tables
from addrinuse.why.linux.tables import Row
from addrinuse.why.sockets import Entry, Holder, Look, Target

Places = dict[int, list[tuple[int, int]]]


def look(target: Target) -> Look:
    """What holds the port, in the network namespace of this process."""
    rows, source = tables.rows(target.proto, target.port)
    places, hidden = processes.sockets_of_processes()
    everything = tables.rows(target.proto)[0]
    listed = {row.inode for row in everything}
    rows += processes.bound_sockets(target.proto, target.port, places, listed)
    entries = tuple(sorted((_entry(row, places) for row in rows), key=_order))
    below = settings.privileged_below()
    notes = (f"{hidden} processes of other users cannot be seen; root sees all of them.",) if hidden else ()
    return Look(target, entries, platform.system(), platform.release(), os.geteuid(),
                settings.automatic_range(), settings.is_reserved(target.port), below,
                target.port < below and not settings.may_bind_privileged(),
                settings.address_state(target.address), source,
                frozenset(row.local_port for row in everything if row.state == "LISTEN"), notes)


def _order(entry: Entry) -> tuple[bool, bool, str, int]:
    """Listeners first, then what processes have, then what is left."""
    return entry.state != "LISTEN", entry.is_orphan, entry.state, entry.remote_port


def _entry(row: Row, places: Places) -> Entry:
    holders = tuple(_holders(places.get(row.inode, ()))) if row.inode else ()
    options = next((found for holder in holders
                    if (found := processes.options(holder.pid, holder.descriptor))), None)
    remote = row.remote if row.remote_port else None
    # What is left after close() in TIME_WAIT has no user in the kernel's table: it says 0, whoever it was.
    uid = -1 if row.seconds is not None else row.uid
    return Entry(row.local, remote, row.remote_port, row.state, processes.user_name(uid) if uid >= 0 else "",
                 uid, row.inode, row.seconds, options.is_v6only if options else row.is_v6only,
                 options.words if options else None, options.device if options else "", holders,
                 row.has_no_port)


def _holders(places: Iterable[tuple[int, int]]) -> Iterable[Holder]:
    """Each process once, with the smallest of its descriptors."""
    first: dict[int, int] = {}
    for pid, descriptor in places:
        first[pid] = min(descriptor, first.get(pid, descriptor))
    return filter(None, (processes.holder(pid, descriptor) for pid, descriptor in sorted(first.items())))
