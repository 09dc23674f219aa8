/*---
claim = """A socket says itself through which states it goes while both sides shut down in turn, the other one
           first: ESTABLISHED, CLOSE_WAIT and CLOSED."""
question = "Which TCP states does TCP_INFO report on the side that shuts down second?"
says = [{doc = "rfc9293", at = "3.6, figure 12, right side"}]
catalogue = ["close-state-sequence"]
needs = ["tcp-state"]
tags = ["tcp", "tcp-state", "TCP_INFO"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  StateTrace states(connection.client);
  states.wait_for(TcpState::established);
  GIVEN(connection.server.shutdown(How::write));
  states.wait_for(TcpState::close_wait);
  GIVEN(connection.client.shutdown(How::write));
  states.wait_for(TcpState::closed);
  CLAIM(states.seen(), "ESTABLISHED, CLOSE_WAIT, CLOSED");
}
