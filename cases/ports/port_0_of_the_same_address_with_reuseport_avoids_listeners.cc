/*---
claim = """bind() to port 0 with SO_REUSEPORT never returns a port on which a listener with the option holds
           the same address."""
question = "Can bind() to port 0 with SO_REUSEPORT return the port of a listener that set it too?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port", on = ["linux"]}]
tags = ["tcp", "ports", "ephemeral", "listen", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) { CLAIM(gives_held_port({reuseport}, loopback()) ? "given" : "never", "never"); }
