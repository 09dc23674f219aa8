/*---
claim = """bind() to port 0 of the wildcard address with SO_REUSEADDR never returns a port on which a
           listener with the option holds a specific address."""
question = """Can bind() to port 0 of the wildcard with SO_REUSEADDR return the port of a listener on one
              address?"""
says = [{doc = "linux-ip-sysctl", at = "ip_autobind_reuse", on = ["linux"]}]
disputed_by = [{doc = "node-net", at = "issue 58609: on macOS port 0 with SO_REUSEADDR on the wildcard can give a port on which another program listens at a …", on = ["darwin"], predicts = "given"}]
catalogue = ["nd-58609"]
tags = ["tcp", "ports", "ephemeral", "listen", "SO_REUSEADDR", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) { CLAIM(gives_held_port({reuseaddr}, wildcard_address()) ? "given" : "never", "never"); }
