"""Which case shows the same as a cell. A test compares the two on every platform that has both."""
from __future__ import annotations

from collections.abc import Mapping

TW, BIND, PORT, UDP = "time_wait/rebind_", "bind/", "reuseport/", "udp/"
# proto, state, options of the first and of the second socket, user; both have the same address.
CASES: Mapping[tuple[str, str, str, str, str], str] = {
    ("tcp", "time-wait", "none", "none", "same"): f"{TW}plain",
    ("tcp", "time-wait", "none", "RA", "same"): f"{TW}with_reuseaddr_on_new_server",
    ("tcp", "time-wait", "RA", "RA", "same"): f"{TW}with_reuseaddr_on_both_servers",
    ("tcp", "time-wait", "RA", "none", "same"): f"{TW}plain_after_server_with_reuseaddr",
    ("tcp", "time-wait", "RP", "RA", "same"): f"{TW}with_reuseaddr_after_server_with_reuseport",
    ("tcp", "time-wait", "RA", "RP", "same"): f"{TW}with_reuseport_after_server_with_reuseaddr",
    ("tcp", "time-wait", "none", "RA+RP", "same"): f"{TW}with_both_options_on_new_server",
    ("tcp", "time-wait", "RA", "RA", "other"): f"{TW}with_reuseaddr_by_another_user",
    ("tcp", "accepted", "none", "none", "same"): f"{TW}plain_over_accepted_connection",
    ("tcp", "accepted", "RA", "RA", "same"): f"{TW}with_reuseaddr_over_accepted_connection",
    ("tcp", "bound", "none", "none", "same"): f"{BIND}plain_double_bind",
    ("tcp", "bound", "none", "RA", "same"): f"{BIND}reuseaddr_on_newcomer_over_bound",
    ("tcp", "listening", "none", "RA", "same"): f"{BIND}reuseaddr_beside_plain_listener",
    ("tcp", "listening", "RA", "none", "same"): f"{BIND}plain_second_beside_listener_with_reuseaddr",
    ("tcp", "listening", "RA", "RA", "same"): f"{BIND}two_live_listeners_with_reuseaddr",
    ("tcp", "listening", "RP", "RP", "same"): f"{PORT}two_listeners_of_one_process",
    ("tcp", "listening", "RP", "RP", "other"): f"{PORT}another_user_joins_wildcard",
    ("udp", "bound", "none", "none", "same"): f"{UDP}plain_double_bind",
    ("udp", "bound", "none", "RA", "same"): f"{UDP}reuseaddr_on_newcomer_alone",
    ("udp", "bound", "RA", "RA", "same"): f"{UDP}double_bind_with_reuseaddr",
    ("udp", "bound", "RA", "RA", "other"): f"{UDP}double_bind_with_reuseaddr_by_another_user",
    ("udp", "bound", "RA", "RP", "same"): f"{UDP}reuseport_beside_reuseaddr",
    ("udp", "bound", "RP", "RP", "other"): f"{UDP}reuseport_by_another_user",
}


def case_of(cell: Mapping[str, str]) -> str:
    """The id of the case that shows what a cell shows; "" if there is none."""
    if cell["addr1"] != cell["addr2"]:
        return ""
    return CASES.get((cell["proto"], cell["state"], cell["opts1"], cell["opts2"], cell["user"]), "")
