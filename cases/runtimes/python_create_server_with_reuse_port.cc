/*---
claim = "socket.create_server() of Python with reuse_port sets SO_REUSEPORT, beside SO_REUSEADDR."
question = "Which options does socket.create_server() of Python set with reuse_port?"
says = [{doc = "python-socket", at = "create_server, reuse_port: reuse_port sets SO_REUSEPORT"}]
catalogue = ["py-rp"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import signal, socket
server = socket.create_server(('127.0.0.1', 0), reuse_port=True)
signal.pause())");
  CLAIM(options_of_listener(program), "SO_REUSEADDR, SO_REUSEPORT");
}
