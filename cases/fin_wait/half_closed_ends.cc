/*---
claim = """A socket that was shut down for writing only, its descriptor still open, stays in FIN_WAIT_2 for as
           long as the peer does not close."""
question = "Does a half-closed socket stay in FIN_WAIT_2 for ever if the peer never closes?"
says = [
  {doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side: some older operating systems"},
  {doc = "linux-ip-sysctl", at = "tcp_fin_timeout, un-orphaned connection", on = ["linux"]},
  {doc = "lwip-tcp", at = "tcp_slowtmr: because of SHUT_WR", on = ["lwip"]},
]
catalogue = ["fi-20", "s2-fw2-halfclose"]
tags = ["tcp", "fin-wait-2", "half-close", "duration"]
slow = 70
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.listener.close());
  GIVEN(connection.server.shutdown(How::write));
  GIVEN(connection.client.receive(), "eof");
  CLAIM(fin_wait_lasts(connection, timeout_for(70, 7200)), "no end seen");
}
