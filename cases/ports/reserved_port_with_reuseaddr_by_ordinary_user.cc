/*---
claim = """SO_REUSEADDR does not open a reserved port to a user without special rights, not even beside a
           holder that set it."""
question = "Does SO_REUSEADDR let an ordinary user bind a port below 1024?"
says = [{doc = "linux-ip-7", at = "Address format: privileged ports; ERRORS, EACCES", on = ["linux"]}]
disputed_by = [{doc = "gvisor-tcp", at = "bind: no privilege test", on = ["gvisor"], predicts = "ok"}]
catalogue = ["reserved-ports"]
needs = ["root", "two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, udp4, udp6) {
  Process ordinary = ordinary_process("ordinary user");
  require_reserved_ports();
  Socket holder = make_socket("holder");
  GIVEN(holder.set(reuseaddr));
  GIVEN(bind_from_the_top(holder, loopback()));

  Socket newcomer = make_socket(ordinary, "newcomer");
  GIVEN(newcomer.set(reuseaddr));
  CLAIM(newcomer.bind(holder.local()), fails_with("EACCES"));
}
