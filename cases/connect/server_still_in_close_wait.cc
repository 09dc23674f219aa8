/*---
claim = """A client that connects again from the same port is not let in while the server's end of the old
           connection is in CLOSE_WAIT: connect() times out."""
question = "Can a client reconnect from its old port while the server's end is in CLOSE_WAIT?"
says = [{doc = "cloudflare-violation-2016", at = "first page; root cause: connect() ends with ETIMEDOUT", predicts = ["ETIMEDOUT", "no answer"]}]
disputed_by = [{doc = "rfc5961", at = "4.2: the SYN gets a challenge ACK, whose answer, a reset, ends the old connection", predicts = "ok"}]
catalogue = ["cv-connect-times-out"]
needs = ["tcp-state"]
tags = ["tcp", "connect", "4-tuple", "client", "SO_REUSEADDR", "TCP_LINGER2"]
slow = 12
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected({}, loopback(), {reuseaddr});
  GIVEN(connection.client.set(linger2, 1));
  GIVEN(connection.client.close());
  GIVEN(await_state(connection.server_address, connection.client_address, TcpState::close_wait),
        "CLOSE_WAIT");
  GIVEN(fin_wait_lasts(connection.client_address, connection.server_address, 9), is_not("no end seen"));

  Socket again = tcp("client again");
  GIVEN(again.set(reuseaddr));
  GIVEN(again.bind(connection.client_address));
  CLAIM(again.connect(connection.server_address, timeout_for(6, 300)), fails_with("ETIMEDOUT"));
}
