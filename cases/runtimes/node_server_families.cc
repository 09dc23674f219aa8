/*---
claim = "A net.Server of Node.js that names no host listens on :: for both families."
question = "Does a Node.js server without a host receive both IPv4 and IPv6?"
says = [{doc = "node-net", at = "server.listen(port, host): on most systems listening on :: also serves 0.0.0.0"}]
catalogue = ["nd-dual"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "dual-stack"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(require('net').createServer().listen(0))");
  CLAIM(families_of_listener(program), "both");
}
