/*---
claim = """In the style of HP's sockets guide, SO_REUSEADDR restarts a daemon on the wildcard address that
           was killed with a connection."""
question = "Does SO_REUSEADDR restart a killed daemon on the wildcard address, as HP's guide says?"
says = [{doc = "hpux-sockets-guide", at = "ch.3 p.65: restart a daemon which was killed", on = ["hpux"]}]
disputed_by = [{doc = "python-list-2009", at = "Smith: ISTR HP-UX, which use SO_REUSEPORT instead", on = ["hpux"], predicts = "EADDRINUSE"}]
catalogue = ["hpx-guide-wild", "py-4"]
needs = ["two-processes"]
tags = ["tcp", "wildcard", "crash", "SO_REUSEADDR", "hpux", "hpux-guide"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Process process = another_process("daemon");
  Connection connection = connected({reuseaddr}, wildcard_address(), {}, {process, this_process()});
  process.kill();

  Socket again = tcp("restarted daemon");
  GIVEN(again.set(reuseaddr));
  CLAIM(again.bind(wildcard_address(connection.server_address.port)), succeeds());
}
