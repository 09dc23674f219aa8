/*---
claim = """Where one automatic port is left, two clients that are bound to two source addresses with port 0
           both get it, and connect to one destination."""
question = "Can two clients bound to two addresses and port 0 get the same port?"
says = [{doc = "cloudflare-quantum-2023", at = "quiz 1: range of one port: two clients bound to two source addresses with port 0 connect to one destination from the …"}]
catalogue = ["cq-1"]
needs = ["own-stack", "second-address"]
tags = ["tcp", "ports", "ephemeral", "client", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  require_second_local();
  Socket destination = listening("destination", {}, wildcard_address());
  narrow_automatic_ports(1);
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.bind(loopback()));
  GIVEN(first.connect(loopback(destination.port())));
  GIVEN(second.bind(second_local()));
  CLAIM(second.connect(loopback(destination.port())), succeeds());
}
