/*---
claim = "socketserver.TCPServer of Python with allow_reuse_port sets SO_REUSEPORT."
question = "Which options does socketserver.TCPServer of Python set with allow_reuse_port?"
says = [{doc = "python-socketserver", at = "allow_reuse_port (source, 3.11): allow_reuse_port sets SO_REUSEPORT before the bind"}]
catalogue = ["ss-rp"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import socketserver
socketserver.TCPServer.allow_reuse_port = True
server = socketserver.TCPServer(('127.0.0.1', 0), socketserver.BaseRequestHandler)
server.serve_forever())");
  CLAIM(options_of_listener(program), "SO_REUSEPORT");
}
