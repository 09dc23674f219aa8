/*---
claim = """The distribution is by hash: connections from the same client address and port always reach the same
           listening socket, while the group of sockets stays as it is."""
question = "Does a client that comes back from the same port reach the same SO_REUSEPORT listener?"
says = [{doc = "reuseaddr-reuseport-article", at = "last but one paragraph: hash-based"},
        {doc = "linux-commit-soreuseport", at = "message, 4-tuple hash", on = ["linux"]},
        {doc = "lwn-542629", at = "Implementation: the receiver is chosen by a hash of both addresses and ports"}]
disputed_by = [{doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT_LB: distribution is that other option's", on = ["freebsd"], predicts = "only one"}]
catalogue = ["ar-13", "reuseport-hash-spread", "lwn-hash"]
tags = ["tcp", "udp", "SO_REUSEPORT", "distribution"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  Socket third = serving("third", {reuseport}, first.local());
  Socket fourth = serving("fourth", {reuseport}, first.local());
  CLAIM(listener_per_client({&first, &second, &third, &fourth}, first.local()), "same listener");
}
