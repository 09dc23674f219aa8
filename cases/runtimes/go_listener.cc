/*---
claim = "net.Listen of Go sets SO_REUSEADDR on Linux and the BSDs."
question = "Which options does net.Listen of Go set on its listener?"
says = [{doc = "go-net", at = "setDefaultListenerSockopts: net.Listen sets SO_REUSEADDR on Linux and the BSDs", on = ["linux", "freebsd", "openbsd", "netbsd", "darwin"]}]
catalogue = ["go-listen-ra"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
slow = 30
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = go_program(R"(package main

import "net"

func main() {
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	listener.Accept()
})");
  CLAIM(options_of_listener(program), "SO_REUSEADDR");
}
