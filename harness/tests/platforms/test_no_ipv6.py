"""A machine without an IPv6 address and without namespaces for the cases, as a container may be: what needs
IPv6 is not applicable there, and nothing about it is a finding."""
from __future__ import annotations

import json
import os
import subprocess

import pytest

from helpers import sandbox
from addrinuse.model import cases
from addrinuse.model.observations import ObservationId
from addrinuse.provision import build

pytestmark = pytest.mark.skipif(not sandbox.can_be_had(),
                                reason="needs namespaces, which this machine does not give")

WITHOUT_IPV6 = """
ip link set lo up
for name in all lo; do echo 1 >/proc/sys/net/ipv6/conf/$name/disable_ipv6; done
exec "$0" "$@"
"""
TOPICS = ("controls", "bind", "dual_stack", "wildcard")
ASKED_OF_IPV6 = ("tcp6", "udp6")


def observed_without_ipv6(ids: str) -> list[dict[str, str]]:
    """The records of these cases where no interface has an IPv6 address."""
    command = ["unshare", "--net", *["--map-root-user"] * (os.geteuid() != 0), "sh", "-c", WITHOUT_IPV6,
               str(build.all_cases()), "--records", "--isolate", "none", "--cases-from", "-"]
    done = subprocess.run(command, input=ids, capture_output=True, text=True, timeout=300, check=False)
    return [record for record in map(json.loads, done.stdout.splitlines()) if "observation" in record]


def test_cases_that_need_ipv6_are_not_applicable_where_no_interface_has_an_address() -> None:
    ids = "".join(f"{id}\n" for case in cases.load().values() if case.topic in TOPICS
                  for id in case.observations())
    records = observed_without_ipv6(ids)
    assert {"controls/ipv6_is_there[tcp6]": "not there"}.items() <= {
        record["observation"]: record.get("observed") for record in records}.items()
    asked = [record for record in records if not record["observation"].startswith("controls/")
             and ObservationId(record["observation"]).variant in ASKED_OF_IPV6]
    assert len(asked) > 100
    assert {record["observation"]: record for record in asked if record["status"] != "not-applicable"} == {}
    assert {record["why"] for record in asked} >= {"no IPv6 loopback address"}
    assert {record["observation"] for record in records if record["status"] == "broken"} == set()
