/*---
claim = "ListenMulticastUDP of Go sets SO_REUSEADDR on Linux, and SO_REUSEPORT, too, on the BSDs."
question = "Which options does ListenMulticastUDP of Go set?"
says = [{doc = "go-net", at = "setDefaultMulticastSockopts: SO_REUSEADDR", on = ["linux"]},
        {doc = "go-net", at = "setDefaultMulticastSockopts: SO_REUSEADDR and SO_REUSEPORT", on = ["freebsd", "netbsd", "openbsd", "dragonfly", "darwin"], predicts = "SO_REUSEADDR, SO_REUSEPORT"}]
catalogue = ["go-multicast-runtime"]
needs = ["runtime"]
tags = ["udp", "multicast", "default", "SO_REUSEADDR", "SO_REUSEPORT"]
slow = 30
---*/
#include "probe/probe.h"
using namespace probe;

CASE() {
  const RuntimeProgram program = go_program(R"(package main

import "net"

func main() {
	loopback, _ := net.InterfaceByName("lo")
	group := &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: 5353}
	receiver, _ := net.ListenMulticastUDP("udp4", loopback, group)
	receiver.Read(make([]byte, 1))
})");
  CLAIM(options_of_receiver(program), "SO_REUSEADDR");
}
