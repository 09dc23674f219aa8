/*---
claim = """The other side goes through CLOSE_WAIT, then, after its own close, LAST_ACK and CLOSED, without
           TIME_WAIT."""
question = "Which TCP states does the side that closes second go through?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, list items 3 and 4"},
        {doc = "rfc9293", at = "3.6, figure 12, right side"},
        {doc = "stackoverflow-13088864", at = "Normal TCP termination: the other one through CLOSE_WAIT, LAST_ACK, CLOSED"}]
catalogue = ["fi-6", "sl-second"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

// What the client sent before fills the server's window, so that its FIN stays behind until the server reads.
CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.client);
  StateTrace states(connection.client_address, connection.server_address);
  GIVEN(connection.server.shutdown(How::write));
  states.wait_for(TcpState::close_wait);
  GIVEN(connection.client.shutdown(How::write));
  states.wait_for(TcpState::last_ack);
  GIVEN(read_to_eof(connection.server), "eof");
  states.wait_for(TcpState::closed);
  CLAIM(states.seen(), "CLOSE_WAIT, LAST_ACK, CLOSED");
}
