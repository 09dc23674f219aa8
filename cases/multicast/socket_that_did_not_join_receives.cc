/*---
claim = """A datagram to a group is delivered to every socket of its port, also to one that did not join the
           group itself."""
question = "Does a socket on a multicast port receive datagrams of a group that only another socket joined?"
says = [{doc = "deering-mcast-api", at = "paragraph quoted: to every one of them: also to one that did not join the group itself"}]
catalogue = ["mc-not-joined"]
needs = ["multicast"]
tags = ["udp", "multicast", "sharing", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4) {
  Socket first = serving("member", {reuseaddr}, wildcard_address());
  Socket second = serving("stranger", {reuseaddr}, first.local());
  needs(join(first, multicast_group()).is_ok(), "multicast on the loopback device");
  CLAIM(who_receives_of_group(first, second, multicast_group(first.port())), "each");
}
