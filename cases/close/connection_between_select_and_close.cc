/*---
claim = """A listening socket cannot be closed cleanly for certain: select() says that nobody is there, a
           client's connect() then succeeds, and the close() that follows cuts it off."""
question = "Can a client be cut off between the last select() and the close() of a listener?"
says = [
  {doc = "fine-address-in-use", at = "Correct disconnection of the listening side, par. 2", predicts = ["ECONNRESET", "eof"]},
  {doc = "linux-ip-sysctl", at = "tcp_migrate_req: aborted", on = ["linux"]},
]
catalogue = ["fi-16"]
tags = ["tcp", "listen", "close", "race"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket listener = listening("listener");
  Socket client = tcp("client");
  GIVEN(!listener.is_readable(0));
  GIVEN(client.connect(listener.local()));
  GIVEN(client.send("request"));
  GIVEN(listener.close());
  CLAIM(client.receive().outcome, fails_with("ECONNRESET"));
}
