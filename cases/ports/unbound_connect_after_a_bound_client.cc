/*---
claim = """Where one automatic port is left and a client was bound to it before it connected, an unbound
           client finds no port for another destination."""
question = "Can an unbound client use the port of one that was bound before it connected?"
says = [{doc = "cloudflare-quantum-2023", at = "quiz 3: in the other order it fails: after a bound client an unbound one finds no port"},
        {doc = "cloudflare-quantum-2023", at = "quiz 5: a client bound to the address with port 0 keeps an unbound one from another destination"},
        {doc = "cloudflare-quantum-2023", at = "quiz 8: in the other order nothing helps: an unbound client never gets a port that was bound by name"}]
catalogue = ["cq-3", "cq-5", "cq-8"]
needs = ["own-stack"]
tags = ["tcp", "ports", "ephemeral", "client", "4-tuple"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped) {
  Socket destination = listening("destination");
  Socket elsewhere = listening("another destination");
  narrow_automatic_ports(1);
  Socket first = tcp("first");
  Socket second = tcp("second");
  GIVEN(first.bind(loopback()));
  GIVEN(first.connect(destination.local()));
  CLAIM(second.connect(elsewhere.local()), fails_with("EADDRNOTAVAIL"));
}
