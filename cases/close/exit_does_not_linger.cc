/*---
claim = """A process that ends with a socket open, SO_LINGER on and data not delivered, is gone at once: the
           socket always lingers in the background."""
question = "Does a process that exits wait for SO_LINGER of its open sockets?"
says = [{doc = "linux-socket-7", at = "SO_LINGER, as part of exit(2)", on = ["linux"]},
        {doc = "stackoverflow-14388707", at = "BSD, SO_REUSEADDR, on TIME_WAIT: a process that ends without close, by exit(), lingers all the same: SO_LINGER with zero seconds is ignored", on = ["freebsd", "openbsd", "netbsd", "darwin"]},
        {doc = "rust-std-socket2", at = "socket2 set_linger: at exit the socket lingers in the background"}]
catalogue = ["linger-timeout", "so-exit-lingers", "rs-linger-exit"]
needs = ["two-processes"]
tags = ["tcp", "exit", "SO_LINGER", "duration"]
slow = 5
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("server process");
  Connection connection = connected({}, loopback(), {}, Cast{process});
  GIVEN(connection.server.set_linger(5));
  fill_send_path(connection.server);
  CLAIM(exit_takes(process), "none");
}
