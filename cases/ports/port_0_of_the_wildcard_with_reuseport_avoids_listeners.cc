/*---
claim = """bind() to port 0 of the wildcard address with SO_REUSEPORT never returns a port on which a
           listener with the option holds a specific address."""
question = """Can bind() to port 0 of the wildcard with SO_REUSEPORT return the port of a listener on one
              address?"""
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_find_open_port", on = ["linux"]}]
tags = ["tcp", "ports", "ephemeral", "listen", "SO_REUSEPORT", "wildcard"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6) { CLAIM(gives_held_port({reuseport}, wildcard_address()) ? "given" : "never", "never"); }
