/*---
claim = """A socket says itself through which states it goes while both sides shut down in turn, the server
           first: ESTABLISHED, FIN_WAIT_2 and TIME_WAIT."""
question = "Which TCP states does TCP_INFO report on the side that shuts down first?"
says = [{doc = "rfc9293", at = "3.6, figure 12, left side"}]
catalogue = ["close-state-sequence"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "TCP_INFO"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  StateTrace states(connection.server);
  states.wait_for(TcpState::established);
  GIVEN(connection.server.shutdown(How::write));
  states.wait_for(TcpState::fin_wait_2);
  GIVEN(connection.client.shutdown(How::write));
  states.wait_for(TcpState::time_wait);
  detail("table",
         await_state(connection.server_address, connection.client_address, TcpState::time_wait).text());
  CLAIM(states.seen(), "ESTABLISHED, FIN_WAIT_2, TIME_WAIT");
}
