/*---
claim = """connect() to AF_UNSPEC dissolves the association of a datagram socket: it then receives from others
           than its peer."""
question = "Does a UDP socket receive from everybody again after connect() to AF_UNSPEC?"
says = [{doc = "linux-connect-2", at = "DESCRIPTION, last paragraph: dissolve the association", on = ["linux"]},
        {doc = "freebsd-connect-2", at = "DESCRIPTION: datagram sockets may dissolve the association", on = ["freebsd"]}]
catalogue = ["af-unspec-disconnect"]
tags = ["udp", "connect", "AF_UNSPEC"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Socket peer = serving("peer", {}, loopback());
  Socket stranger = serving("stranger", {}, loopback());
  Socket socket = serving("socket", {}, loopback(free_port()));
  const Address address = socket.local();
  GIVEN(socket.connect(peer.local()));
  GIVEN(stranger.send_to(address, "too early"));
  GIVEN(peer.send_to(address, "from the peer"));
  GIVEN(socket.receive(), data("from the peer"));

  dissolve(socket);
  GIVEN(stranger.send_to(address, "in time"));
  CLAIM(socket.receive().text, data("in time"));
}
