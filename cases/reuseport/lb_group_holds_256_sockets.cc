/*---
claim = "At most 256 sockets of one port take part in the distribution of SO_REUSEPORT_LB: of 257, one receives nothing."
question = "How many sockets of one port does SO_REUSEPORT_LB balance over?"
says = [{doc = "freebsd-getsockopt-2", at = "DESCRIPTION, SO_REUSEPORT_LB, last sentence", on = ["freebsd"]}]
catalogue = ["fb-lb-256"]
tags = ["tcp", "distribution", "SO_REUSEPORT_LB"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4) {
  std::vector<Socket> sockets;
  sockets.push_back(serving("socket 1", {reuseport_lb}, loopback()));
  const Address address = sockets.front().local();
  for (int i = 2; i <= 256; ++i)
    sockets.push_back(serving("socket " + std::to_string(i), {reuseport_lb}, address));
  Socket last = tcp("socket 257");
  GIVEN(last.set(reuseport_lb));
  detail("bind_of_the_last", last.bind(address).text());
  detail("listen_of_the_last", last.listen().text());

  std::vector<Socket*> group = {&last};
  for (Socket& socket : sockets) group.push_back(&socket);
  CLAIM(listeners_reached(group, address) <= 256 ? "256 at the most" : "more than 256", "256 at the most");
}
