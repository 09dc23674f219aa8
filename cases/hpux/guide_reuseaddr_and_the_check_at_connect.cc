/*---
claim = """In the style of HP's sockets guide, SO_REUSEADDR never gives two identical associations: of two
           sockets on one port, the second is refused the destination of the first when it connects."""
question = """Does SO_REUSEADDR allow two sockets on one port, and connect() refuse the second equal
              connection?"""
says = [
  {doc = "hpux-sockets-guide", at = "ch.3 p.65: checks at connection time", on = ["hpux"], predicts = ["EADDRINUSE", "EADDRNOTAVAIL"]},
  {doc = "linux-connect-2", at = "ERRORS: EADDRINUSE", on = ["linux"]},
  {doc = "stackoverflow-14388707", at = "Connect() returning EADDRINUSE: the second of two sockets with one local address that connects to the same destination gets EADDRINUSE from …"}
]
disputed_by = [{doc = "linux-inet-hashtables", at = "__inet_check_established", on = ["linux"], predicts = "EADDRNOTAVAIL"}]
catalogue = ["hpx-guide-connect", "so-connect-eaddrinuse"]
tags = ["tcp", "4-tuple", "SO_REUSEADDR", "hpux", "hpux-guide"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("server");
  Socket first = tcp("first");
  GIVEN(first.set(reuseaddr));
  GIVEN(first.bind(loopback()));
  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  needs(second.bind(first.local()).is_ok(), "two bound sockets with SO_REUSEADDR on one port");
  GIVEN(first.connect(server.local()));

  CLAIM(second.connect(server.local()), fails_with("EADDRINUSE"));
}
