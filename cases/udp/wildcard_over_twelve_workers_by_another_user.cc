/*---
claim = """A process of another user is refused the wildcard address of a UDP port that twelve workers with
           SO_REUSEPORT hold on a specific address."""
question = "Can another user bind the wildcard of a UDP port that twelve SO_REUSEPORT workers hold on one address?"
says = [{doc = "linux-cve-2026-31503", at = "hslot->count exceeds 10", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT: same effective UID; both with TCP and UDP sockets", on = ["linux"]}]
needs = ["two-processes", "second-user"]
tags = ["udp", "wildcard", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(udp4, udp6, udp_mapped) {
  Process intruder = process_of_another_user("intruder");
  Socket first = serving("first", {reuseport}, loopback());
  std::vector<Socket> workers;
  workers.reserve(11);
  for (int i = 0; i < 11; ++i) workers.push_back(serving("worker", {reuseport}, first.local()));
  Socket newcomer = make_socket(intruder, "newcomer");
  CLAIM(newcomer.bind(wildcard_address(first.port())), fails_with("EADDRINUSE"));
}
