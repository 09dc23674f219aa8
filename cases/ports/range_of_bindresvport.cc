/*---
claim = "bindresvport() without an address chooses a port from 600 to 1023."
question = "Which ports does bindresvport() choose from?"
says = [{doc = "freebsd-bindresvport-3", at = "DESCRIPTION: range 600-1023", on = ["freebsd"]}]
disputed_by = [{doc = "linux-bindresvport-3", at = "DESCRIPTION: 512 to 1023", on = ["linux"], predicts = "512-1023"}]
catalogue = ["s2-bindresvport-range"]
needs = ["root"]
tags = ["tcp", "udp", "ports", "reserved", "bindresvport"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, udp4) {
  require_reserved_ports();
  std::vector<Socket> sockets;
  Outcome last = succeeds();
  while (last.is_ok()) {
    sockets.push_back(make_socket("socket " + std::to_string(sockets.size() + 1)));
    last = bind_reserved(sockets.back());
    if (sockets.size() == 1) GIVEN(last);
  }
  detail("ended_by", last.text());
  sockets.pop_back();
  CLAIM(lowest_and_highest(sockets), "600-1023");
}
