/*---
claim = "The side that ends the connection first goes through FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT and CLOSED."
question = "Which TCP states does the side that closes first go through?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, list items 2 and 5"},
        {doc = "rfc9293", at = "3.6, figure 12, left side"},
        {doc = "stackoverflow-13088864", at = "Normal TCP termination: the first closer goes through FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT"}]
catalogue = ["fi-5", "sl-first"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "time-wait"]
slow = 130
---*/
#include "probe/probe.h"
using namespace probe;

// What the server sent before fills the client's window, so that its FIN stays behind until the client reads.
CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  StateTrace states(connection.server_address, connection.client_address);
  GIVEN(connection.server.shutdown(How::write));
  states.wait_for(TcpState::fin_wait_1);
  GIVEN(read_to_eof(connection.client), "eof");
  states.wait_for(TcpState::fin_wait_2);
  GIVEN(connection.client.close());
  states.wait_for(TcpState::time_wait);
  states.wait_for(TcpState::closed, timeout_for(130, 7200));
  CLAIM(states.seen(), "FIN_WAIT_1, FIN_WAIT_2, TIME_WAIT, CLOSED");
}
