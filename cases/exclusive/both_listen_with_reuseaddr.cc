/*---
claim = """Two sockets that both set SO_REUSEADDR bind and listen on the same address and port; every connection goes to
           the first of them."""
question = "If two sockets with SO_REUSEADDR listen on one port, does the first one get every connection?"
says = [{doc = "wine-ws2-32-tests", at = "test_reuseaddr: delivered to the first socket", on = ["winsock"]},
        {doc = "ms-reuseaddr-exclusiveaddruse", at = "Using SO_REUSEADDR: non-deterministic", on = ["winsock"], predicts = ["not stolen", "stolen", "shared"]},
        {doc = "ms-so-exclusiveaddruse", at = "note under the table: undefined which socket will receive", on = ["winsock"], predicts = ["not stolen", "stolen", "shared"]}]
catalogue = ["win-ra-winner"]
tags = ["tcp", "udp", "hijack", "SO_REUSEADDR"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseaddr}, loopback());

  Socket second = make_socket("second");
  GIVEN(second.set(reuseaddr));
  CLAIM(hijack(first, second, first.local()), "not stolen");
}
