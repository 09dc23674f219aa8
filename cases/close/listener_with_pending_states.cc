/*---
claim = """Closing a listening socket sends a connection that waits there, not accepted yet, through
           FIN_WAIT_1 (and on) to TIME_WAIT."""
question = "Which TCP states does a connection that nobody accepted go through when the listener closes?"
says = [{doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 1"}]
disputed_by = [
  {doc = "linux-ip-sysctl", at = "tcp_migrate_req: aborted", on = ["linux"], predicts = "ESTABLISHED, CLOSED"},
  {doc = "aix-closing-sockets", at = "fourth paragraph: discarded", on = ["aix"], predicts = "ESTABLISHED, CLOSED"},
]
catalogue = ["fi-14", "close-listener-pending"]
needs = ["tcp-state"]
tags = ["tcp", "listen", "close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  Socket client = tcp("client");
  GIVEN(client.connect(listener.local()));
  StateTrace states(listener.local(), client.local());
  needs(states.wait_for(TcpState::established), "a table that shows connections nobody accepted");
  GIVEN(listener.close());
  states.wait_for(TcpState::fin_wait_2);  // FIN_WAIT_1 is over as soon as the client's ACK is there
  GIVEN(client.close());
  states.wait_for(TcpState::time_wait);
  CLAIM(states.seen(), "ESTABLISHED, FIN_WAIT_2, TIME_WAIT");
}
