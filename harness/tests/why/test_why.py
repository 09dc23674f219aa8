"""`why` in every situation in which the suite can put a port, with real processes. What it says a new socket
gets is what a new socket then gets."""
from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from addrinuse import cli
from addrinuse.grid import places, store
from addrinuse.model import cases
from addrinuse.support.errors import UserError
from addrinuse.why import cells, evidence, measured, report, sockets, system, verdict
from addrinuse.why.sockets import Entry, Look

import situations

SCRIPT = Path(situations.__file__)
IN_NAMESPACE = ["unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
IS_ROOT = sys.platform == "linux" and os.geteuid() == 0 and shutil.which("unshare") is not None
needs_root = pytest.mark.skipif(
    not IS_ROOT, reason="only root on Linux can make network namespaces and become another user")
# Name of the situation: the state that is seen, and a part of what is said.
SAID = {
    "free": ("", "automatic range 32768-60999"), "listening": ("LISTEN", "End process"),
    "listening with SO_REUSEPORT": ("LISTEN", "Set SO_REUSEPORT on the new socket"),
    "listening on another address": ("LISTEN", "receives what is sent to its own address"),
    "bound": ("BOUND", "bound and does not listen"), "accepted": ("ESTABLISHED", "TIME_WAIT may follow"),
    "connected by bind": ("ESTABLISHED", "a client's outgoing connection"),
    "connected by connect": ("ESTABLISHED", "Take a port outside of the automatic range"),
    "TIME_WAIT": ("TIME_WAIT", "if what is there has set SO_REUSEADDR"),
    "CLOSE_WAIT": ("CLOSE_WAIT", "the peer has closed already"),
    "FIN_WAIT1": ("FIN_WAIT1", "acknowledges the end"),
    "FIN_WAIT2": ("FIN_WAIT2", "TIME_WAIT may follow"), "LAST_ACK": ("LAST_ACK", "acknowledges the end"),
    "FIN_WAIT2 without a process": ("FIN_WAIT2", "without a process"),
    "UDP": ("BOUND", "receives datagrams"),
    "UDP with SO_REUSEADDR": ("BOUND", "instead of the one that is there"),
    "UDP connected": ("CONNECTED", "a connected UDP socket"),
    "SYN_SENT": ("SYN_SENT", "client's outgoing connection"),
    "three listeners with SO_REUSEPORT": ("LISTEN", "spread over"),
    "connected to itself": ("ESTABLISHED", "connection"), "TIME_WAIT of IPv6": ("TIME_WAIT", "SO_REUSEADDR"),
    "bound of another user": ("BOUND", "user nobody"),
    "inherited": ("LISTEN", "inherited"), "reserved": ("", "ip_local_reserved_ports"),
    "inherited, the parent is gone": ("LISTEN", "left by a process that has ended"),
    "address of nobody": ("", "EADDRNOTAVAIL"),
}


@pytest.fixture(scope="module")
def results() -> Any:
    """What the program of the situations printed."""
    done = subprocess.run([*IN_NAMESPACE, sys.executable, str(SCRIPT)], capture_output=True, text=True,
                          timeout=300)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@needs_root
@pytest.mark.parametrize("name", situations.SITUATIONS)
def test_a_new_socket_gets_what_why_says(name: str, results: Any) -> None:
    found = results[name]
    assert found["why"]["status"] == 0 and found["why"]["not_measured"] is None
    for new in found["why"]["new_socket"]:
        got = found["tried"][new["options"]]
        if new["result"] == "unknown":  # the grid has no sockets of a device with both options
            assert name == "listening on a device" and "and" in new["options"]
            continue
        expected = {"ok": ["ok"], "refused": new["errors"], "depends": ["ok", *new["errors"]]}[new["result"]]
        assert got in expected, new
    if not found["why"]["new_socket"]:
        assert (found["tried"]["no options"] == "ok") == ("plain" in found["why"]["answer"]["what_gets_in"])


@needs_root
@pytest.mark.parametrize("name", [name for name in situations.SITUATIONS if "TIME_WAIT with" in name])
def test_what_depends_comes_out_by_what_the_old_socket_had_set(name: str, results: Any) -> None:
    had = name.rpartition(" ")[2]
    depending = [new for new in results[name]["why"]["new_socket"] if new["result"] == "depends"]
    assert depending
    for new in depending:
        assert (results[name]["tried"][new["options"]] == "ok") == (had in new["needs"]), new


@needs_root
@pytest.mark.parametrize("name", SAID)
def test_the_situation_is_recognised(name: str, results: Any) -> None:
    state, part = SAID[name]
    found = results[name]["why"]
    assert [socket["state"] for socket in found["sockets"]][:1] == [state][:bool(state)]
    assert part in " ".join(found["answer"].values())


@needs_root
def test_both_ways_to_read_the_tables_give_the_same(results: Any) -> None:
    assert [name for name, found in results.items() if not found["tables agree"]] == []


@needs_root
def test_time_wait_has_its_seconds_left(results: Any) -> None:
    left = results["TIME_WAIT"]["why"]["sockets"][0]["seconds"]
    assert 0 < left <= 61


@needs_root
def test_options_and_processes_are_read_as_root(results: Any) -> None:
    socket = results["listening of another user"]["why"]["sockets"][0]
    assert socket["options"] == ["RP"] and socket["processes"][0]["user"] == socket["user"]


@needs_root
def test_a_user_who_may_not_see_the_process_is_told_whose_it_is() -> None:
    """Root's socket, and a user who looks."""
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import situations, json, subprocess\n"
            "subprocess.run(['ip', 'link', 'set', 'lo', 'up'])\n"
            "situations.opened(('0.0.0.0', 33000), situations.RA); situations.asked(['33000'])\n"
            "print(json.dumps(situations.as_nobody(['33000'])))")
    done = subprocess.run([*IN_NAMESPACE, sys.executable, "-c", code, str(SCRIPT.parent)],
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["sockets"][0]["processes_hidden"] and found["sockets"][0]["user"] == "root"
    assert "root sees all of them" in found["notes"][0]
    assert "a process of user root that you may not see" in found["answer"]["in_the_way"]


def test_the_cases_that_are_named_as_evidence_exist() -> None:
    assert set(evidence.CASES.values()) <= set(cases.load())


@pytest.mark.parametrize("platform", sorted(store.read_index(places.published_grids())))
def test_the_cases_that_are_named_show_what_the_cells_show(platform: str) -> None:
    table = json.loads((places.published_grids().parent / "compat.json").read_text())["cells"]
    known = store.read_index(places.published_grids())[platform]
    selection = {"proto": ("tcp", "udp"), "addr1": ("any4", "lo4")}
    found = measured.read(measured._lines(places.published_grids() / known["file"]), selection)
    compared = 0
    for name, cell in found.items():
        case = evidence.case_of(cell)
        if not case or cell["attempt"] != ("listen" if cell["proto"] == "tcp" else "bind"):
            continue
        row = table.get(case, {}).get(platform, {})
        if row.get("status") != "observed":
            continue
        observed = str(row["observed"])
        compared += 1
        assert ("EADDRINUSE" in observed) == (cells.outcome(cell) != "ok"), (name, case, observed)
    assert compared >= len(evidence.CASES)


def look(release: str, *entries: Entry, address: str = "33000") -> Look:
    """A look that nobody made."""
    return Look(sockets.target(address), entries, "Linux", release, 0, (32768, 60999))


LISTENER = Entry(sockets.ANY4, None, 0, "LISTEN", "root", 0, 1, options=frozenset({"RP"}))


def test_a_published_grid_of_the_series_is_read_and_named() -> None:
    found = report.of_look(look("6.16.3-cloud", LISTENER))
    assert found.platform == "linux-6.16"
    assert {new.options: new.result for new in found.verdicts} == {
        "none": "refused", "RA": "refused", "RP": "ok", "RA+RP": "ok"}
    assert any("grid show linux-6.16 tcp/listening/any4/RP" in line for line in report.lines(found))


def test_cells_that_nobody_can_ask_are_said_to_be_unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Any:
        raise UserError("the scanner", "cannot run")

    monkeypatch.setattr(measured, "_asked", fail)
    found = report.of_look(look("1.2.3", LISTENER))
    assert report.texts(found)["what gets in"] == "Not measured for this kernel: the scanner: cannot run."


def test_one_socket_that_refuses_is_enough() -> None:
    other = Entry(sockets.ANY4, None, 0, "LISTEN", "root", 0, 2, options=frozenset())
    found = report.of_look(look("6.16.3", LISTENER, other))
    assert {new.result for new in found.verdicts} == {verdict.REFUSED}


@pytest.mark.parametrize("text", ["x", "0", "65536", "-1", "[::1]", "host:80", "1.2.3:80", "", "٣"])
def test_a_target_that_is_none_is_an_error(text: str) -> None:
    with pytest.raises(UserError):
        sockets.target(text)


def test_a_mapped_address_is_written_as_people_write_it() -> None:
    assert str(sockets.target("[::ffff:127.0.0.1]:80")) == "tcp [::ffff:127.0.0.1]:80"


@pytest.mark.parametrize("text, written", [("80", "tcp 0.0.0.0:80"), ("[::1]:80", "tcp [::1]:80"),
                                           ("localhost:80", "tcp 127.0.0.1:80"), (":::80", "tcp [::]:80")])
def test_a_target_is_written_in_several_ways(text: str, written: str) -> None:
    assert str(sockets.target(text)) == written


def test_another_system_gives_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "freebsd14")
    with pytest.raises(UserError, match="not available on this system"):
        system.look(sockets.target("80"))


def test_a_system_without_proc_gives_a_plain_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> Any:
        raise FileNotFoundError(2, "No such file or directory", path)

    monkeypatch.setattr(os, "listdir", fail)
    with pytest.raises(UserError, match="/proc cannot be read"):
        system.look(sockets.target("80"))


def test_a_half_open_connection_alone_is_said_to_be_unmeasured() -> None:
    half = Entry(sockets.ANY4, sockets.ANY4, 40000, "SYN_RECV", "root", 0, 0)
    assert "no word" in report.texts(report.of_look(look("6.16.3", half)))["what gets in"]


@pytest.mark.parametrize("words", [["why"], ["why", "80", "81"], ["why", "80", "--", "true"], ["why", "--x"]])
def test_a_command_line_that_is_none_is_status_2(words: list[str],
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    assert "addrinuse: " in capsys.readouterr().err
