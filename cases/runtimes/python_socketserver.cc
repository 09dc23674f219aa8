/*---
claim = "socketserver.TCPServer of Python sets neither option, unless a subclass turns address reuse on."
question = "Which options does socketserver.TCPServer of Python set on its listener?"
says = [{doc = "python-socketserver", at = "allow_reuse_address: address reuse is off unless a subclass turns it on"}]
catalogue = ["ss-default-off"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import socketserver
server = socketserver.TCPServer(('127.0.0.1', 0), socketserver.BaseRequestHandler)
server.serve_forever())");
  CLAIM(options_of_listener(program), "neither");
}
