/*---
claim = "net.Server of Node.js sets SO_REUSEADDR on its listener."
question = "Which options does net.Server of Node.js set on its listener?"
says = [{doc = "node-net", at = "server.listen(): every net.Socket has SO_REUSEADDR"},
        {doc = "libuv-docs", at = "tcp.c: uv__tcp_bind: uv_tcp_bind sets SO_REUSEADDR on Unix"}]
catalogue = ["nd-all-reuseaddr", "uv-tcp-ra"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = node_program(R"(require('net').createServer().listen(0, '127.0.0.1'))");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
