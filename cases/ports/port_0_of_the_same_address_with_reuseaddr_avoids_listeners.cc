/*---
claim = """bind() to port 0 with SO_REUSEADDR never returns a port on which a listener with the option holds
           the same address."""
question = "Can bind() to port 0 with SO_REUSEADDR return the port of a listener that set it too?"
says = [{doc = "linux-ip-sysctl", at = "ip_autobind_reuse", on = ["linux"]}]
tags = ["tcp", "ports", "ephemeral", "listen", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) { CLAIM(gives_held_port({reuseaddr}, loopback()) ? "given" : "never", "never"); }
