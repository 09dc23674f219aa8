/*---
claim = """With tcp_max_tw_buckets at 0 no TIME_WAIT is kept: a server that closed first is started again at
           once without any option."""
question = "Does tcp_max_tw_buckets = 0 let a server restart at once?"
says = [
  {doc = "linux-ip-sysctl", at = "tcp_max_tw_buckets: beyond the limit destroyed at once", on = ["linux"]},
  {doc = "linux-tcp-7", at = "tcp_max_tw_buckets", on = ["linux"]},
  {doc = "fine-address-in-use", at = "Timeout reduction: a system setting reduces it (none is named)", on = ["linux"]},
]
catalogue = ["tw-max-buckets-0", "fi-40"]
needs = ["own-stack", "tcp-state"]
tags = ["tcp", "time-wait", "restart", "settings"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  GIVEN(change_setting("net.ipv4.tcp_max_tw_buckets", "0"));
  Connection connection = connected();
  GIVEN(connection.server.close());
  GIVEN(connection.client.receive(), "eof");
  GIVEN(connection.client.close());
  GIVEN(connection.listener.close());
  detail("state", settled_state(connection.server_address, connection.client_address).text());

  Socket again = tcp("restarted server");
  CLAIM(again.bind(connection.server_address), succeeds());
}
