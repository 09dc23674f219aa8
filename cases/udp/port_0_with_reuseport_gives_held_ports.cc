/*---
claim = """bind() to port 0 of a UDP socket with SO_REUSEPORT may return a port that other sockets with the
           option hold on the same address."""
question = "Can bind() to port 0 give two UDP sockets with SO_REUSEPORT the same port?"
says = [{doc = "linux-udp-c", at = "udp_lib_get_port: udp_lib_lport_inuse with a bitmap", on = ["linux"]}]
tags = ["udp", "ports", "ephemeral", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) { CLAIM(gives_held_port({reuseport}, loopback()) ? "given" : "never", "given"); }
