/*---
claim = "bindresvport() is refused to a user without special rights."
question = "Can an ordinary user call bindresvport()?"
says = [{doc = "freebsd-bindresvport-3", at = "DESCRIPTION: only root", on = ["freebsd"]},
        {doc = "linux-bindresvport-3", at = "ERRORS, EACCES", on = ["linux"]}]
catalogue = ["s2-bindresvport-range"]
needs = ["two-processes", "second-user"]
tags = ["tcp", "udp", "ports", "reserved", "bindresvport"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  Process ordinary = ordinary_process("ordinary user");
  Socket socket = make_socket(ordinary, "socket");
  CLAIM(bind_reserved(socket), fails_with("EACCES"));
}
