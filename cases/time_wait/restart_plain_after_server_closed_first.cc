/*---
claim = """A server that had a connection and closed it cannot be started again at once: its bind fails while
           TIME_WAIT is left on the port."""
question = "Can a server restart at once without options if it closed a connection first?"
says = [
  {doc = "python-list-2009", at = "Katson's quoted question: cannot immediately start it again"},
  {doc = "linux-ip-7", at = "DESCRIPTION: unavailable for some time after closing", on = ["linux"]},
  {doc = "beej-bgnet", at = "bind(): a server that is run again may find its port taken by what is left of a connection"},
  {doc = "python-socketserver", at = "allow_reuse_address: so a TCPServer that closed first cannot be started again at once"},
  {doc = "glib-socket-bind", at = "allow_reuse, TCP: without SO_REUSEADDR a server that is stopped and started at once may find its address in use"}
]
disputed_by = [
  {doc = "netbsd-in-pcb", at = "inpcb_bind_port: accepted sockets are not found by inpcb_lookup_port", on = ["netbsd"], predicts = "serves"},
  {doc = "haiku-endpoint-manager", at = "_BindToAddress: closing local connection, snooze and retry", on = ["haiku"], predicts = "serves"},
]
catalogue = ["py-1", "hk-local-tw", "bj-rerun", "ss-restart", "gl-tcp"]
tags = ["tcp", "time-wait", "restart", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  const Address address = leave_time_wait({}, wildcard_address());

  CLAIM(serve_once(tcp("restarted server"), address), "bind: EADDRINUSE");
}
