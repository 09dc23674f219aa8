/*---
claim = """With tcp_tw_reuse at 2, ports in TIME_WAIT are used again for connections over the loopback device only:
           not for one to another machine."""
question = "Does tcp_tw_reuse = 2 let a client reuse a port in TIME_WAIT to another machine?"
says = [{doc = "linux-ip-sysctl", at = "tcp_tw_reuse: 2 enables it for loopback traffic only", on = ["linux"]}]
needs = ["two-processes", "own-stack"]
tags = ["tcp", "time-wait", "ports", "ephemeral", "settings", "tcp_tw_reuse", "4-tuple", "remote"]
slow = 4
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "2"));
  const RemotePeer peer = remote_peer("peer");
  Connection old = connected_from_the_only_port(peer.there, peer.process);
  close_client_first(old);

  Socket again = tcp("client again");
  const auto took = poll_until([&] { return again.connect(old.listener.local()).is_ok(); }, 3);
  CLAIM(took ? "reused" : "not reused", "not reused");
}
