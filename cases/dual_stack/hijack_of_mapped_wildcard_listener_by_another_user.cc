/*---
claim = """::ffff:0.0.0.0 is the IPv4 wildcard address: another user without any option is refused a specific
           mapped address of a port that a server has there."""
question = "Can another user take the connections of a server on ::ffff:0.0.0.0 by binding ::ffff:127.0.0.1?"
says = [{doc = "linux-ipv6-7", at = "Address format: ::FFFF:<IPv4 address>", on = ["linux"]}]
needs = ["ipv6", "two-processes", "second-user"]
tags = ["tcp", "udp", "dual-stack", "mapped", "wildcard", "hijack", "users"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp6, udp6) {
  Process intruder = process_of_another_user("intruder");
  Socket victim = dual_stack_socket("victim");
  needs(victim.bind(v4mapped(wildcard4())).is_ok(), "sockets that are bound to ::ffff:0.0.0.0");
  const Port port = victim.port();
  GIVEN(listen_if_tcp(victim));
  Socket thief = make_socket(intruder, "thief");
  GIVEN(thief.set(v6only, 0));
  CLAIM(hijack(victim, thief, v4mapped(loopback4(port)), loopback4(port)), "bind: EADDRINUSE");
}
