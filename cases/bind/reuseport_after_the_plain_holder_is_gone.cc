/*---
claim = """Once a socket without SO_REUSEPORT has closed, two others with the option bind its address and
           port."""
question = "Can sockets share a port by SO_REUSEPORT once a plain holder has closed?"
says = [{doc = "stackoverflow-14388707", at = "BSD, SO_REUSEPORT: once the first socket without the option has given up its binding, others can bind"}]
catalogue = ["so-rp-after-first-closes"]
tags = ["tcp", "udp", "bind", "SO_REUSEPORT"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket plain = make_socket("plain holder");
  GIVEN(plain.bind(loopback()));
  const Address address = plain.local();
  GIVEN(plain.close());
  Socket first = make_socket("first");
  Socket second = make_socket("second");
  GIVEN(first.set(reuseport));
  GIVEN(second.set(reuseport));
  CLAIM(outcomes_of({first.bind(address), second.bind(address)}), "ok, ok");
}
