/*---
claim = "A backlog of n holds n connections that nobody has accepted: with a backlog of one, one connection stands."
question = "How many connections stand unaccepted with a backlog of one?"
says = [{doc = "linux-listen-2", at = "NOTES: queue length for completely established sockets", on = ["linux"]},
        {doc = "python-socketserver", at = "request_queue_size: the queue takes request_queue_size connections"}]
catalogue = ["listen-backlog-plus-one", "ss-queue-length"]
tags = ["tcp", "listen", "backlog"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket server = tcp("server");
  GIVEN(server.bind(loopback()));
  GIVEN(server.listen(1));
  CLAIM(completed_connections(server, 6), "1");
}
