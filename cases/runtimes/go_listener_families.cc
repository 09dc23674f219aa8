/*---
claim = "net.Listen of Go for tcp without a host opens one IPv6 socket with IPV6_V6ONLY off."
question = "Does net.Listen of Go with tcp and no host receive both IPv4 and IPv6?"
says = [{doc = "go-net", at = "setDefaultSockopts: 'tcp' with a wildcard is one IPv6 socket with IPV6_V6ONLY off; 'tcp6' has it on"}]
catalogue = ["go-v6only"]
needs = ["runtime"]
tags = ["tcp", "listen", "default", "dual-stack"]
slow = 30
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = go_program(R"(package main

import "net"

func main() {
	listener, _ := net.Listen("tcp", ":0")
	listener.Accept()
})");
  CLAIM(families_of_listener(program), "both");
}
