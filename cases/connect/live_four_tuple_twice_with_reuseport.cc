/*---
claim = """SO_REUSEPORT cannot make a duplicate connection: of two sockets that share a local address and port
           by it, the second one is refused the destination of the first."""
question = "Can SO_REUSEPORT make two live connections with equal addresses and ports at both ends?"
says = [{doc = "hpux-sockets-guide", at = "ch.3 p.65: checks at connection time", on = ["hpux"]},
        {doc = "lwip-tcp", at = "tcp_bind comment; 5-tuple check in tcp_connect"},
        {doc = "gvisor-ports", at = "ReserveTuple", predicts = ["EADDRINUSE", "EADDRNOTAVAIL"]},
        {doc = "linux-connect-2", at = "ERRORS, EADDRINUSE", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "opening (said to hold on every major system): protocol, both addresses and both ports name a connection; two TCP connections never share all five", predicts = ["EADDRNOTAVAIL", "EADDRINUSE"]},
        {doc = "stackoverflow-14388707", at = "Connect() returning EADDRINUSE: the second of two sockets with one local address that connects to the same destination gets EADDRINUSE from …"}]
disputed_by = [{doc = "linux-inet-hashtables", at = "__inet_check_established", predicts = "EADDRNOTAVAIL"}]
catalogue = ["x-dup-tuple", "so-tuple-unique", "so-connect-eaddrinuse"]
tags = ["tcp", "4-tuple", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.set(reuseport));
  GIVEN(second.set(reuseport));
  GIVEN(first.bind(loopback()));
  needs(second.bind(first.local()).is_ok(), "two TCP sockets on one address by SO_REUSEPORT");
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(destination.local()), fails_with("EADDRINUSE"));
}
