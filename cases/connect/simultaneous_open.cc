/*---
claim = """Two ends that connect to each other at the same time get one connection: SYN_SENT, SYN_RECEIVED,
           ESTABLISHED."""
question = "Do two ends that connect to each other at the same time get one connection?"
says = [{doc = "rfc9293", at = "3.5, figure 7 (MUST-10)"}]
needs = ["own-stack", "packets", "tcp-state"]
tags = ["tcp", "scripted-peer", "connect", "tcp-state"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, mapped) {
  ScriptedPeer peer;
  Socket client = tcp("client");
  peer.start_accepting(client);
  StateTrace states(peer.here(), peer.there());
  states.wait_for(TcpState::syn_sent);
  peer.send(syn());  // before it reads the client's
  states.wait_for(TcpState::syn_received);
  peer.expect(syn());
  peer.expect(syn_ack());
  peer.send(syn_ack().again());
  states.wait_for(TcpState::established);
  CLAIM(states.seen(), "SYN_SENT, SYN_RECEIVED, ESTABLISHED");
}
