/*---
claim = """connect() to AF_UNSPEC dissolves the association of a datagram socket: it then receives from others
           than its peer."""
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
  GIVEN(socket.connect(peer.local()));
  stranger.send_to(socket.local(), "too early");
  GIVEN(peer.send_to(socket.local(), "from the peer"));
  GIVEN(socket.receive(), data("from the peer"));

  socket.disconnect();  // where it works it may still report an error (the BSDs: EAFNOSUPPORT)
  GIVEN(stranger.send_to(socket.local(), "in time"));
  CLAIM(socket.receive().text, data("in time"));
}
