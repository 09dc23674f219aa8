/*---
claim = "Keepalive does not end a half-closed connection whose peer is alive and answers the probes."
question = "Does keepalive end a half-closed connection whose peer is alive?"
says = [{doc = "linux-tcp-7", at = "tcp_keepalive_probes, no response", on = ["linux"]},
        {doc = "hpux-tcp-performance", at = "p. 72, tcp_keepalive_detached_interval", on = ["hpux"]}]
catalogue = ["finwait2-open-no-timeout", "hpx-fw2-none"]
tags = ["tcp", "fin-wait-2", "half-close", "keepalive", "duration"]
slow = 8
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.listener.close());
  for (const Option& once : {keepalive, keep_count}) GIVEN(connection.server.set(once, 1));
  for (const Option& seconds : {keep_idle, keep_interval})
    GIVEN(connection.server.set(seconds, static_cast<int>(timeout_for(1, 60))));
  GIVEN(connection.server.shutdown(How::write));
  GIVEN(connection.client.receive(), "eof");
  CLAIM(fin_wait_lasts(connection, timeout_for(8, 7200)), "no end seen");
}
