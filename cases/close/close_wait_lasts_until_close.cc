/*---
claim = """An end in CLOSE_WAIT stays there until its program closes it, however long the peer has been gone."""
question = "Does a connection in CLOSE_WAIT ever end if the program does not close it?"
says = [{doc = "cloudflare-violation-2016", at = "root cause: the server's end stays in CLOSE_WAIT for as long as the program does not close it"}]
catalogue = ["cv-close-wait-stays"]
needs = ["tcp-state"]
tags = ["tcp", "close", "tcp-state", "duration"]
slow = 6
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  GIVEN(connection.client.close());
  CLAIM(state_lasts(connection.server_address, connection.client_address, TcpState::close_wait,
                    timeout_for(5, 7200)),
        "no end seen");
}
