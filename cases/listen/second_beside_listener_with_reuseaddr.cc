/*---
claim = "With SO_REUSEADDR on both, a socket that binds the address of a listener is refused at listen, not at bind."
question = "Is a second server with SO_REUSEADDR refused at bind() or only at listen()?"
says = [{doc = "lwip-tcp", at = "tcp_listen_with_backlog", on = ["lwip"]},
        {doc = "node-net", at = "server.listen(): listen fails with EADDRINUSE while another server listens on the port (both have SO_REUSEADDR)", predicts = ["bind: EADDRINUSE", "listen: EADDRINUSE"]}]
disputed_by = [{doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"], predicts = "bind: EADDRINUSE"},
               {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR: both hold the port", on = ["winsock"], predicts = "ok"}]
catalogue = ["lw-listen", "ar-10", "nd-eaddrinuse"]
tags = ["tcp", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket first = listening("first", {reuseaddr});

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  const Outcome refused = first_failure_of(
      {{"bind", [&] { return second.bind(first.local()); }}, {"listen", [&] { return second.listen(); }}});
  CLAIM(with_receiver(refused, first, second, first.local()), "listen: EADDRINUSE");
}
