/*---
claim = """A server without any option is refused the address and port that a client has for a connection:
           connect() chose it, and the client set nothing."""
question = "Can a server without options bind the port that a connected client was given?"
says = [{doc = "linux-inet-connection-sock", at = "inet_csk_bind_conflict, inet_bind_conflict", on = ["linux"]},
        {doc = "cloudflare-ephemeral-2022", at = "comments of connectx: without SO_REUSEADDR a port that connect() chose can be chosen again by connect(), but not bound by name"},
        {doc = "cloudflare-quantum-2023", at = "quiz 6: two clients that name the same address and port: the second bind fails, though the first is connected"}]
catalogue = ["ce-auto-over-auto", "cq-6"]
tags = ["tcp", "bind", "client", "established"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Connection connection = connected();
  Socket server = tcp("server");
  CLAIM(server.bind(connection.client_address), fails_with("EADDRINUSE"));
}
