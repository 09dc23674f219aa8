/*---
claim = """If another socket listens on that exact address and port, SO_REUSEADDR on a new socket does not
           let it bind; the listener set nothing."""
question = "Can a socket with SO_REUSEADDR bind the address of a listener that set no option?"
says = [{doc = "reuseaddr-reuseport-article", at = "paragraph beginning Internally: listening on that exact address"},
        {doc = "linux-socket-7", at = "SO_REUSEADDR: except when there is an active listening socket", on = ["linux"]}]
disputed_by = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "second table, Default then SO_REUSEADDR, both specific: ACCESS", on = ["winsock"], predicts = "EACCES"}]
catalogue = ["ar-5"]
tags = ["tcp", "bind", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = listening("server");

  Socket second = tcp("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(second.bind(server.local()), fails_with("EADDRINUSE"));
}
