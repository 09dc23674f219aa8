/*---
claim = "socket.create_server() of Python sets SO_REUSEADDR."
question = "Which options does socket.create_server() of Python set on a listener?"
says = [{doc = "python-socket", at = "create_server: note: create_server sets SO_REUSEADDR on POSIX systems"}]
catalogue = ["py-create-posix"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import signal, socket
server = socket.create_server(('127.0.0.1', 0))
signal.pause())");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
