/*---
claim = "Two sockets with SO_REUSEADDR are refused the same wildcard address and port."
question = "Can two sockets bind the wildcard of one port with SO_REUSEADDR?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR: table, row 8, option on: wildcard twice, option on the newcomer or on both: refused", on = ["freebsd", "openbsd", "netbsd", "darwin"]}]
disputed_by = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"], predicts = "ok"}]
catalogue = ["so-t8-on"]
tags = ["tcp", "udp", "wildcard", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set(reuseaddr));
  GIVEN(second.set(reuseaddr));
  GIVEN(first.bind(wildcard_address()));
  CLAIM(second.bind(wildcard_address(first.port())), fails_with("EADDRINUSE"));
}
