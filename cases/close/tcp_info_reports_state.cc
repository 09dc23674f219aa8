/*---
claim = """A socket option tells the owner of a connected socket its TCP state, ESTABLISHED:
           TCP_CONNECTION_INFO on macOS, TCP_INFO elsewhere."""
question = "Can a program read the TCP state of its own socket by a socket option?"
says = [{doc = "xnu-tcp-h", at = "struct tcp_connection_info", on = ["darwin"]},
        {doc = "freebsd-tcp-4", at = "TCP_INFO", on = ["freebsd"]},
        {doc = "linux-tcp-7", at = "TCP_INFO", on = ["linux"]}]
catalogue = ["mac-conninfo", "x-state"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "TCP_INFO"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  StateTrace states(connection.server);
  states.wait_for(TcpState::established);
  CLAIM(states.seen(), "ESTABLISHED");
}
