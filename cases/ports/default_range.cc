/*---
claim = "The ports that bind() chooses for port 0 are greater than 49151, where nobody changed the range."
question = "Which range do automatic ports come from by default?"
says = [{doc = "ms-reuseaddr-exclusiveaddruse", at = "introduction: ports greater than 49151", on = ["winsock"]},
        {doc = "linux-ip-sysctl", at = "ip_local_port_range: 32768 to 60999", on = ["linux"], predicts = "32768-60999"},
        {doc = "gvisor-ports", at = "firstEphemeral: 16000", predicts = "16000-65535"},
        {doc = "freebsd-ip-4", at = "IP_PORTRANGE_DEFAULT", on = ["freebsd"]}]
disputed_by = [{doc = "bernat-time-wait-2014", at = "Connection table slot: client ports come from about 30,000 numbers by default", predicts = "32768-60999"},
               {doc = "popcount-bind-before-connect-2014", at = "Ephemeral port range: Linux takes client ports from 32768 to 61000 by default", predicts = "32768-61000"}]
catalogue = ["x-eph-range", "vb-range", "pc-range"]
tags = ["tcp", "udp", "ports", "ephemeral"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  std::vector<Socket> sockets;
  for (int i = 1; i <= 200; ++i) {
    sockets.push_back(make_socket("socket " + std::to_string(i)));
    GIVEN(sockets.back().bind(loopback()));
  }
  CLAIM(known_range_of(sockets), "49152-65535");
}
