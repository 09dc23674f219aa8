/*---
claim = "The kernel distributes incoming connections among all listening SO_REUSEPORT sockets."
question = "Does the kernel balance connections among listeners that share a port by SO_REUSEPORT?"
says = [{doc = "reuseaddr-reuseport-article", at = "last but one paragraph: load-balancing"},
        {doc = "linux-commit-soreuseport", at = "message", on = ["linux"]},
        {doc = "linux-socket-7", at = "SO_REUSEPORT, accept(2) load distribution", on = ["linux"]},
        {doc = "dragonfly-in-pcb", at = "inp_localgroup_lookup", on = ["dragonfly"]}]
disputed_by = [{doc = "freebsd-getsockopt-2", at = "SO_REUSEPORT_LB: distribution is that other option's", on = ["freebsd"], predicts = "only one"}]
catalogue = ["ar-12", "reuseport-hash-spread", "df-lb"]
tags = ["tcp", "udp", "SO_REUSEPORT", "distribution"]
---*/
#include "probe/probe.h"
using namespace probe;

CASE(tcp4, tcp6, mapped, udp4, udp6, udp_mapped) {
  Socket first = serving("first", {reuseport}, loopback());
  Socket second = serving("second", {reuseport}, first.local());
  Socket third = serving("third", {reuseport}, first.local());
  Socket fourth = serving("fourth", {reuseport}, first.local());
  CLAIM(spread_over({&first, &second, &third, &fourth}, first.local(), 200), "balanced");
}
