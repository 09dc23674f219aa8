/*---
claim = """bind() to port 0 of a UDP socket with SO_REUSEADDR may return a port that other sockets with the
           option hold on the same address."""
question = "Can bind() to port 0 give two UDP sockets with SO_REUSEADDR the same port?"
says = [{doc = "linux-udp-c", at = "udp_lib_get_port: udp_lib_lport_inuse with a bitmap", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "comments of connectx: UDP: with SO_REUSEADDR, port 0 may give a port that a socket with SO_REUSEADDR already uses"}]
catalogue = ["ce-udp-auto-reuse"]
tags = ["udp", "ports", "ephemeral", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6) { CLAIM(gives_held_port({reuseaddr}, loopback()) ? "given" : "never", "given"); }
