/*---
claim = """If a client crashes during a connection, its port is busy until the TIME_WAIT that follows has
           ended."""
question = "Is a client's port still in use after the client was killed during a connection?"
says = [{doc = "fine-address-in-use", at = "Unexpected shutdown of the remote side, last paragraph"},
        {doc = "kerrisk-tlpi-61", at = "p. 1280: a client that binds a port of its own can meet the same error"}]
catalogue = ["fi-21", "tl-client-port"]
needs = ["two-processes"]
tags = ["tcp", "time-wait", "crash"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("client process");
  Connection connection = connected({}, loopback(), {}, {this_process(), process});
  process.kill();
  GIVEN(connection.server.receive(), "eof");
  GIVEN(connection.server.close());
  show_time_wait(connection.client_address, connection.server_address);

  Socket again = tcp("restarted client");
  CLAIM(again.bind(connection.client_address), fails_with("EADDRINUSE"));
}
