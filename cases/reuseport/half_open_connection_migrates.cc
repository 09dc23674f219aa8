/*---
claim = """With net.ipv4.tcp_migrate_req on, a half-open connection of a SO_REUSEPORT listener that closes
           moves to another listener of the group, which accepts it."""
question = "Does tcp_migrate_req move a half-open connection to another SO_REUSEPORT listener?"
says = [{doc = "linux-ip-sysctl", at = "tcp_migrate_req: requests and children are passed on", on = ["linux"]}]
needs = ["own-stack"]
tags = ["tcp", "listen", "settings", "SO_REUSEPORT", "TCP_DEFER_ACCEPT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_migrate_req", "1"));
  Socket first = listening("first", {reuseport, defer_accept});
  const Address address = first.local();
  Socket client = tcp("client");
  GIVEN(client.connect(address));
  Socket second = serving("second", {reuseport}, address);
  GIVEN(first.close());
  CLAIM(after_the_deferred_data(client, {&second}), "first");
}
