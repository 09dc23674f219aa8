/*---
claim = """TIME_WAIT towards a peer that is not on this machine keeps a new server without any option from
           binding."""
question = "Can a server restart without options over TIME_WAIT towards another machine?"
says = [
  {doc = "linux-ip-7", at = "DESCRIPTION: unavailable for some time after closing", on = ["linux"]},
  {doc = "reuseaddr-reuseport-article", at = "paragraph on the linger issue"},
]
catalogue = ["ar-7", "tw-blocks-plain-bind"]
needs = ["two-processes", "own-stack"]
tags = ["tcp", "time-wait", "restart", "remote"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  RemotePeer remote = remote_peer("remote peer");
  Connection connection = connected({}, remote.here, {}, {this_process(), remote.process});
  close_server_first(connection);

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), fails_with("EADDRINUSE"));
}
