/*---
claim = """TIME_WAIT towards a peer that is not on this machine keeps a new server with SO_REUSEPORT alone
           from binding."""
question = "Can a server with SO_REUSEPORT alone restart over TIME_WAIT towards another machine?"
says = [
  {doc = "smartos-tcp-bind", at = "tcp_bindi: attempt_reuse only for BOUND or LISTEN", on = ["sunos"]},
  {doc = "linux-inet-connection-sock", at = "inet_bind_conflict, second branch", on = ["linux"]},
]
disputed_by = [{doc = "gvisor-ports", at = "destToCounter.intersectionFlags", on = ["gvisor"], predicts = "ok"}]
catalogue = ["sm-rp-tw", "gv-rp-tw"]
needs = ["two-processes", "own-stack"]
tags = ["tcp", "time-wait", "restart", "remote", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  RemotePeer remote = remote_peer("remote peer");
  Connection connection = connected({}, remote.here, {}, {this_process(), remote.process});
  close_server_first(connection);

  Socket again = tcp("restarted server");
  GIVEN(again.set(reuseport));
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
