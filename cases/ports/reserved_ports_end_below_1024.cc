/*---
claim = """The reserved ports begin at 1 and end at 1023: a user without special rights is refused 1 and 1023,
           and gets 1024."""
question = "Which ports are refused to an ordinary user?"
says = [{doc = "fine-address-in-use", at = "Ways to Avoid Problems, reserved port (<1024); Client disconnects first, rsh"},
        {doc = "linux-ip-7", at = "Address format: privileged ports", on = ["linux"]},
        {doc = "linux-ip-sysctl", at = "ip_unprivileged_port_start", on = ["linux"]},
        {doc = "beej-bgnet", at = "bind(): ports below 1024 are for the superuser"}]
disputed_by = [{doc = "gvisor-tcp", at = "bind: no privilege test", on = ["gvisor"], predicts = "ok, ok, ok"}]
catalogue = ["fi-30", "bj-reserved"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Process ordinary = ordinary_process("ordinary user");

  Socket first = make_socket(ordinary, "first");
  Socket last = make_socket(ordinary, "last");
  Socket next = make_socket(ordinary, "next");
  CLAIM(outcomes_of({first.bind(loopback(1)), last.bind(loopback(1023)), next.bind(loopback(1024))}),
        "EACCES, EACCES, ok");
}
