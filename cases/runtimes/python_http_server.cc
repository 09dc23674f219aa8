/*---
claim = "http.server.HTTPServer of Python sets SO_REUSEADDR."
question = "Which options does http.server of Python set on its listener?"
says = [{doc = "python-socketserver", at = "http.server source: HTTPServer turns it on"}]
catalogue = ["ss-http-on"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = python_program(R"(import http.server
server = http.server.HTTPServer(('127.0.0.1', 0), http.server.BaseHTTPRequestHandler)
server.serve_forever())");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
