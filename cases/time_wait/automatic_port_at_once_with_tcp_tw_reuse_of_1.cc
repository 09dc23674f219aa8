/*---
claim = """With tcp_tw_reuse at 1, a client gets no port that is in TIME_WAIT towards its destination before a second
           has passed."""
question = "Can connect() take a port out of TIME_WAIT within the first second with tcp_tw_reuse = 1?"
says = [{doc = "linux-tcp-ipv4", at = "tcp_twsk_unique: only if the last timestamp is older than a second", on = ["linux"]}]
needs = ["own-stack"]
tags = ["tcp", "time-wait", "ports", "ephemeral", "settings", "tcp_tw_reuse", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) {
  GIVEN(change_setting("net.ipv4.tcp_tw_reuse", "1"));
  Connection old = connected_from_the_only_port();
  const double closing = now();
  close_client_first(old);

  Socket again = tcp("client again");
  const Outcome outcome = again.connect(old.listener.local());
  GIVEN(!outcome.is_ok() || now() - closing < 0.9);  // later it may connect: the machine was too busy
  CLAIM(outcome, fails_with("EADDRNOTAVAIL"));
}
