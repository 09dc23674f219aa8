/*---
claim = """Where both sides end the connection before either has heard of it, a side that hears the other's
           FIN while its own is not acknowledged goes from FIN_WAIT_1 to CLOSING, and to TIME_WAIT."""
question = "Which TCP states does a connection go through when both sides close at the same time?"
says = [{doc = "rfc9293", at = "3.6, figure 13"},
        {doc = "fine-address-in-use", at = "Correct shutdown, last sub-list: FIN earlier than ACK"}]
catalogue = ["closing-state"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "simultaneous-close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

// Both windows are full, so that neither FIN can leave; then the server reads, and only later the client.
CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  fill_send_path(connection.client);
  StateTrace states(connection.server_address, connection.client_address);
  GIVEN(connection.server.shutdown(How::write));
  GIVEN(connection.client.shutdown(How::write));
  states.wait_for(TcpState::fin_wait_1);
  GIVEN(read_to_eof(connection.server), "eof");
  states.wait_for(TcpState::closing);
  GIVEN(read_to_eof(connection.client), "eof");
  states.wait_for(TcpState::time_wait);
  CLAIM(states.seen(), "FIN_WAIT_1, CLOSING, TIME_WAIT");
}
