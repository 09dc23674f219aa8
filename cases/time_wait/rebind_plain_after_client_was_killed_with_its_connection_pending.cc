/*---
claim = """If a client crashes while its connection is pending at the remote side, in the queue and not
           accepted, its port is busy just the same."""
question = "Is a killed client's port still in use if its connection was never accepted?"
says = [{doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side, last paragraph: (pending)"}]
catalogue = ["fi-22"]
needs = ["two-processes"]
tags = ["tcp", "crash", "backlog"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("client process");
  Socket server = listening("server");
  Socket client = tcp(process, "client");
  GIVEN(client.connect(server.local()));
  const Address client_address = client.local();
  process.kill();

  Socket again = tcp("restarted client");
  CLAIM(again.bind(client_address), fails_with("EADDRINUSE"));
}
