/*---
claim = "Where both sides end the connection before either has heard of it, both end in TIME_WAIT."
question = "Can both ends of a connection be in TIME_WAIT?"
says = [{doc = "fine-address-in-use", at = "Correct shutdown, last paragraph"},
        {doc = "rfc9293", at = "3.6, figure 13"}]
catalogue = ["closing-state"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "simultaneous-close", "time-wait"]
---*/
#include "probe/probe.h"
using namespace probe;

// Both windows are full, so that neither FIN can leave before both sides have ended.
CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  fill_send_path(connection.server);
  fill_send_path(connection.client);
  StateTrace server(connection.server_address, connection.client_address);
  StateTrace client(connection.client_address, connection.server_address);
  GIVEN(connection.server.shutdown(How::write));
  GIVEN(connection.client.shutdown(How::write));
  needs(server.wait_for(TcpState::fin_wait_1) && client.wait_for(TcpState::fin_wait_1),
        "a stack in FIN_WAIT_1 as soon as the side has ended, before its FIN can leave");
  GIVEN(read_to_eof(connection.server), "eof");
  GIVEN(read_to_eof(connection.client), "eof");
  server.wait_for(TcpState::time_wait);
  client.wait_for(TcpState::time_wait);
  CLAIM(server.seen().text() + " / " + client.seen().text(), "FIN_WAIT_1, TIME_WAIT / FIN_WAIT_1, TIME_WAIT");
}
