/*---
claim = """Two sockets bind the same multicast address and port if both set SO_REUSEADDR or both SO_REUSEPORT, and
           in no other of the seven ways in which one, the other or both set one of the two options."""
question = "Which of the two options on which socket lets two bind one multicast address?"
says = [{doc = "stackoverflow-14388707", at = "Other Systems, test program: it binds 224.1.2.3 twice by each of seven option modes; Multicast addresses: SO_REUSEADDR behaves as SO_REUSEPORT, on both"}]
catalogue = ["so-mc-program"]
needs = ["multicast"]
tags = ["udp", "multicast", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) {
  CLAIM(group_bound_twice_by_each_mode(),
        "EADDRINUSE, EADDRINUSE, EADDRINUSE, ok, EADDRINUSE, EADDRINUSE, ok");
}
