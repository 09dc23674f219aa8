/*---
claim = """When the listener that has a half-open connection closes, its handshake is lost: the client is
           reset, as long as tcp_migrate_req is off."""
question = "Does a half-open connection move to another SO_REUSEPORT listener when its own closes?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req, first paragraph: aborted", on = ["linux"]}]
tags = ["tcp", "listen", "SO_REUSEPORT", "TCP_DEFER_ACCEPT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  needs(setting("net.ipv4.tcp_migrate_req").value_or("0") == "0", "net.ipv4.tcp_migrate_req to be off");
  Socket first = listening("first", {reuseport, defer_accept});
  const Address address = first.local();
  Socket client = tcp("client");
  GIVEN(client.connect(address));
  Socket second = serving("second", {reuseport}, address);
  GIVEN(first.close());
  CLAIM(after_the_deferred_data(client, {&second}), "reset");
}
